"""Files in clients' folders that no row knows: left by a process that was killed between a file and its row.

Nobody can see them, and nobody's deletion would find them.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from perscoach_app.services import withdrawal
from perscoach_app.services.media import tenant_prefix
from perscoach_app.storage import get_storage
from perscoach_app.tables import DataRequest, Person, Recording, RecordingState, StripFilm, Tenant
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now

AGE = timedelta(days=1)  # a row follows its file within seconds; clocks of stores are off by minutes


def sweep() -> int:
    """The worker's chore, of all tenants; returns how many files went."""
    with open_session(reading=True) as db:
        tenants = list(db.exec(select(Tenant.id)))
    return sum(_sweep(tenant_id) for tenant_id in tenants if tenant_id is not None)


def _sweep(tenant_id: int) -> int:
    storage, before = get_storage(), now() - AGE
    folders = (f"{tenant_prefix(tenant_id)}{name}" for name in (withdrawal.RECORDINGS, withdrawal.PEOPLE))
    old = [key for folder in folders for key in storage.older(folder, before)]
    if not old:
        return 0
    with open_session(reading=True, tenant_id=tenant_id) as db:
        unknown = _unknown(db, tenant_id, old)
    for key in unknown:
        storage.delete(key)
    return len(unknown)


def _unknown(db: Session, tenant_id: int, keys: list[str]) -> list[str]:
    """A film that is made has its own file and no pieces, no tries that were killed; one on its way has whatever there is."""
    coming = (RecordingState.ARRIVING, RecordingState.WAITING)
    films = set(db.exec(select(Recording.id).where(col(Recording.removed_at).is_(None), col(Recording.state).in_(coming))))
    people = set(db.exec(select(Person.id).where(col(Person.removed_at).is_(None))))
    named = {key for query in (select(Recording.key), select(StripFilm.key), select(DataRequest.key)) for key in db.exec(query)}

    def is_known(key: str) -> bool:
        return key in named or withdrawal.recording_of(tenant_id, key) in films or withdrawal.drawn_of(tenant_id, key) in people

    return [key for key in keys if not is_known(key)]
