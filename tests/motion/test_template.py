"""The trainer's ways of doing a repetition, and how a client's is laid beside one."""

from array import array
from itertools import pairwise

import pytest

from perscoach_motion.demonstration import squat
from perscoach_motion.directions.limbs import WIDTH
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import Reference, reference
from perscoach_motion.yardstick.template import BACK, OUT, REST, WORK, Piece, match, mirrored_piece


def in_a_row(*clips: PoseTrack) -> PoseTrack:
    """Clips one after the other."""
    times, image, world, visibility = array("d"), array("f"), array("f"), array("f")
    for clip in clips:
        start = times[-1] + clip.times[1] if times else 0.0
        times.extend(start + time_s for time_s in clip.times)
        image.extend(clip.image)
        world.extend(clip.world)
        visibility.extend(clip.visibility)
    return PoseTrack(times, image, world, visibility, clips[0].aspect)


def one_side(mirrored: bool = False, **what: float) -> PoseTrack:
    """One repetition in which only the right arm is raised."""
    return squat(left_arm=0.0, repetitions=1, mirrored=mirrored, **what)  # type: ignore[arg-type]


def stretched(piece: Piece, factor: float) -> Piece:
    """The same repetition at another pace."""
    rows = [min(len(piece) - 1, round(k / factor)) for k in range(round(len(piece) * factor))]
    return Piece(
        [0.1 * k for k in range(len(rows))],
        [piece.limbs[row] for row in rows],
        [piece.seen[row] for row in rows],
        [piece.signs[row] for row in rows],
    )


@pytest.fixture(scope="module")
def ask() -> Reference:
    return reference(squat(repetitions=3))


def test_left_and_right_in_turn_are_two_ways() -> None:
    ask = reference(in_a_row(*(one_side(mirrored=bool(k % 2)) for k in range(4))))
    assert len(ask.repetitions) == 4
    assert len(ask.templates) == 2
    one, other = ask.templates
    assert match(one.piece, mirrored_piece(other.piece), ask.moving)[1] < 0.01
    assert match(one.piece, other.piece, ask.moving)[1] > 0.05


def test_the_same_thing_over_and_over_is_one_way(ask: Reference) -> None:
    assert len(ask.repetitions) == 3
    assert len(ask.templates) == 1


def test_a_slip_among_many_is_no_way_of_doing_it() -> None:
    slip = squat(arms=0.0, repetitions=1)
    assert len(reference(in_a_row(squat(repetitions=5), slip)).templates) == 1


def test_a_hold_is_the_mean_of_the_clip() -> None:
    ask = reference(squat(0.0, arms=0.0))
    assert ask.moving == ()
    (held,) = ask.templates
    assert held.parts == [WORK]
    assert held.piece.limbs[0] == pytest.approx(ask.motion.limbs[0], abs=1e-6)


def test_nobody_at_all_has_a_template_too() -> None:
    (nothing,) = reference(PoseTrack(array("d"), array("f"), array("f"), array("f"), 0.75)).templates
    assert len(nothing.piece.limbs[0]) == WIDTH


def test_a_repetition_has_rest_way_out_work_and_way_back_in_this_order(ask: Reference) -> None:
    parts = ask.templates[0].parts
    assert [part for k, part in enumerate(parts) if k == 0 or parts[k - 1] != part] == [REST, OUT, WORK, BACK, REST]


@pytest.mark.parametrize("pace", [0.6, 0.8, 1.0, 1.3, 2.0])
def test_pace_does_not_matter(ask: Reference, pace: float) -> None:
    piece = ask.templates[0].piece
    pairs, cost = match(stretched(piece, pace), piece, ask.moving)
    assert cost < 0.05
    assert all(abs(j - i / pace) <= 3 for i, j in pairs)
    assert all(b[0] == a[0] + 1 and b[1] >= a[1] for a, b in pairwise(pairs)), "forward only, frame by frame"


def test_the_more_limbs_are_wrong_the_more_it_costs(ask: Reference) -> None:
    def cost(clip: PoseTrack) -> float:
        piece = reference(clip).templates[0].piece
        return match(piece, ask.templates[0].piece, ask.moving)[1]

    assert cost(squat()) < cost(squat(left_arm=0.1)) < cost(squat(arms=0.1))


def test_limbs_that_are_simply_wrong_do_not_pull_the_match_with_them(ask: Reference) -> None:
    piece = ask.templates[0].piece
    half = len(piece) // 2
    wrong = [list(vectors) for vectors in piece.limbs]
    for k, vectors in enumerate(wrong):
        # Both arms do at any time what the trainer's do half a repetition later.
        for limb in (0, 1, 5, 6):
            vectors[3 * limb : 3 * limb + 3] = piece.limbs[(k + half) % len(piece)][3 * limb : 3 * limb + 3]
    pairs, _ = match(Piece(piece.times, wrong, piece.seen, piece.signs), piece, ask.moving)
    assert all(abs(i - j) <= 2 for i, j in pairs)


def test_what_is_not_seen_has_no_say(ask: Reference) -> None:
    piece = ask.templates[0].piece
    hidden = [[limb not in ask.moving[:4] for limb in range(14)] for _ in piece.seen]
    wrong = [list(vectors) for vectors in piece.limbs]
    for vectors in wrong:
        for limb in ask.moving[:4]:
            vectors[3 * limb : 3 * limb + 3] = [0.0, -1.0, 0.0]
    assert match(Piece(piece.times, wrong, hidden, piece.signs), piece, ask.moving)[1] == pytest.approx(0.0, abs=1e-9)


def test_nothing_matches_nothing(ask: Reference) -> None:
    assert match(Piece([], [], [], []), ask.templates[0].piece, ask.moving) == ([], float("inf"))
