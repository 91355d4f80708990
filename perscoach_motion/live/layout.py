"""Where each number of the live step lies in its two float32 buffers. ``docs/formats.md`` shows the same table to JavaScript."""

from typing import Final

from perscoach_motion.skeleton import COUNT, LIMBS

# Into the step.
CLOCK: Final = 0
CLIP_TIME: Final = 1
CAMERA_WIDTH: Final = 2
CAMERA_HEIGHT: Final = 3
FOUND: Final = 4
FLAGS: Final = 5
LOOP: Final = 6
IMAGE_IN: Final = 8
WORLD_IN: Final = IMAGE_IN + 4 * COUNT
INPUT_SIZE: Final = WORLD_IN + 3 * COUNT

FLAG_ALIGN: Final = 1
FLAG_MIRROR: Final = 2
FLAG_ALIGN_FRAME: Final = 4
FLAG_FIT: Final = 8

# Out of the step.
GATE: Final = 0
SCORE: Final = 1
OVERLAP: Final = 2
PHASE: Final = 3
LAG: Final = 4
REPS: Final = 5
CUE: Final = 6
MIRRORED: Final = 7
PLACEMENT: Final = 8
SHOWN_SCORE: Final = 12
TRAINER_FRAME: Final = 13
LIMB_SCORES: Final = 16
CLIENT_XY: Final = LIMB_SCORES + len(LIMBS)
TRAINER_XY: Final = CLIENT_XY + 2 * COUNT
CLIENT_VISIBILITY: Final = TRAINER_XY + 2 * COUNT
TRAINER_VISIBILITY: Final = CLIENT_VISIBILITY + COUNT
REP_SCORE: Final = TRAINER_VISIBILITY + COUNT
REPS_HALF: Final = REP_SCORE + 1
REPS_BROKEN_OFF: Final = REP_SCORE + 2
HELD: Final = REP_SCORE + 3
CUE_DEGREES: Final = REP_SCORE + 4
CUE_SHARE: Final = REP_SCORE + 5
PITCH: Final = REP_SCORE + 6
ROLL: Final = REP_SCORE + 7
OUTPUT_SIZE: Final = 256

GATE_NOBODY: Final = 1
GATE_NOT_WHOLE: Final = 2
GATE_TOO_SMALL: Final = 4
GATE_NO_TRAINER: Final = 8
