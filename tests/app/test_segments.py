"""A clip cut into pieces by hand: any sequence of edits leaves them in order, apart and within the clip, and each can be taken back."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from perscoach_app.services import exercises, pieces, segments
from perscoach_app.services.errors import NotFound
from perscoach_app.services.library_errors import LastPiece, PieceImpossible, PiecesChanged
from perscoach_app.services.pieces import LEAST_S, Piece, Pieces
from perscoach_app.tables import Segment as Row
from perscoach_app.tables.database import open_session
from tests.app.clips import HOLD, SQUATS, processed
from tests.app.house import House

Edit = Callable[[Pieces], Pieces]
LENGTH_S = 12.5
moments = st.floats(-5, 20, allow_nan=False)
numbers = st.integers(-1, 6)
edits = st.one_of(
    st.builds(lambda at: lambda found: pieces.split(found, at), moments),
    st.builds(lambda at: lambda found: pieces.added(found, at, LENGTH_S), moments),
    st.builds(lambda number: lambda found: pieces.merged(found, number), numbers),
    st.builds(lambda number: lambda found: pieces.dropped(found, number), numbers),
    st.builds(lambda number, label: lambda found: pieces.renamed(found, number, label), numbers, st.text(max_size=5)),
    st.builds(lambda number, start, end: lambda found: pieces.trimmed(found, number, start, end, LENGTH_S), numbers, moments, moments),
)


def check(found: Pieces) -> None:
    for piece in found:
        assert 0 <= piece.start_s < piece.end_s <= LENGTH_S
        assert piece.end_s - piece.start_s >= LEAST_S - 0.001
    for before, after in pairwise(found):
        assert before.end_s <= after.start_s


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(moments, moments), max_size=4), st.lists(edits, max_size=30))
def test_any_edits_leave_pieces_in_order_apart_and_within(spans: list[tuple[float, float]], wanted: list[Edit]) -> None:
    found = pieces.pieces_of(spans, LENGTH_S)
    check(found)
    for edit in wanted:
        try:
            found = edit(found)
        except PieceImpossible:
            continue
        check(found)


def test_each_edit() -> None:
    squats, hold = whole = pieces.pieces_of([(1.0, 9.0), (10.0, 12.5)], LENGTH_S)
    assert pieces.trimmed(whole, 1, 2.0, 99.0, LENGTH_S) == (squats, Piece(9.0, 12.5))  # no further than its neighbour and the clip's end
    assert pieces.merged(whole, 0) == (Piece(1.0, 12.5),)
    assert pieces.split(whole, 4.25) == (Piece(1.0, 4.25), Piece(4.25, 9.0), hold)
    assert pieces.added(whole, 9.5, LENGTH_S) == (squats, Piece(9.0, 10.0), hold)
    assert pieces.renamed(whole, 0, "  Присед  у стены ")[0].label == "Присед у стены"
    for impossible in (
        lambda: pieces.split(whole, 9.5),
        lambda: pieces.split(whole, 1.2),
        lambda: pieces.merged(whole, 1),
        lambda: pieces.added(whole, 4.0, LENGTH_S),
        lambda: pieces.trimmed(whole, 0, 5.0, 5.1, LENGTH_S),
    ):
        with pytest.raises(PieceImpossible):
            impossible()


def line(db: Session, house: House, exercise_id: str) -> Pieces:
    return segments.of(db, house.anna.scope, exercise_id).pieces


@settings(max_examples=25, deadline=None)
@given(wanted=st.lists(edits, max_size=12))
def test_taking_every_edit_back_restores_the_workers_cut(wanted: list[Edit]) -> None:
    exercise_id, house = _shared
    scope = house.anna.scope
    history: list[Pieces] = []
    with open_session() as db:
        first = now = line(db, house, exercise_id)
        for edit in wanted:
            try:
                history.append(segments.edit(db, scope, exercise_id, now, lambda found, _, edit=edit: edit(found)))  # type: ignore[misc]
            except (PieceImpossible, LastPiece):
                db.rollback()
            now = line(db, house, exercise_id)
            check(now)
        while history:
            before = history.pop()
            segments.edit(db, scope, exercise_id, now, lambda _found, _length, before=before: before)  # type: ignore[misc]
            now = line(db, house, exercise_id)
        assert now == first


_shared: tuple[str, House]


@pytest.fixture(autouse=True)
def shared(house: House) -> None:
    global _shared  # noqa: PLW0603  hypothesis calls its test many times within one fixture
    _shared = (processed(house), house)


def test_the_workers_cut_stands_until_the_first_edit(house: House) -> None:
    exercise_id, scope = _shared[0], house.anna.scope
    with open_session() as db:
        found = segments.of(db, scope, exercise_id)
        assert found.pieces == (Piece(SQUATS.start_s, SQUATS.end_s), Piece(HOLD.start_s, HOLD.end_s))
        assert [found.kind(piece) for piece in found.pieces] == ["squat-like", "hold"]
        assert db.exec(select(Row)).all() == []
        segments.edit(db, scope, exercise_id, found.pieces, lambda pieces_, length_s: pieces.trimmed(pieces_, 0, 3.1, 9.0, length_s))
        found = segments.of(db, scope, exercise_id)
        assert found.pieces[0] == Piece(3.1, 9.0)
        assert found.repetitions(found.pieces[0]) == [(3.0, 5.0), (5.0, 9.0)]  # the first one's middle is outside now
        assert [row.repetitions for row in db.exec(select(Row).order_by(col(Row.position)))] == [2, None]


def test_what_another_page_did_is_not_undone_unseen(house: House) -> None:
    exercise_id, scope = _shared[0], house.anna.scope
    with open_session() as db:
        seen = line(db, house, exercise_id)
        segments.edit(db, scope, exercise_id, seen, lambda found, _: pieces.merged(found, 0))
        with pytest.raises(PiecesChanged):
            segments.edit(db, scope, exercise_id, seen, lambda found, _: pieces.dropped(found, 0))
        assert len(line(db, house, exercise_id)) == 1
        with pytest.raises(LastPiece):
            segments.edit(db, scope, exercise_id, line(db, house, exercise_id), lambda found, _: pieces.dropped(found, 0))


def test_a_new_version_is_cut_anew(house: House) -> None:
    exercise_id, scope = _shared[0], house.anna.scope
    with open_session() as db:
        first = line(db, house, exercise_id)
        segments.edit(db, scope, exercise_id, first, lambda found, _: pieces.merged(found, 0))
        row = exercises.row_of(db, scope, exercise_id)
        row.version = 2
        db.add(row)
        db.commit()
        assert line(db, house, exercise_id) == ()  # nothing was cut in it yet: its file is not there


def test_a_stranger_cuts_nothing(house: House) -> None:
    exercise_id = _shared[0]
    with open_session() as db:
        seen = line(db, house, exercise_id)
        for stranger in (house.boris, house.maria, house.viktor):
            with pytest.raises(NotFound):
                segments.of(db, stranger.scope, exercise_id)
            with pytest.raises(NotFound):
                segments.edit(db, stranger.scope, exercise_id, seen, lambda found, _: pieces.dropped(found, 0))
        assert line(db, house, exercise_id) == seen
