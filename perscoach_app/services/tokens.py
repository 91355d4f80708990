"""Random secrets that people carry in links and browsers in cookies. Of each only the SHA-256 is kept."""

import hashlib
import re
import secrets

TOKEN_BYTES = 32  # 256 random bits: guessing is out of the question, so no salt and no slow hash are needed
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # what token_urlsafe(32) looks like


def fresh() -> str:
    """A new secret."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_one(value: str | None) -> bool:
    """Whether `value` could be one of ours at all."""
    return bool(value and _TOKEN.fullmatch(value))


def hash_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
