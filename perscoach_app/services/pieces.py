"""A clip cut into pieces by hand: edits as plain functions. Pieces are in order, apart, and within the clip; an edit keeps them so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perscoach_app.services.library_errors import PieceImpossible
from perscoach_motion.counting.reps import SHORTEST_S

LEAST_S = SHORTEST_S  # a shorter piece holds no movement
LABEL_LONGEST = 200  # characters, as the table has it
DECIMALS = 3  # milliseconds, as the clip's own frames
ROUNDING_S = 0.0005  # what was rounded is as long as it was meant


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a clip, seconds; `label` is empty where the trainer gave it no name."""

    start_s: float
    end_s: float
    label: str = ""


Pieces = tuple[Piece, ...]


def pieces_of(spans: Sequence[tuple[float, float]], length_s: float) -> Pieces:
    """The workers' cut as pieces: rounded, kept within the clip and apart; what is too short is left out."""
    found: list[Piece] = []
    for start_s, end_s in sorted(spans):
        first = max(start_s, found[-1].end_s if found else 0.0)
        piece = Piece(round(first, DECIMALS), round(min(end_s, length_s), DECIMALS))
        if _long_enough(piece):
            found.append(piece)
    return tuple(found)


def renamed(pieces: Pieces, number: int, label: str) -> Pieces:
    """Piece `number` under another name; an empty one gives it the proposed name back."""
    return _with(pieces, number, replace(_at(pieces, number), label=" ".join(label.split())[:LABEL_LONGEST]))


def trimmed(pieces: Pieces, number: int, start_s: float, end_s: float, length_s: float) -> Pieces:
    """Piece `number` from and to elsewhere, as far as there is room between its neighbours.

    Raises:
        PieceImpossible: nothing would be left of it.
    """
    piece = _at(pieces, number)
    low = pieces[number - 1].end_s if number else 0.0
    high = pieces[number + 1].start_s if number + 1 < len(pieces) else length_s
    wanted = replace(piece, start_s=round(max(low, start_s), DECIMALS), end_s=round(min(high, end_s), DECIMALS))
    if not _long_enough(wanted):
        raise PieceImpossible(least=LEAST_S)
    return _with(pieces, number, wanted)


def merged(pieces: Pieces, number: int) -> Pieces:
    """Piece `number` and the one after it as one, with what lies between them.

    Raises:
        PieceImpossible: there is none after it.
    """
    first = _at(pieces, number)
    if number + 1 >= len(pieces):
        raise PieceImpossible(least=LEAST_S)
    after = pieces[number + 1]
    return (*pieces[:number], Piece(first.start_s, after.end_s, first.label or after.label), *pieces[number + 2 :])


def split(pieces: Pieces, at_s: float) -> Pieces:
    """The piece around a moment as two; the second has no name yet.

    Raises:
        PieceImpossible: no piece is there, or one of the two would be too short.
    """
    for number, piece in enumerate(pieces):
        if piece.start_s < at_s < piece.end_s:
            both = replace(piece, end_s=round(at_s, DECIMALS)), Piece(round(at_s, DECIMALS), piece.end_s)
            if all(_long_enough(half) for half in both):
                return (*pieces[:number], *both, *pieces[number + 1 :])
    raise PieceImpossible(least=LEAST_S)


def added(pieces: Pieces, at_s: float, length_s: float) -> Pieces:
    """A new piece: all of the clip around a moment that belongs to none.

    Raises:
        PieceImpossible: a piece is there, or there is too little room.
    """
    before = [piece for piece in pieces if piece.end_s <= at_s]
    after = [piece for piece in pieces if piece.start_s >= at_s]
    low, high = before[-1].end_s if before else 0.0, after[0].start_s if after else round(length_s, DECIMALS)
    fresh = Piece(low, high)
    if len(before) + len(after) != len(pieces) or not 0.0 <= at_s <= length_s or not _long_enough(fresh):
        raise PieceImpossible(least=LEAST_S)
    return (*before, fresh, *after)


def dropped(pieces: Pieces, number: int) -> Pieces:
    """Without piece `number`."""
    _at(pieces, number)
    return (*pieces[:number], *pieces[number + 1 :])


def _at(pieces: Pieces, number: int) -> Piece:
    if not 0 <= number < len(pieces):
        raise PieceImpossible(least=LEAST_S)
    return pieces[number]


def _with(pieces: Pieces, number: int, piece: Piece) -> Pieces:
    return (*pieces[:number], piece, *pieces[number + 1 :])


def _long_enough(piece: Piece) -> bool:
    return piece.end_s - piece.start_s >= LEAST_S - ROUNDING_S
