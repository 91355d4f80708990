"""What a clip holds, piece by piece: as the workers cut it, until the trainer cuts it herself."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from perscoach_app.services import clip_facts, exercises
from perscoach_app.services.library_errors import LastPiece, PiecesChanged
from perscoach_app.services.pieces import Piece, Pieces, pieces_of
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Exercise
from perscoach_app.tables import Segment as Row
from perscoach_app.tables.moments import now
from perscoach_motion.cutting.segment import Segment

Edit = Callable[[Pieces, float], Pieces]
"""From the pieces and the clip's length in seconds to what they become."""


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A clip's pieces.

    Attributes:
        cut: what the workers found: kinds and repetitions, whatever the trainer made of its edges.
        pieces: as they stand.
        length_s: of the clip.
    """

    cut: tuple[Segment, ...]
    pieces: Pieces
    length_s: float

    def repetitions(self, piece: Piece) -> list[tuple[float, float]]:
        """Those of the workers' repetitions whose middle lies in a piece."""
        every = [one for segment in self.cut for one in segment.repetitions]
        return [(start, end) for start, end in every if piece.start_s <= (start + end) / 2 < piece.end_s]

    def kind(self, piece: Piece) -> str:
        """The workers' name for most of a piece; empty where they found nothing."""
        shared = [(min(one.end_s, piece.end_s) - max(one.start_s, piece.start_s), one.kind) for one in self.cut]
        most, kind = max(shared, default=(0.0, ""))
        return kind if most > 0 else ""


def of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> TimeLine:
    """The pieces of the clip's current version.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    return _line(db, exercises.row_of(db, scope, exercise_id))


def edit(db: Session, scope: Scope, exercise_id: str | uuid.UUID, seen: Pieces, change: Edit) -> Pieces:
    """Changes the pieces; returns them as they were.

    Args:
        seen: The pieces the trainer was looking at.
        change: What becomes of them; `lambda _, __: before` takes an edit back.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
        PiecesChanged: they are no longer what she was looking at.
        PieceImpossible: of `change`.
        LastPiece: nothing would be left of what the workers had cut.
    """
    require_trainer(scope)
    query = select(Exercise.id).where(col(Exercise.id) == exercises.row_of(db, scope, exercise_id).id)
    db.exec(query.with_for_update()).one()  # two pages at once take turns
    row = exercises.row_of(db, scope, exercise_id)
    line = _line(db, row)
    if line.pieces != seen:
        raise PiecesChanged
    after = change(line.pieces, line.length_s)
    if not after and line.cut:
        raise LastPiece
    if after != line.pieces:
        _store(db, row, line, after)
    return line.pieces


def _line(db: Session, row: Exercise) -> TimeLine:
    cut = clip_facts.cut_of(row)
    length_s = row.duration_s or max((one.end_s for one in cut), default=0.0)
    query = select(Row).where(col(Row.tenant_id) == row.tenant_id, col(Row.exercise_id) == row.id, col(Row.version) == row.version)
    stored = tuple(Piece(one.start_s, one.end_s, one.label) for one in db.exec(query.order_by(col(Row.position))))
    return TimeLine(cut, stored or pieces_of([(one.start_s, one.end_s) for one in cut], length_s), length_s)


def _store(db: Session, row: Exercise, line: TimeLine, pieces: Pieces) -> None:
    db.exec(delete(Row).where(col(Row.tenant_id) == row.tenant_id, col(Row.exercise_id) == row.id, col(Row.version) == row.version))
    for position, piece in enumerate(pieces):
        db.add(
            Row(
                tenant_id=row.tenant_id,
                exercise_id=row.id,
                version=row.version,
                position=position,
                start_s=piece.start_s,
                end_s=piece.end_s,
                label=piece.label,
                repetitions=len(line.repetitions(piece)) or None,
            )
        )
    row.updated_at = now()
    db.add(row)
    db.commit()
