"""Where files live: a local folder by default, an S3-compatible store by URL. Every key starts with its tenant."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import LocalStore, ObjectStore, from_url

from perscoach_app.settings import get_settings

STREAM_BYTES = 256 * 1024  # what one read of a stream holds at least: constant memory, few system calls
_PREFIX = re.compile(r"tenants/[1-9][0-9]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a stored object without reading it."""

    size: int  # bytes
    etag: str  # quoted, as HTTP wants it
    modified: datetime


class Storage:
    """Files by key. A missing key raises `FileNotFoundError`; a key that is none of ours `ValueError`."""

    def __init__(self, url: str) -> None:
        self._store = _open(url)
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None

    def put_file(self, key: str, path: Path) -> None:
        """Stores a file; readers see the old content or the new one, never half of it."""
        self._store.put(_checked(key), path)

    def get_file(self, key: str, path: Path) -> None:
        """Copies a stored object into a local file, in constant memory."""
        with path.open("wb") as file:
            for piece in self.read(key):
                file.write(piece)

    def read(self, key: str) -> Iterator[bytes]:
        """A stored object piece by piece."""
        for piece in self._store.get(_checked(key)).stream(min_chunk_size=STREAM_BYTES):
            yield bytes(piece)

    def path_of(self, key: str) -> Path | None:
        """Where an object lies on this machine, to be read in place; None where the store is elsewhere."""
        return self._folder / _checked(key) if self._folder else None

    def look(self, key: str) -> Stored:
        """Size and validators of an object."""
        meta = self._store.head(_checked(key))
        return Stored(meta["size"], meta["e_tag"] or f'"{meta["size"]:x}-{meta["last_modified"].timestamp():.0f}"', meta["last_modified"])

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes `start` to `end` (not included) of an object, piece by piece."""
        if end <= start:
            return
        found = await self._store.get_async(_checked(key), options={"range": (start, end)})
        async for piece in found.stream(min_chunk_size=STREAM_BYTES):
            yield bytes(piece)

    def keys(self, prefix: str) -> list[str]:
        """All keys under a prefix."""
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"not a storage prefix: {prefix!r}")
        return [meta["path"] for page in self._store.list(prefix) for meta in page]

    def older(self, prefix: str, moment: datetime) -> list[str]:
        """The keys under a prefix whose objects were written before a moment."""
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"not a storage prefix: {prefix!r}")
        return [meta["path"] for page in self._store.list(prefix) for meta in page if meta["last_modified"] < moment]

    def check(self) -> None:
        """Raises:
        Exception: The store does not answer, or knows us not; which one depends on the store.
        """
        self._store.list_with_delimiter("tenants/ready")  # nothing lies there: one short answer

    def all_keys(self) -> Iterator[str]:
        """Every key of every tenant: for the owner's backups alone."""
        return (meta["path"] for page in self._store.list("tenants") for meta in page)

    def bytes_under(self, prefix: str, *, but: str) -> int:
        """How many bytes lie under a prefix, without those in its folder `but`: that one is not even listed."""
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"not a storage prefix: {prefix!r}")
        here = self._store.list_with_delimiter(prefix)
        folders = [folder for folder in here["common_prefixes"] if folder != f"{prefix}/{but}"]
        deeper = sum(meta["size"] for folder in folders for page in self._store.list(folder) for meta in page)
        return deeper + sum(meta["size"] for meta in here["objects"])

    def delete(self, key: str) -> None:
        """Deletes one object; harmless when there is none."""
        with suppress(FileNotFoundError):
            self._store.delete(_checked(key))

    def delete_prefix(self, prefix: str) -> None:
        """Deletes everything under a prefix; harmless when there is nothing."""
        keys = self.keys(prefix)
        if keys:
            self._store.delete(keys)


def _checked(key: str) -> str:
    if not _PREFIX.fullmatch(key) or key.count("/") < 2:  # tenants/<id>/<something>
        raise ValueError(f"not a storage key: {key!r}")
    return key


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return LocalStore(Path(unquote(parts.path)), mkdir=True, automatic_cleanup=True)
    return from_url(url)  # credentials, region and endpoint come from the usual AWS_* variables


@lru_cache
def _storage_for(url: str) -> Storage:
    return Storage(url)


def get_storage() -> Storage:
    """The storage of this installation."""
    return _storage_for(get_settings().storage_url)
