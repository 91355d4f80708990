"""Signed media links: short-lived, bound to one tenant and one host name."""

import hashlib
import hmac
import time
from urllib.parse import quote

from perscoach_app.settings import get_settings

EXPIRY_STEP_S = 3600  # expiries fall on full hours, so that a link stays the same for an hour and browsers can cache by it
OUTPUT_VIDEO = "trainer_transparent.webm"
OUTPUT_STACKED = "trainer_stacked.mp4"  # the same for browsers without VP9 alpha
OUTPUT_POSES = "trainer_poses.json"
OUTPUT_POSTER = "poster.webp"
OUTPUT_BEFORE = "before.webp"  # the poster's frame as it was filmed
OUTPUT_BODY = "trainer_body.bin"  # the movement in 3D, as the page draws it
OUTPUT_CUBE = "grade.cube"  # the colours' table, for those who edit elsewhere
RECORD = "process.json"
GZIPPED = ".gz"  # the worker stores a compressed twin beside JSON; a reader that takes gzip gets that


def tenant_prefix(tenant_id: int) -> str:
    """All keys of a tenant start with this."""
    return f"tenants/{tenant_id}/"


def signed_link(tenant_id: int, host: str, key: str, lifetime_s: int | None = None) -> str:
    """A relative link to the stored object `key` that only works on `host` and only for a while.

    Raises:
        ValueError: the key is not the tenant's.
    """
    if not key.startswith(tenant_prefix(tenant_id)):
        raise ValueError(f"{key} is not a key of tenant {tenant_id}")
    until = time.time() + (lifetime_s or get_settings().media_lifetime_s)
    expires = (int(until) // EXPIRY_STEP_S + 1) * EXPIRY_STEP_S
    return f"/api/media/{quote(key)}?exp={expires}&sig={_signature(tenant_id, host, key, expires)}"


def link_is_good(tenant_id: int, host: str, key: str, expires: int, signature: str) -> bool:
    """Whether a link may be followed now, on this host, in this tenant."""
    if expires < time.time() or not key.startswith(tenant_prefix(tenant_id)):
        return False
    return hmac.compare_digest(signature.encode(), _signature(tenant_id, host, key, expires).encode())


def _signature(tenant_id: int, host: str, key: str, expires: int) -> str:
    message = "\n".join(("media", str(tenant_id), host, key, str(expires)))
    return hmac.new(get_settings().secret.encode(), message.encode(), hashlib.sha256).hexdigest()
