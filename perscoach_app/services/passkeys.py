"""Passkeys (WebAuthn): a fingerprint or a face instead of a password, on the host where it was made and nowhere else."""

import hashlib
import hmac
import json
import secrets
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from perscoach_app.services import attempts, devices, people, tenants
from perscoach_app.services.errors import NotFound
from perscoach_app.services.people_errors import PasskeyRefused
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import Passkey, Person
from perscoach_app.tables.moments import now

CHALLENGE_S = 300  # long enough to find the phone
VERIFIED = UserVerificationRequirement.REQUIRED  # a passkey stands for the password: a found phone alone must not do
NONCE_BYTES = 24
NAME_CHARACTERS = 80

Purpose = Literal["make", "enter"]
Credential = Mapping[str, Any]
"""What the browser's `toJSON()` says of a credential."""


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


def offer_to_make(db: Session, scope: Scope, site: str) -> str:
    """Options for `navigator.credentials.create`, as JSON."""
    known = db.exec(select(Passkey.credential_id).where(_own(scope))).all()
    options = generate_registration_options(
        rp_id=scope.host,
        rp_name=site,
        user_id=_handle(scope),
        user_name=people.row_of(db, scope, scope.person_id).email or scope.name,
        user_display_name=scope.name,
        challenge=_challenge("make", scope.host, scope.person_id),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(each)) for each in known],
        authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED),
    )
    return options_to_json(options)


def keep(db: Session, scope: Scope, credential: Credential, origin: str, user_agent: str = "") -> OwnPasskey:
    """Keeps a passkey that the caller's device has just made.

    Raises:
        PasskeyRefused: made for another host or question, too late, or known already.
    """
    challenge = _spent(db, credential, "make", scope.host, scope.person_id)
    try:
        made = verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=scope.host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefused from None
    credential_id = bytes_to_base64url(made.credential_id)
    if db.exec(select(Passkey.id).where(col(Passkey.credential_id) == credential_id)).first() is not None:
        raise PasskeyRefused
    row = Passkey(
        tenant_id=scope.tenant_id,
        person_id=scope.person_id,
        credential_id=credential_id,
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        name=devices.name_of(user_agent),
    )
    db.add(row)
    db.commit()
    return _public(row)


def offer_to_enter(host: str) -> str:
    """Options for `navigator.credentials.get`, as JSON; they name nobody, so they tell nothing about who is known."""
    options = generate_authentication_options(rp_id=host, challenge=_challenge("enter", host, 0), user_verification=VERIFIED)
    return options_to_json(options)


def owner(db: Session, host_header: str, credential: Credential, origin: str) -> int:
    """Who has proved to hold a passkey of this host's site.

    Raises:
        PasskeyRefused: unknown, of another host, too late, or used before.
    """
    tenant, host = tenants.by_host(db, host_header), tenants.read_host(host_header).host
    challenge = _spent(db, credential, "enter", host, 0)
    mine = select(Passkey).join(Person, col(Person.id) == col(Passkey.person_id)).where(col(Person.removed_at).is_(None))
    query = mine.where(col(Passkey.tenant_id) == (tenant.id if tenant else None), col(Passkey.credential_id) == str(credential.get("id")))
    row = db.exec(query).first()
    if row is None:
        raise PasskeyRefused
    try:
        proved = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefused from None
    row.sign_count, row.last_used_at = proved.new_sign_count, now()
    db.add(row)
    db.commit()
    return row.person_id


def list_own(db: Session, scope: Scope) -> list[OwnPasskey]:
    """The caller's passkeys, oldest first."""
    return [_public(row) for row in db.exec(select(Passkey).where(_own(scope)).order_by(col(Passkey.id)))]


def rename(db: Session, scope: Scope, passkey_id: int, name: str) -> None:
    """Calls one of the caller's passkeys something she knows it by."""
    row = _row(db, scope, passkey_id)
    row.name = people.clean_name(name)[:NAME_CHARACTERS]
    db.add(row)
    db.commit()


def remove(db: Session, scope: Scope, passkey_id: int) -> None:
    """Takes one of the caller's passkeys away: it opens nothing any more."""
    db.delete(_row(db, scope, passkey_id))
    db.commit()


def _row(db: Session, scope: Scope, passkey_id: int) -> Passkey:
    row = db.exec(select(Passkey).where(_own(scope), col(Passkey.id) == passkey_id)).first()
    if row is None:
        raise NotFound
    return row


def _public(row: Passkey) -> OwnPasskey:
    return OwnPasskey(row.id or 0, row.name, row.created_at, row.last_used_at)


def _own(scope: Scope) -> Any:
    return (col(Passkey.tenant_id) == scope.tenant_id) & (col(Passkey.person_id) == scope.person_id)


def _handle(scope: Scope) -> bytes:
    """A name for the person that says nothing: it lies on the device."""
    return _signature("handle", str(scope.tenant_id), str(scope.person_id))


def _challenge(purpose: Purpose, host: str, person_id: int) -> bytes:
    """A question that proves itself: random, signed for one deed, one host and one person, with an end. Nothing has to be kept."""
    core = struct.pack(">Q", int(time.time()) + CHALLENGE_S) + secrets.token_bytes(NONCE_BYTES)
    return core + _signature("challenge", purpose, host, str(person_id), core.hex())


def _spent(db: Session, credential: Credential, purpose: Purpose, host: str, person_id: int) -> bytes:
    """The question that a credential answers, when it is ours, still open, and answered for the first time."""
    try:
        told = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(told["challenge"])
        (expires,) = struct.unpack(">Q", challenge[:8])
    except (KeyError, ValueError, TypeError, AttributeError, struct.error):
        raise PasskeyRefused from None
    core, signature = challenge[: 8 + NONCE_BYTES], challenge[8 + NONCE_BYTES :]
    good = hmac.compare_digest(signature, _signature("challenge", purpose, host, str(person_id), core.hex()))
    if not good or expires < time.time() or not attempts.allow(db, f"challenge:{core.hex()}", 1, per_s=2 * CHALLENGE_S):
        raise PasskeyRefused
    return challenge


def _signature(*parts: str) -> bytes:
    return hmac.new(get_settings().secret.encode(), "\n".join(("passkey", *parts)).encode(), hashlib.sha256).digest()
