"""How often a way in may be tried: from one address, and for one account."""

from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from perscoach_app.services import attempts


@dataclass(frozen=True, slots=True)
class Brake:
    """Attempts in `per_s` seconds."""

    limit: int
    per_s: int


ADDRESS = Brake(30, 60)  # a studio behind one address signs in at once; 256-bit tokens need no stricter guard
ACCOUNT = Brake(10, 900)  # nobody mistypes a password eleven times in a quarter of an hour; at this pace nobody guesses one
MAILED = Brake(5, 3600)  # letters to one person: nobody's mailbox is to be filled from here
SIGN_UPS = Brake(10, 3600)  # new sites from one address


def slow_down(db: Session, request: Request, deed: str, brake: Brake | None = None) -> None:
    """Counts one attempt from the caller's address.

    Raises:
        TooFast: it is one too many.
    """
    address, brake = request.client.host if request.client else "", brake or ADDRESS
    attempts.check(db, f"{deed}:{address}", brake.limit, brake.per_s)


def slow_down_for(db: Session, deed: str, host: str, account: str, brake: Brake = ACCOUNT) -> None:
    """Counts one attempt at one account of one host.

    Raises:
        TooFast: it is one too many.
    """
    attempts.check(db, f"{deed}:{host.partition(':')[0].lower()}:{account.strip().lower()}", brake.limit, brake.per_s)
