"""``ShadowEngine``: one camera frame in, one flat result out. The whole live brain, the same in the browser and on the server."""

from array import array
from collections.abc import Sequence
from math import atan2, exp, isnan, nan
from operator import itemgetter

from perscoach_motion import layout as at
from perscoach_motion.align import SEEN, Placement, fit_frame, fit_torso, overlap_score
from perscoach_motion.limbs import COUNT as LIMB_COUNT
from perscoach_motion.limbs import WIDTH, OneEuro, directions, mirrored, sideways, turned
from perscoach_motion.live import Clip, LimbScores, Pairing
from perscoach_motion.reference import phase_of, reference
from perscoach_motion.reps import LEAVES_REST_AT, RepetitionCounter
from perscoach_motion.score import overall
from perscoach_motion.skeleton import BODY, COUNT, LIMB_ENDS, MIRROR, MIRROR_LIMB
from perscoach_motion.trackfile import loads

SMOOTHING_HZ = 2.0
SMOOTHING_BETA = 1.5
"""One-Euro on unit vectors: still limbs are smoothed at 2 Hz, a limb at 3 rad/s at 6.5 Hz."""
HEADING_FADE_S = 4.0
"""The client's heading is one number that settles over seconds; a lean must not turn it."""
SEEN_FADE_S = 1.5
"""A limb leaves or joins the count only after being lost or seen for about so long: a flicker would look like a movement."""
SHOWN_FADE_S = 0.4
PLACEMENT_FADE_S = 0.25
DECIDE_AFTER_S = 6.0
"""Mirror or not is decided for good after so much time in the midst of the movement."""
CLEARLY = 0.9
"""The other pairing must cost less than this share to take over: on a symmetric movement both cost the same."""
SURELY = 0.7
"""Less than this share after ``SURELY_AFTER_S`` decides at once."""
SURELY_AFTER_S = 2.0
SMALLEST = 0.2
"""The body's larger extent as a share of the picture's height, crouching or lying too; a smaller one is read too roughly."""
EDGE = 0.02
"""Share of the picture by which a landmark may lie outside: the estimator guesses well that far."""
ENOUGH = 0.75
"""Share of the landmarks this exercise needs that must be seen and inside the picture."""


_MIRRORED = itemgetter(*MIRROR)
# Every limb hangs on two or four landmarks: those of two are named twice, so that four picks serve all.
_LIMB_LANDMARKS = tuple(itemgetter(*column) for column in zip(*(((start + end) * 2)[:4] for start, end in LIMB_ENDS), strict=True))


class ShadowEngine:
    """Compares a client's frames with a trainer's clip.

    Write a frame into :attr:`input`, call :meth:`step`, read :attr:`output`. The layout is in ``layout``.

    Example:
        >>> from pathlib import Path
        >>> engine = ShadowEngine(Path("trainer_poses.json").read_text())  # doctest: +SKIP
        >>> engine.step()  # doctest: +SKIP
    """

    def __init__(self, poses_json: str | bytes) -> None:
        """Read the trainer's poses.

        Raises:
            TrackRejected: the pose file cannot be trusted.
        """
        poses = loads(poses_json)
        self.input = array("f", bytes(4 * at.INPUT_SIZE))
        self.output = array("f", bytes(4 * at.OUTPUT_SIZE))
        self._clip = Clip(reference(poses.track, poses.tolerance))
        self._restart()

    def _restart(self) -> None:
        self._pairings = [Pairing(self._clip, True), Pairing(self._clip, False)]
        self._limbs = LimbScores(self._clip)
        self._counter = RepetitionCounter()
        self._smooth = OneEuro(WIDTH, SMOOTHING_HZ, SMOOTHING_BETA)
        self._side = (0.0, 0.0)
        self._seen = [1.0] * LIMB_COUNT
        self._time = nan
        self._watched_s = 0.0
        self._shown = nan
        self._placement: Placement | None = None

    def step(self) -> None:
        """Take the frame in :attr:`input` and write the result to :attr:`output`. Never raises on what a camera can show."""
        given, out = self.input, self.output
        time_s, flags = given[at.CLOCK], int(given[at.FLAGS])
        if time_s < self._time:
            self._restart()
        passed = time_s - self._time if time_s > self._time else 0.0
        self._time = time_s
        trainer = self._clip.trainer
        track = trainer.track
        clock = self._clip.clock(given[at.CLIP_TIME], given[at.LOOP])
        frame = track.frame_at(given[at.CLIP_TIME])
        theirs = self._clip.xy[frame]
        their_visibility = track.visibility_of(frame)
        out[at.TRAINER_FRAME] = frame
        out[at.TRAINER_XY : at.CLIENT_VISIBILITY] = theirs
        out[at.TRAINER_VISIBILITY : at.TRAINER_VISIBILITY + COUNT] = their_visibility
        if not given[at.FOUND]:
            self._hide(at.GATE_NOBODY)
            return
        xy = array("f", bytes(8 * COUNT))
        xy[0::2], xy[1::2] = given[at.IMAGE_IN : at.WORLD_IN : 4], given[at.IMAGE_IN + 1 : at.WORLD_IN : 4]
        visibility = given[at.IMAGE_IN + 3 : at.WORLD_IN : 4]
        world = given[at.WORLD_IN : at.INPUT_SIZE]
        camera_aspect = given[at.CAMERA_WIDTH] / given[at.CAMERA_HEIGHT] if given[at.CAMERA_HEIGHT] > 0 else 1.0
        mirror = bool(flags & at.FLAG_MIRROR)
        in_frame = fit_frame(camera_aspect, track.aspect, mirror)
        no_trainer = isnan(theirs[0])
        fitted = in_frame if no_trainer else fit_torso(in_frame, xy, theirs, track.aspect)
        placed = self._steady(fitted if flags & at.FLAG_ALIGN else in_frame, passed)
        self._draw(xy, visibility, placed, mirror)
        overlap = None if no_trainer else overlap_score(xy, visibility, theirs, their_visibility, fitted, track.aspect)
        out[at.OVERLAP] = nan if overlap is None else overlap
        gate = _gate(trainer.needed, xy, visibility, camera_aspect) | (at.GATE_NO_TRAINER if no_trainer else 0)
        if gate:
            self._hide(gate, drawn=True)
            return
        out[at.GATE] = 0
        self._judge(time_s, passed, clock, world, visibility)

    def _judge(self, time_s: float, passed: float, clock: float, world: "array[float]", visibility: "array[float]") -> None:
        out, trainer = self.output, self._clip.trainer
        own = turned(self._smooth(directions(world), time_s), self._heading(world, passed))
        clear = [value >= SEEN for value in visibility]
        seen = [a and b and c and d for a, b, c, d in zip(*(pick(clear) for pick in _LIMB_LANDMARKS), strict=True)]
        moves = len(self._pairings) > 1 and self._moves(own, seen)
        self._watched_s += passed if moves else 0.0
        for pairing in self._pairings:
            pairing.feed(time_s, clock, own, seen, moves)
        self._decide()
        pairing = self._pairings[0]
        vectors = mirrored(own) if pairing.mirror else own
        if pairing.mirror:
            seen = [seen[MIRROR_LIMB[limb]] for limb in range(LIMB_COUNT)]
        scores = self._limbs.feed(time_s, clock - pairing.lag_s, vectors, seen)
        score = overall(scores, trainer)
        keep = exp(-passed / SEEN_FADE_S)
        self._seen = [old * keep + here * (1.0 - keep) for old, here in zip(self._seen, seen, strict=True)]
        phase = phase_of(vectors, trainer.lines, [limb for limb in trainer.moving if self._seen[limb] > 0.5])
        self._counter.feed(time_s, phase)
        fade = exp(-passed / SHOWN_FADE_S)
        self._shown = score if isnan(self._shown) or isnan(score) else self._shown * fade + score * (1.0 - fade)
        out[at.SCORE], out[at.SHOWN_SCORE] = score, self._shown
        out[at.PHASE], out[at.LAG] = phase, pairing.lag_s
        out[at.REPS], out[at.CUE], out[at.MIRRORED] = len(self._counter.finished), 0, pairing.mirror
        for limb in range(LIMB_COUNT):
            out[at.LIMB_SCORES + limb] = scores[MIRROR_LIMB[limb] if pairing.mirror else limb]

    def _moves(self, own: list[float], seen: list[bool]) -> bool:
        """Whether the client is in the midst of the movement, on whichever side."""
        trainer = self._clip.trainer
        here = phase_of(own, trainer.lines, [limb for limb in trainer.moving if seen[limb]])
        other = phase_of(mirrored(own), trainer.lines, [limb for limb in trainer.moving if seen[MIRROR_LIMB[limb]]])
        return here >= LEAVES_REST_AT or other >= LEAVES_REST_AT

    def _heading(self, world: Sequence[float], passed: float) -> float:
        keep = exp(-passed / HEADING_FADE_S)
        x, z = sideways(world)
        if isnan(x + z):
            return atan2(self._side[1], self._side[0])
        self._side = (self._side[0] * keep + x, self._side[1] * keep + z)
        return atan2(self._side[1], self._side[0])

    def _decide(self) -> None:
        """Keep the pairing in force first; the other takes over only when clearly cheaper, and in the end one remains."""
        if len(self._pairings) < 2:
            return
        here, other = self._pairings
        if other.cost < CLEARLY * here.cost:
            self._pairings = [other, here]
            self._limbs = LimbScores(self._clip)
        cheap, dear = sorted((here.cost, other.cost))
        if (self._watched_s > SURELY_AFTER_S and cheap < SURELY * dear) or self._watched_s > DECIDE_AFTER_S:
            self._pairings = self._pairings[:1]

    def _steady(self, wanted: Placement, passed: float) -> Placement:
        old = self._placement
        if old is not None and (old.sx < 0) == (wanted.sx < 0) and not isnan(wanted.bx):
            keep = exp(-passed / PLACEMENT_FADE_S)
            wanted = Placement(
                old.sx * keep + wanted.sx * (1 - keep),
                old.bx * keep + wanted.bx * (1 - keep),
                old.sy * keep + wanted.sy * (1 - keep),
                old.by * keep + wanted.by * (1 - keep),
            )
        self._placement = wanted
        return wanted

    def _draw(self, xy: "array[float]", visibility: "array[float]", placed: Placement, mirror: bool) -> None:
        out = self.output
        sx, bx, sy, by = placed.sx, placed.bx, placed.sy, placed.by
        out[at.PLACEMENT : at.PLACEMENT + 4] = array("f", (sx, bx, sy, by))
        picked = _MIRRORED if mirror else tuple
        out[at.CLIENT_XY : at.TRAINER_XY : 2] = array("f", [x * sx + bx for x in picked(xy[0::2])])
        out[at.CLIENT_XY + 1 : at.TRAINER_XY : 2] = array("f", [y * sy + by for y in picked(xy[1::2])])
        out[at.CLIENT_VISIBILITY : at.TRAINER_VISIBILITY] = array("f", picked(visibility))

    def _hide(self, gate: int, drawn: bool = False) -> None:
        """Not seen is "not visible", never red: no score, and no skeleton where nobody is."""
        out = self.output
        out[at.GATE] = gate
        self._shown = nan
        out[at.SCORE] = out[at.SHOWN_SCORE] = out[at.PHASE] = out[at.LAG] = nan
        out[at.LIMB_SCORES : at.CLIENT_XY] = array("f", [nan]) * LIMB_COUNT
        out[at.REPS] = len(self._counter.finished)
        if not drawn:
            out[at.OVERLAP] = nan
            out[at.CLIENT_VISIBILITY : at.TRAINER_VISIBILITY] = array("f", bytes(4 * COUNT))


def _gate(needed: Sequence[int], xy: "array[float]", visibility: Sequence[float], camera_aspect: float) -> int:
    """Whether what is needed can be seen, on the trainer's sides or on the mirrored ones; flags of ``layout``."""
    inside = {
        number
        for number in BODY
        if visibility[number] >= SEEN and -EDGE <= xy[2 * number] <= 1.0 + EDGE and -EDGE <= xy[2 * number + 1] <= 1.0 + EDGE
    }
    if len(inside) == len(BODY):
        flags = 0
    else:
        seen = max(len(inside.intersection(needed)), len(inside.intersection([MIRROR[number] for number in needed])))
        flags = 0 if seen >= ENOUGH * len(needed) else at.GATE_NOT_WHOLE
    xs, ys = xy[2 * BODY[0] :: 2], xy[2 * BODY[0] + 1 :: 2]
    extent = max((max(xs) - min(xs)) * camera_aspect, max(ys) - min(ys))
    return flags | (at.GATE_TOO_SMALL if extent < SMALLEST else 0)
