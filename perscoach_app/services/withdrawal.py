"""What is deleted when a client takes a consent back: at once, and for good."""

import re
import uuid
from collections.abc import Sequence

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from perscoach_app.services import digest, marks, samples
from perscoach_app.storage import get_storage
from perscoach_app.tables import (
    Consent,
    ConsentKind,
    DataRequest,
    DataWish,
    Document,
    ExerciseFeeling,
    Feeling,
    Recording,
    SessionChunk,
    StripFilm,
    Training,
    TrainingSession,
)
from perscoach_app.tables.moments import now

RECORDINGS, PEOPLE = "recordings", "people"
"""A tenant's folders of what was made of her clients."""
STRIP = "strip-"
"""How films with their strip drawn in begin, in the folder of their recording."""


def of(db: Session, training: Training, kind: ConsentKind) -> None:
    """Deletes what was sent under this consent, and every copy of it. Not committed; the training's row is the caller's alone."""
    forget_archives(db, training.tenant_id, training.client_id)
    if kind == ConsentKind.RECORDING:
        query = select(Recording).where(col(Recording.training_id) == training.id, col(Recording.removed_at).is_(None))
        for row in db.exec(query).all():
            erase(db, row)
        return
    sessions = select(col(TrainingSession.id)).where(col(TrainingSession.training_id) == training.id)
    shared = (col(SessionChunk.tenant_id) == training.tenant_id, col(SessionChunk.session_id).in_(sessions))
    db.exec(update(SessionChunk).where(*shared).values(landmarks=None).execution_options(synchronize_session=False))
    marks.forget(db, training)
    _numbers_only(db, training)
    _forget_strips(db, training)
    db.flush()
    get_storage().delete_prefix(drawn_folder(training.tenant_id, training.client_id))


def forget_archives(db: Session, tenant_id: int, person_id: int) -> None:
    """A copy of everything is a copy of what was taken back: she may ask for another. Not committed.

    Whoever packs one now waits for the commit, and then sees that what he packed is no more.
    """
    mine = (col(DataRequest.tenant_id) == tenant_id, col(DataRequest.person_id) == person_id, col(DataRequest.wish) == DataWish.EXPORT)
    for row in db.exec(select(DataRequest).where(*mine).with_for_update()).all():
        if row.key:
            get_storage().delete(row.key)
            row.key, row.bytes = "", 0
            db.add(row)


def _forget_strips(db: Session, training: Training) -> None:
    """The scores drawn into films were those of the landmarks."""
    films = select(Recording.id).where(col(Recording.training_id) == training.id, col(Recording.tenant_id) == training.tenant_id)
    for recording in db.exec(films).all():
        if db.exec(delete(StripFilm).where(col(StripFilm.recording_id) == recording)).rowcount:
            for key in get_storage().keys(folder_of(training.tenant_id, recording)):
                if key.rpartition("/")[2].startswith(STRIP):
                    get_storage().delete(key)


def _numbers_only(db: Session, training: Training) -> None:
    """What the landmarks told of the sets goes with them: the reports are again what the client's device counted, not checked by us."""
    looked_at = or_(col(TrainingSession.verified), col(TrainingSession.look_after).is_not(None))
    checked = (col(TrainingSession.training_id) == training.id, looked_at)
    for row in db.exec(select(TrainingSession).where(*checked)).all():
        told = select(SessionChunk.samples).where(col(SessionChunk.session_id) == row.id).order_by(col(SessionChunk.number))
        rows = [sample for chunk in db.exec(told) for sample in chunk]
        row.summary = samples.summary(rows, row.duration_s or 0.0) | {"asked": (row.summary or {}).get("asked")}
        row.verified, row.look_after = False, None
        db.add(row)
    _digest_anew(db, training)


def _digest_anew(db: Session, training: Training) -> None:
    """What lists say of a training says nothing any more of what was taken back; the training stays in them."""
    db.flush()
    present = db.get_one(Training, training.id, populate_existing=True)
    if present.digest is not None:
        digest.write(db, present)


def of_document(db: Session, tenant_id: int, person_id: int, document: Document) -> None:
    """A document was taken back, so everything kept under it goes: of all trainings, at once. Not committed.

    Sharing keeps nothing of its own: `recordings` asks for it whenever a trainer looks.
    """
    if document in (Document.RECORDING, Document.LANDMARKS):
        kind = ConsentKind(document)
        _end_consents(db, tenant_id, person_id, kind)
        for training in _trainings(db, tenant_id, person_id):
            of(db, training, kind)
    elif document == Document.HEALTH:
        forget_archives(db, tenant_id, person_id)
        hurting = (col(ExerciseFeeling.tenant_id) == tenant_id, col(ExerciseFeeling.client_id) == person_id)
        db.exec(delete(ExerciseFeeling).where(*hurting, col(ExerciseFeeling.feeling) == Feeling.PAIN))
        stopped = (col(TrainingSession.tenant_id) == tenant_id, col(TrainingSession.client_id) == person_id)
        db.exec(update(TrainingSession).where(*stopped, col(TrainingSession.pain)).values(pain=False))
        for training in _trainings(db, tenant_id, person_id):
            _digest_anew(db, training)


def _trainings(db: Session, tenant_id: int, person_id: int) -> Sequence[Training]:
    """All of hers, held: who finishes a set or marks a repetition of one at this moment is waited for, or waits."""
    mine = (col(Training.tenant_id) == tenant_id, col(Training.client_id) == person_id)
    return db.exec(select(Training).where(*mine).with_for_update().execution_options(populate_existing=True)).all()


def _end_consents(db: Session, tenant_id: int, person_id: int, kind: ConsentKind) -> None:
    """What she allowed in single trainings goes with the document."""
    mine = (col(Consent.tenant_id) == tenant_id, col(Consent.client_id) == person_id, col(Consent.kind) == kind)
    db.exec(update(Consent).where(*mine, col(Consent.withdrawn_at).is_(None)).values(withdrawn_at=now()))


def erase(db: Session, row: Recording) -> None:
    """Says in a recording's row that it is gone, then deletes its files; the row stays as a note that there was one. Not committed.

    The row goes first: a worker who makes a film of it at this moment waits for the commit, finds nobody who wants it, and deletes it.
    """
    gone = {"removed_at": now(), "key": "", "bytes": 0, "marks": [], "pieces": []}
    db.exec(update(Recording).where(col(Recording.id) == row.id, col(Recording.tenant_id) == row.tenant_id).values(**gone))
    db.exec(delete(StripFilm).where(col(StripFilm.tenant_id) == row.tenant_id, col(StripFilm.recording_id) == row.id))
    get_storage().delete_prefix(folder_of(row.tenant_id, row.id))


def of_person(db: Session, tenant_id: int, person_id: int) -> None:
    """A client goes: her recordings and landmarks go with her, and nothing of hers is taken in any more. Not committed."""
    for kind in ConsentKind:
        _end_consents(db, tenant_id, person_id, kind)
        for training in _trainings(db, tenant_id, person_id):
            of(db, training, kind)


def person_folder(tenant_id: int, person_id: int) -> str:
    """Where everything lies that was made of a person and belongs to no recording: her archive, her drawn repetitions."""
    return f"tenants/{tenant_id}/{PEOPLE}/{person_id}"


def drawn_folder(tenant_id: int, person_id: int) -> str:
    """Where pictures and videos drawn from a person's landmarks lie: gone with any of them, drawn anew from what is left."""
    return f"{person_folder(tenant_id, person_id)}/drawn"


def drawn_of(tenant_id: int, key: str) -> int | None:
    """Of whose landmarks a stored file was drawn; None for any other."""
    found = re.fullmatch(rf"tenants/{tenant_id}/{PEOPLE}/([0-9]+)/drawn/.+", key)
    return int(found[1]) if found else None


def folder_of(tenant_id: int, recording: uuid.UUID) -> str:
    """Where everything of a recording lies."""
    return f"tenants/{tenant_id}/{RECORDINGS}/{recording}"


def recording_of(tenant_id: int, key: str) -> uuid.UUID | None:
    """The recording that a stored file is, or was made of; None for any other."""
    found = re.fullmatch(rf"tenants/{tenant_id}/{RECORDINGS}/([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/[^/]+", key)
    return uuid.UUID(found[1]) if found else None


def piece_key(tenant_id: int, recording: uuid.UUID, number: int) -> str:
    """Where a piece of it lies until the film is made."""
    return f"{folder_of(tenant_id, recording)}/piece-{number:03d}"
