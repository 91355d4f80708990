"""A track as a client's device sends it: chunks of five seconds, while the trainer's clip runs on in its loop."""

from array import array
from typing import Any

from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.skeleton import COUNT
from perscoach_motion.track import PoseTrack
from perscoach_training.landmarks import LandmarkLog
from perscoach_training.results import CHUNK_S, Place, SetResults


def chunks_of(poses: str, clip_s: float, client: PoseTrack, target: str | None = None) -> list[dict[str, Any]]:
    """The bodies of a set's chunks.

    Args:
        poses: the trainer's pose file.
        clip_s: when her clip begins again.
    """
    engine, log, results = ShadowEngine(poses, target), LandmarkLog(), SetResults(0, Place())
    results.extra = lambda: {"landmarks": log.written()}
    entries = []
    for frame, time_s in enumerate(client.times):
        engine.input[:] = _given(client, frame, clip_s)
        log.add(time_s, engine.input)
        engine.step()
        entry = results.take(time_s, engine.output)
        entries += [entry["body"]] if entry else []
    rest = results.cut(client.duration)
    return entries + ([rest["body"]] if rest else [])


def landmarks_of(client: PoseTrack, clip_s: float) -> list[str]:
    """Only the landmarks of the chunks, in their base64: nothing is scored."""
    log, packed, cut_at = LandmarkLog(), [], 0.0
    for frame, time_s in enumerate(client.times):
        log.add(time_s, _given(client, frame, clip_s))
        if time_s - cut_at >= CHUNK_S:
            packed.append(log.written())
            cut_at = time_s
    return [*packed, *filter(None, [log.written()])]


def _given(client: PoseTrack, frame: int, clip_s: float) -> "array[float]":
    given = array("f", bytes(4 * at.INPUT_SIZE))
    time_s = client.times[frame]
    given[at.CLOCK], given[at.CLIP_TIME], given[at.LOOP] = time_s, time_s % clip_s, time_s // clip_s
    given[at.CAMERA_WIDTH], given[at.CAMERA_HEIGHT], given[at.FLAGS] = 1000.0 * client.aspect, 1000.0, at.FLAG_ALIGN
    given[at.FOUND] = float(client.present(frame))
    if client.present(frame):
        image, seen = client.image_of(frame), client.visibility_of(frame)
        for mark in range(COUNT):
            place = at.IMAGE_IN + 4 * mark
            given[place : place + 3] = image[3 * mark : 3 * mark + 3]
            given[place + 3] = seen[mark]
        given[at.WORLD_IN : at.INPUT_SIZE] = client.world_of(frame)
    return given
