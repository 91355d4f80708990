"""A recorded session played into the live engine, while the trainer's clip runs in a loop."""

from array import array
from dataclasses import dataclass, field
from math import isnan

from perscoach_motion.faults.cue_words import PRAISE
from perscoach_motion.faults.phrases import CUES
from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.track import PoseTrack


@dataclass(slots=True)
class Live:
    """What the client would have seen and heard.

    Attributes:
        score: mean of the score shown from the end of the first repetition on; ``None`` where there was none.
        reps: repetitions counted.
        cues: names of the cues said, praise left out.
        lag_s: at the end.
    """

    score: float | None = None
    reps: int = 0
    cues: list[str] = field(default_factory=list)
    lag_s: float | None = None


def trained(poses_json: str, trainer: PoseTrack, client: PoseTrack) -> Live:
    """Play a client's track into the engine from the clip's beginning."""
    engine = ShadowEngine(poses_json)
    length = trainer.duration + (trainer.times[-1] - trainer.times[-2])
    shown: list[float] = []
    live = Live()
    for row, time_s in enumerate(client.times):
        put(engine, client, row, time_s, time_s % length, time_s // length)
        engine.step()
        out = engine.output
        live.reps = int(out[at.REPS])
        if (live.reps and not isnan(out[at.SCORE])) or (time_s > length / 2 and not isnan(out[at.SCORE])):
            shown.append(out[at.SCORE])
        if number := int(out[at.CUE]):
            cue = CUES[number - 1]
            if cue.rank != PRAISE:
                live.cues.append(cue.name)
        if not isnan(out[at.LAG]):
            live.lag_s = float(out[at.LAG])
    live.score = sum(shown) / len(shown) if shown else None
    return live


def put(engine: ShadowEngine, client: PoseTrack, row: int, clock_s: float, clip_s: float, loop: float) -> None:
    """Write one frame into the engine's input."""
    given = engine.input
    given[at.CLOCK], given[at.CLIP_TIME], given[at.LOOP] = clock_s, clip_s, loop
    given[at.CAMERA_WIDTH], given[at.CAMERA_HEIGHT] = 1000 * client.aspect, 1000
    given[at.FOUND], given[at.FLAGS] = float(client.present(row)), at.FLAG_ALIGN | at.FLAG_MIRROR
    if not client.present(row):
        return
    image, seen = client.image_of(row), client.visibility_of(row)
    flat = array("f", bytes(4 * 4 * 33))
    for k in range(3):
        flat[k::4] = image[k::3]
    flat[3::4] = seen
    given[at.IMAGE_IN : at.WORLD_IN] = flat
    given[at.WORLD_IN : at.INPUT_SIZE] = client.world_of(row)
