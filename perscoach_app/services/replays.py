"""Both movements of a set in space, from landmarks alone: the client as she moved, the trainer beside her at the same place of it.

The file is `trainer_body.bin`'s (`docs/formats.md`), with the two figures in one; each line carries its colour.
"""

import json
import struct
import sys
import uuid
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from math import cos, radians, sin
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import performances, rescoring, threads
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.tables import TrainingSession
from perscoach_motion.skeleton import CONNECTIONS, COUNT
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import TrackRejected, loads
from perscoach_training.landmarks import LandmarksRejected, unpacked

RATE_HZ = 12.0  # what an eye takes for a movement; more only makes the file longer
MOST_MOMENTS = 7200  # ten minutes: 3 MB
APART_MM = 550  # of each figure from the middle, as in Shadow Mode
NOBODY = -32768
MIDDLES = ((11, 12), (23, 24), (7, 8))  # points 33, 34, 35 of a figure: of the shoulders, the hips, the ears
POINTS = COUNT + len(MIDDLES)
TRUNK_MM, HEAD_MM, THIN_MM = 95, 102, 28
THICK_MM = {11: 42, 12: 42, 13: 34, 14: 34, 23: 62, 24: 62, 25: 46, 26: 46}  # half of the limb that begins there
CLIENT, TRAINER = "#35e29a", "#ff6b6b"  # as on the stage of Shadow Mode: hers green, the trainer's red


def of(db: Session, scope: Scope, session_id: str | uuid.UUID) -> bytes:
    """The file, for the client and her trainers; empty where the landmarks are not there (any more).

    Raises:
        NotFound: no set that the caller may see.
    """
    query = select(TrainingSession).where(
        col(TrainingSession.id) == parse_id(session_id), col(TrainingSession.tenant_id) == scope.tenant_id
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    threads.check(db, scope, row.client_id)
    kept, summary = performances.kept(db, row), row.summary or {}
    if kept is None:
        return b""
    try:
        looks = [look for chunk in kept.chunks for look in unpacked(chunk)][: rescoring.MOST_FRAMES]
        client, trainer = performances.track_of(looks), loads(kept.poses).track
    except (LandmarksRejected, TrackRejected, ValueError):
        return b""
    heading = radians(summary.get("heading_deg") or 0.0)
    return written(client, trainer, summary.get("sync") or [], mirrored=bool(summary.get("mirrored")), heading=heading)


def written(
    client: PoseTrack, trainer: PoseTrack, sync: Sequence[Sequence[float]], *, mirrored: bool = False, heading: float = 0.0
) -> bytes:
    """Both tracks as one movement, both turned the way the trainer stands.

    Args:
        sync: `[client's second, clip's second]`, growing.
        mirrored: the client trained as in a mirror.
        heading: radians by which the client stands turned to the left of the trainer.
    """
    frames = _frames(client)
    places, nobody = array("h"), array("h", [NOBODY]) * (3 * POINTS)
    starts = [row[0] for row in sync]
    for frame in frames:
        at = trainer.frame_at(_clip_s(client.times[frame], starts, sync, trainer.duration))
        if not (client.present(frame) and trainer.present(at)):
            places.extend(nobody * 2)
            continue
        places.extend(standing(trainer.world_of(at), -APART_MM))
        places.extend(standing(client.world_of(frame), APART_MM, mirrored=mirrored, heading=heading))
    if sys.byteorder == "big":
        places.byteswap()
    head: dict[str, Any] = {"format": "perscoach.body", "version": 1, "moments": len(frames), "points": 2 * POINTS, "faces": 0}
    head |= {"head": None, "lines": [*_lines(0, TRAINER), *_lines(POINTS, CLIENT)]}
    head["times_ms"] = [round(1000 * client.times[frame]) for frame in frames]
    text = _even(json.dumps(head, separators=(",", ":")).encode(), b" ")
    return struct.pack("<I", len(text)) + text + _even(places.tobytes(), b"\0")


def standing(world: Sequence[float], aside_mm: int, *, mirrored: bool = False, heading: float = 0.0) -> "array[int]":
    """A figure on the floor: millimetres, y up, z to the one who looks; the three middles behind the landmarks."""
    sign = -1000.0 if mirrored else 1000.0
    turned, aside = cos(heading), sin(heading)
    sides = ((sign * world[3 * n], -1000.0 * world[3 * n + 1], -1000.0 * world[3 * n + 2]) for n in range(COUNT))
    points = [(turned * x - aside * z, y, turned * z + aside * x) for x, y, z in sides]
    for one, other in MIDDLES:
        (a, b, c), (x, y, z) = points[one], points[other]
        points.append(((a + x) / 2, (b + y) / 2, (c + z) / 2))
    floor = min(y for _, y, _ in points)
    return array("h", [_short(value) for x, y, z in points for value in (x + aside_mm, y - floor, z)])


def _frames(client: PoseTrack) -> list[int]:
    """The frames that are shown: at most `RATE_HZ` a second."""
    chosen: list[int] = []
    for frame, time_s in enumerate(client.times):
        if not chosen or time_s - client.times[chosen[-1]] >= 1 / RATE_HZ - 1e-3:
            chosen.append(frame)
    return chosen[:MOST_MOMENTS]


def _clip_s(own_s: float, starts: Sequence[float], sync: Sequence[Sequence[float]], length_s: float) -> float:
    """The clip's second beside one of the set: on from the last place that is known."""
    if not sync:
        return own_s % length_s if length_s else 0.0
    known = sync[max(0, bisect_right(starts, own_s) - 1)]
    return min(max(0.0, known[1] + max(-1.0, min(1.0, own_s - known[0]))), length_s)


def _lines(offset: int, colour: str) -> list[list[int | str]]:
    """Limbs: two points, half the thickness in mm, the colour. A head is a line of no length."""
    pairs = [(one, other, THICK_MM.get(one, THIN_MM)) for one, other in CONNECTIONS if {one, other} not in ({11, 23}, {12, 24})]
    pairs += [(COUNT, COUNT + 1, TRUNK_MM), (COUNT + 2, COUNT + 2, HEAD_MM)]
    return [[offset + one, offset + other, thick, colour] for one, other, thick in pairs]


def _short(value: float) -> int:
    return max(NOBODY + 1, min(-NOBODY - 1, round(value)))


def _even(content: bytes, filling: bytes) -> bytes:
    return content + filling * (-len(content) % 4)
