"""Keeping the photo of a trainer's site. It is public on her host, and on no other."""

import re
import tempfile
from pathlib import Path

from sqlmodel import Session

from perscoach_app.services import attempts, photos
from perscoach_app.services.errors import NotFound
from perscoach_app.services.media import tenant_prefix
from perscoach_app.services.scope import Scope
from perscoach_app.services.site import own_tenant
from perscoach_app.storage import get_storage
from perscoach_app.tables import Tenant

PHOTOS_PER_HOUR = 30  # each costs half a second of a core; nobody tries more in earnest
_FILE = re.compile(r"([0-9a-f]{32})-(large|small)\.webp")


def address(tenant: Tenant, size: str = "large") -> str:
    """Where browsers find the photo; empty when there is none."""
    name = tenant.photo_key.rpartition("/")[2]
    return f"/api/site/photo/{name}-{size}.webp" if name else ""


def find(tenant: Tenant, file: str) -> str:
    """The storage key of the tenant's present photo.

    Raises:
        NotFound: the file is not of that photo.
    """
    match = _FILE.fullmatch(file)
    if match is None or not tenant.photo_key.endswith("/" + match.group(1)):
        raise NotFound
    return f"{tenant.photo_key}/{match.group(2)}.webp"


def keep(db: Session, scope: Scope, data: bytes) -> None:
    """Puts a photo on the caller's site in place of the one before.

    Raises:
        NotFound: the caller is no trainer here.
        TooFast: too many photos in an hour.
        PhotoTooLarge, PhotoUnreadable: it cannot be used.
    """
    own_tenant(db, scope)
    attempts.check(db, f"photo:{scope.tenant_id}", PHOTOS_PER_HOUR, per_s=3600)
    db.commit()  # no lock while the picture is worked on
    photo = photos.prepare(data)
    key = f"{tenant_prefix(scope.tenant_id)}site/{photo.name}"
    with tempfile.TemporaryDirectory() as folder:
        for size, content in photo.files.items():
            file = Path(folder) / size
            file.write_bytes(content)
            get_storage().put_file(f"{key}/{size}.webp", file)
    _replace(db, scope, key)


def remove(db: Session, scope: Scope) -> None:
    """Takes the photo off the caller's site."""
    _replace(db, scope, "")


def _replace(db: Session, scope: Scope, key: str) -> None:
    tenant = own_tenant(db, scope)
    before, tenant.photo_key = tenant.photo_key, key
    db.add(tenant)
    db.commit()
    if before and before != key:
        get_storage().delete_prefix(before)
