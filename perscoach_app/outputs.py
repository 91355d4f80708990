"""What a worker stores for everybody to read: all of it under the attempt's own version, or nothing."""

import gzip
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perscoach_app.services import job_facts
from perscoach_app.services.leases import Lease
from perscoach_app.services.media import GZIPPED
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from perscoach_motion import trackfile


@dataclass(frozen=True, slots=True)
class Published:
    """What lies in the storage now."""

    duration_s: float | None  # of the clip
    stored_bytes: int


def publish(held: Lease, out: Path) -> Published:
    """Stores the outputs under the attempt's own version; nobody reads them before the row says so."""
    storage, stored_bytes = get_storage(), 0
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        key = f"{held.output_prefix}/{path.relative_to(out).as_posix()}"
        storage.put_file(key, path)
        stored_bytes += path.stat().st_size
        if path.suffix == ".json":
            packed = path.with_name(path.name + GZIPPED)
            packed.write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
            storage.put_file(key + GZIPPED, packed)
            stored_bytes += packed.stat().st_size
    return Published(trackfile.read(out / "trainer_poses.json").source.duration_s, stored_bytes)


def discard(held: Lease) -> None:
    """Deletes what an attempt stored that came to nothing."""
    with suppress(Exception):  # rubbish under a version nobody has: not worth losing the reason for
        with open_session(reading=True) as db:
            if job_facts.is_current(db, held):  # stopped right after the outputs went public
                return
        get_storage().delete_prefix(held.output_prefix)


def sweep() -> None:
    """Deletes what attempts stored that were killed and never tried again."""
    with open_session(reading=True) as db:
        prefixes = job_facts.abandoned(db)
    for prefix in prefixes:
        get_storage().delete_prefix(prefix)
