"""``ShadowEngine``: one camera frame in, one flat result out. The whole live brain, the same in the browser and on the server."""

import json
from array import array
from collections.abc import Sequence
from math import exp, inf, isnan, nan
from operator import itemgetter

from perscoach_motion.alignment.align import SEEN, Placement, fit_frame, fit_torso, overlap_score
from perscoach_motion.alignment.anchor import Anchor
from perscoach_motion.alignment.tilt import pitch_roll
from perscoach_motion.counting.reps import BROKEN_OFF, HALF
from perscoach_motion.directions.limbs import COUNT as LIMB_COUNT
from perscoach_motion.directions.signs import mirrored_signs
from perscoach_motion.faults.cues import CueChooser
from perscoach_motion.live import layout as at
from perscoach_motion.live.live import Clip, Pairing
from perscoach_motion.live.live_marks import limb_states, live_marks, rule_marks
from perscoach_motion.live.reader import Reader
from perscoach_motion.live.watch import Now, RepetitionWatch
from perscoach_motion.live.ways import Way, decided
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.skeleton import BODY, COUNT, MIRROR, MIRROR_LIMB
from perscoach_motion.trackfile import IMAGE_SCALE, TIME_SCALE, VISIBILITY_SCALE, WORLD_SCALE, loads
from perscoach_motion.yardstick.reference import Reference, reference
from perscoach_motion.yardstick.target import USUAL, target_from
from perscoach_motion.yardstick.template import RESTS_BELOW

SHOWN_FADE_S = 0.4
PLACEMENT_FADE_S = 0.25
SMALLEST = 0.2
"""The body's larger extent as a share of the picture's height, crouching or lying too; a smaller one is read too roughly."""
JUDGED_EVERY_S = 0.055
"""At most 18 times a second the movement is judged, whatever the camera's rate; what is drawn follows every frame."""
CUED_EVERY_S = 0.16
LONGEST_STEP_S = 0.5
"""After a longer gap the past says nothing about now."""
WORKS_FROM = 0.35
"""Phase from which the client is in the midst of the movement."""
EDGE = 0.02
"""Share of the picture by which a landmark may lie outside: the estimator guesses well that far."""
ENOUGH = 0.75
"""Share of the landmarks this exercise needs that must be seen and inside the picture."""


_MIRRORED = itemgetter(*MIRROR)


class ShadowEngine:
    """Compares a client's frames with a trainer's clip.

    Write a frame into :attr:`input`, call :meth:`step`, read :attr:`output`. The layout is in ``layout``.

    Example:
        >>> from perscoach_motion.demonstration import camera_frame, pose_file, squat
        >>> from perscoach_motion.trackfile import dumps
        >>> trainer, client = squat(), squat(mirrored=True)
        >>> engine = ShadowEngine(dumps(pose_file(trainer)))
        >>> for frame in range(len(client)):
        ...     engine.input[:] = camera_frame(client, frame)
        ...     engine.step()
        >>> engine.output[at.GATE], engine.output[at.REPS], engine.output[at.SHOWN_SCORE] >= 90
        (0.0, 2.0, True)
    """

    def __init__(self, poses_json: str | bytes, target_json: str | bytes | None = None) -> None:
        """Read the trainer's poses, and what this client is asked where that is not the usual.

        Raises:
            TrackRejected: the pose file cannot be trusted.
            ValueError, KeyError, TypeError: the target cannot.
        """
        poses = loads(poses_json)
        self.input = array("f", bytes(4 * at.INPUT_SIZE))
        self.output = array("f", bytes(4 * at.OUTPUT_SIZE))
        self.target = target_from(json.loads(target_json)) if target_json else USUAL
        self._clip = Clip(reference(poses.track, poses.tolerance))
        self.anchor = Anchor(self._clip.trainer)
        """Where the client stands: outlives the sets, who rests between them has not walked."""
        self._placement: Placement | None = None
        self._restart()

    @property
    def trainer(self) -> Reference:
        """What the trainer shows."""
        return self._clip.trainer

    def _restart(self) -> None:
        self._ways = [Way(Pairing(self._clip, mirror), RepetitionWatch(self._clip, self.target)) for mirror in (False, True)]
        self._reader = Reader()
        self._now = Now(self._clip)
        self._chooser = CueChooser(self._clip.trainer.period_s)
        self._time = nan
        self._judged_at = self._cued_at = -inf
        self._watched_s = self._held_s = 0.0
        self._shown = nan
        self.output[at.GATE] = at.GATE_NOBODY
        self.output[at.CUE] = 0

    def step(self) -> None:
        """Take the frame in :attr:`input` and write the result to :attr:`output`. Never raises on what a camera can show."""
        given, out = self.input, self.output
        time_s, flags = round(given[at.CLOCK] / TIME_SCALE) * TIME_SCALE, int(given[at.FLAGS])
        out[at.CUE] = 0
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
        xy[0::2] = array("f", on_grid(given[at.IMAGE_IN : at.WORLD_IN : 4], IMAGE_SCALE))
        xy[1::2] = array("f", on_grid(given[at.IMAGE_IN + 1 : at.WORLD_IN : 4], IMAGE_SCALE))
        visibility = array("f", on_grid(given[at.IMAGE_IN + 3 : at.WORLD_IN : 4], VISIBILITY_SCALE))
        camera_aspect = given[at.CAMERA_WIDTH] / given[at.CAMERA_HEIGHT] if given[at.CAMERA_HEIGHT] > 0 else 1.0
        mirror = bool(flags & at.FLAG_MIRROR)
        in_frame = fit_frame(camera_aspect, track.aspect, mirror)
        no_trainer = isnan(theirs[0])
        fitted = in_frame if no_trainer else fit_torso(in_frame, xy, theirs, track.aspect)
        placed = self._steady(self._wanted(flags, in_frame, fitted, camera_aspect), passed)
        self._draw(xy, visibility, placed, mirror)
        overlap = None if no_trainer else overlap_score(xy, visibility, theirs, their_visibility, fitted, track.aspect)
        out[at.OVERLAP] = nan if overlap is None else overlap
        gate = _gate(trainer.needed, xy, visibility, camera_aspect) | (at.GATE_NO_TRAINER if no_trainer else 0)
        if gate:
            self._hide(gate, drawn=True)
            return
        out[at.GATE] = 0
        self.anchor.feed(time_s, xy, camera_aspect, self._rests())
        if time_s - self._judged_at < JUDGED_EVERY_S and not isnan(self._shown):
            return
        passed = min(time_s - self._judged_at, LONGEST_STEP_S)
        self._judged_at = time_s
        world = array("f", on_grid(given[at.WORLD_IN : at.INPUT_SIZE], WORLD_SCALE))
        steady = not any(way.watch.counter.out for way in self._ways)
        if self._reader.read(time_s, passed, xy, camera_aspect, world, visibility, steady):
            self._judge(time_s, passed, clock)

    def _judge(self, time_s: float, passed: float, clock: float) -> None:
        out, ask, reader = self.output, self._clip.trainer, self._reader
        moving = []
        for way in self._ways:
            level = way.pairing.level(reader.vectors, reader.yaw, time_s, reader.sight())
            if not ask.is_upright_with(level):
                return
            seen = way.pairing.in_theirs(reader.seen)
            moving.append((way, level, seen, ask.phase_at(level, seen)))
        moves = len(moving) > 1 and any(phase >= WORKS_FROM for *_, phase in moving)
        self._watched_s += passed if moves else 0.0
        found = reader.signs
        for way, level, seen, phase in moving:
            pairing = way.pairing
            pairing.follow(time_s, clock, level, pairing.headed(reader.vectors, reader.yaw), seen, moves)
            own = mirrored_signs(found) if pairing.mirror else found
            way.watch.feed(time_s, clock - pairing.lag_s, level, seen, own, phase, pairing.sight, pairing.mirror)
        self._ways = decided(self._ways, time_s, self._watched_s)
        way, level, seen, phase = next(one for one in moving if one[0] is self._ways[0])
        pairing, watch = way.pairing, way.watch
        hers = clock - pairing.lag_s
        if not self._now.feed(passed, hers, level, seen, pairing.sight, self.target.strictness):
            return
        limbs, score = live_marks(ask, self._now, watch, self.target, pairing.mirror)
        fade = exp(-passed / SHOWN_FADE_S)
        self._shown = score if isnan(self._shown) or isnan(score) else self._shown * fade + score * (1.0 - fade)
        self._held_s += passed if not ask.moving and score >= FAULT_BELOW else 0.0
        self._write(limbs, score, phase, pairing)
        if time_s - self._cued_at >= CUED_EVERY_S:
            self._cued_at = time_s
            states = limb_states(ask, self._now, watch, limbs, pairing.mirror)
            number = self._chooser.feed(time_s, states, rule_marks(watch))
            out[at.CUE] = number
            fault = self._chooser.fault
            if number and fault is not None:
                out[at.CUE_DEGREES], out[at.CUE_SHARE] = fault.degrees, fault.share
            elif number:
                out[at.CUE_DEGREES] = out[at.CUE_SHARE] = nan

    def _wanted(self, flags: int, in_frame: Placement, fitted: Placement, camera_aspect: float) -> Placement:
        """Where the client is to be drawn: her own place kept, fitted at every frame, or as the camera has it."""
        if flags & at.FLAG_FIT:
            self.anchor.again()
        if flags & at.FLAG_ALIGN_FRAME:
            return fitted
        if not flags & at.FLAG_ALIGN:
            return in_frame
        return self.anchor.placement(camera_aspect, self._clip.trainer.track.aspect, bool(flags & at.FLAG_MIRROR)) or fitted

    def _rests(self) -> bool:
        """Whether the client is where the trainer rests; in a hold: whether she holds it."""
        if self._clip.trainer.moving:
            return bool(self.output[at.PHASE] < RESTS_BELOW)
        return bool(self._shown >= FAULT_BELOW)

    def _write(self, limbs: Sequence[float], score: float, phase: float, pairing: Pairing) -> None:
        out, watch = self.output, self._ways[0].watch
        out[at.SCORE], out[at.SHOWN_SCORE] = score, self._shown
        out[at.PHASE], out[at.LAG] = phase, pairing.lag_s
        out[at.MIRRORED] = pairing.mirror
        self._write_counts()
        out[at.REP_SCORE] = nan if watch.last is None else watch.last.total
        out[at.PITCH], out[at.ROLL] = pitch_roll(pairing.tilt)
        for limb in range(LIMB_COUNT):
            out[at.LIMB_SCORES + limb] = limbs[MIRROR_LIMB[limb] if pairing.mirror else limb]

    def _write_counts(self) -> None:
        out, counter = self.output, self._ways[0].watch.counter
        out[at.REPS], out[at.REPS_HALF] = counter.count, counter.kinds[HALF]
        out[at.REPS_BROKEN_OFF], out[at.HELD] = counter.kinds[BROKEN_OFF], self._held_s

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
        self._judged_at = -inf
        out[at.LIMB_SCORES : at.CLIENT_XY] = array("f", [nan]) * LIMB_COUNT
        self._write_counts()
        if not drawn:
            out[at.OVERLAP] = nan
            out[at.CLIENT_VISIBILITY : at.TRAINER_VISIBILITY] = array("f", bytes(4 * COUNT))


def on_grid(values: Sequence[float], scale: float) -> list[float]:
    """Numbers as the pose file keeps them, so that a replay from it sees the very same ones; NaN stays NaN.

    Example:
        >>> on_grid([0.26, 0.74, nan], 0.5)
        [0.5, 0.5, nan]
    """
    try:
        return [round(value / scale) * scale for value in values]
    except ValueError:
        return [value if isnan(value) else round(value / scale) * scale for value in values]


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
