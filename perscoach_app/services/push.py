"""Web push, where the installation has keys for it: notices that a browser shows while the site is closed.

A browser names the address its maker takes notices at. Whoever is signed in may send us any address, so only those of known makers are
taken, over https, and redirects are not followed: our server must not be led to knock on doors inside its own house.
"""

import base64
import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services.errors import SubscriptionRefused
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import PushSubscription
from perscoach_app.tables.database import open_session

if TYPE_CHECKING:
    import requests

MAKERS = ("fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
"""Where Chrome and its kin, Firefox, Edge and Safari take notices; labels before these are theirs, too."""
TIMEOUT_S = 10.0
KEPT_S = 3 * 3600  # the maker keeps a notice for a phone that is off; later it would be late
MOST_BROWSERS = 10  # of one person: phones, tablets, computers; the oldest makes room
GONE = frozenset({404, 410})  # the browser has unsubscribed, RFC 8030
_KEY_BYTES, _AUTH_BYTES = 65, 16  # an uncompressed P-256 point and a secret, RFC 8291

log = logging.getLogger("perscoach.push")


@dataclass(frozen=True, slots=True)
class Message:
    """What a notice says, and where a tap on it leads on the same host."""

    title: str
    words: str
    path: str


def is_on() -> bool:
    """Whether this installation has a key to sign notices with."""
    return bool(get_settings().vapid_private_key)


def public_key() -> str:
    """The key browsers subscribe with, base64url; empty where push is off."""
    return _public_of(get_settings().vapid_private_key) if is_on() else ""


def subscribe(db: Session, scope: Scope, endpoint: str, p256dh: str, auth: str) -> None:
    """Keeps one of the caller's browsers; again is harmless. A browser that was somebody else's here is the caller's from now on.

    Raises:
        SubscriptionRefused: no maker's address, or no keys; or push is off.
    """
    if not is_on() or not is_makers(endpoint) or _length(p256dh) != _KEY_BYTES or _length(auth) != _AUTH_BYTES:
        raise SubscriptionRefused
    query = select(PushSubscription).where(col(PushSubscription.endpoint) == endpoint, col(PushSubscription.tenant_id) == scope.tenant_id)
    row = db.exec(query).first() or PushSubscription(
        tenant_id=scope.tenant_id, person_id=scope.person_id, endpoint=endpoint, p256dh=p256dh, auth=auth
    )
    row.person_id, row.p256dh, row.auth = scope.person_id, p256dh, auth
    db.add(row)
    try:
        db.flush()
    except IntegrityError:  # on another host: browsers give every site an address of its own
        db.rollback()
        raise SubscriptionRefused from None
    mine = select(PushSubscription).where(col(PushSubscription.person_id) == scope.person_id).order_by(col(PushSubscription.id).desc())
    for old in db.exec(mine).all()[MOST_BROWSERS:]:
        db.delete(old)
    db.commit()


def unsubscribe(db: Session, scope: Scope, endpoint: str) -> None:
    """Forgets one of the caller's browsers; harmless when it is not known."""
    query = select(PushSubscription).where(
        col(PushSubscription.endpoint) == endpoint,
        col(PushSubscription.tenant_id) == scope.tenant_id,
        col(PushSubscription.person_id) == scope.person_id,
    )
    row = db.exec(query).first()
    if row is not None:
        db.delete(row)
        db.commit()


def is_makers(endpoint: str) -> bool:
    """Whether an address is one of a browser maker's, over https on the usual port, without a name and a password in it."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    known = any(host == maker or host.endswith(f".{maker}") for maker in MAKERS)
    plain = endpoint.isascii() and endpoint.isprintable() and "@" not in parts.netloc and "\\" not in endpoint
    return parts.scheme == "https" and known and plain and port in (None, 443)


def send(subscriptions: Sequence[PushSubscription], message: Message) -> Future[bool]:
    """Sends one notice to a person's browsers in a thread of its own; true when one of them took it."""
    return _threads().submit(_send_all, subscriptions, message)


def _send_all(subscriptions: Sequence[PushSubscription], message: Message) -> bool:
    taken = [_send(row, message) for row in subscriptions]  # all of them: she may hold the phone or sit at the computer
    return any(taken)


def _send(row: PushSubscription, message: Message) -> bool:
    import requests
    from pywebpush import WebPushException, webpush

    settings = get_settings()
    try:
        webpush(
            {"endpoint": row.endpoint, "keys": {"p256dh": row.p256dh, "auth": row.auth}},
            json.dumps({"title": message.title, "body": message.words, "path": message.path}),
            vapid_private_key=settings.vapid_private_key,
            vapid_claims={"sub": settings.vapid_subject},
            timeout=TIMEOUT_S,
            ttl=KEPT_S,
            requests_session=_straight(),
        )
    except WebPushException as error:
        answered = error.response.status_code if error.response is not None else 0
        if answered in GONE:
            _forget(row)
        else:
            log.error("a push was not taken: %s", answered or type(error).__name__)
        return False
    except (requests.RequestException, ValueError) as error:
        log.error("a push was not sent: %s", type(error).__name__)
        return False
    return True


def _straight() -> "requests.Session":
    """Goes where it is told and nowhere else: a redirect is an error, and no proxy or password comes from the surroundings."""
    import requests

    session = requests.Session()
    session.trust_env, session.max_redirects = False, 0
    return session


def _forget(row: PushSubscription) -> None:
    with open_session() as db:
        found = db.get(PushSubscription, row.id)
        if found is not None:
            db.delete(found)
            db.commit()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="push")


@lru_cache(1)
def _public_of(private_key: str) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid import Vapid02

    point = Vapid02.from_string(private_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _length(written: str) -> int:
    try:
        return len(base64.b64decode(written.encode() + b"=" * (-len(written) % 4), b"-_", validate=True))
    except ValueError:
        return 0
