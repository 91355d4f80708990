"""The two buffers of the live step: Python, JavaScript and the document say the same numbers."""

import re
from pathlib import Path

from perscoach_motion.live import layout as at
from perscoach_motion.skeleton import COUNT, LIMBS

ROOT = Path(__file__).resolve().parents[2]

IN_JAVASCRIPT = {
    "INPUT": {
        "clock": at.CLOCK,
        "clip": at.CLIP_TIME,
        "width": at.CAMERA_WIDTH,
        "height": at.CAMERA_HEIGHT,
        "found": at.FOUND,
        "flags": at.FLAGS,
        "loop": at.LOOP,
        "image": at.IMAGE_IN,
        "world": at.WORLD_IN,
        "size": at.INPUT_SIZE,
    },
    "OUTPUT": {
        "gate": at.GATE,
        "score": at.SCORE,
        "overlap": at.OVERLAP,
        "phase": at.PHASE,
        "lag": at.LAG,
        "reps": at.REPS,
        "cue": at.CUE,
        "mirrored": at.MIRRORED,
        "sx": at.PLACEMENT,
        "bx": at.PLACEMENT + 1,
        "sy": at.PLACEMENT + 2,
        "by": at.PLACEMENT + 3,
        "shown": at.SHOWN_SCORE,
        "frame": at.TRAINER_FRAME,
        "limbs": at.LIMB_SCORES,
        "limbCount": len(LIMBS),
        "client": at.CLIENT_XY,
        "trainer": at.TRAINER_XY,
        "clientSeen": at.CLIENT_VISIBILITY,
        "trainerSeen": at.TRAINER_VISIBILITY,
        "repScore": at.REP_SCORE,
        "halves": at.REPS_HALF,
        "brokenOff": at.REPS_BROKEN_OFF,
        "held": at.HELD,
        "cueDegrees": at.CUE_DEGREES,
        "cueShare": at.CUE_SHARE,
        "pitch": at.PITCH,
        "roll": at.ROLL,
        "size": at.OUTPUT_SIZE,
    },
    "GATE": {"nobody": at.GATE_NOBODY},
}

IN_THE_DOCUMENT = {
    "input": {
        (at.CLOCK,): "clock",
        (at.CLIP_TIME,): "trainer's clip",
        (at.CAMERA_WIDTH, at.CAMERA_HEIGHT): "width and height",
        (at.FOUND,): "person was found",
        (at.FLAGS,): f"flags: {at.FLAG_ALIGN} auto-align once, {at.FLAG_MIRROR} mirror, {at.FLAG_ALIGN_FRAME} auto-align at every frame, "
        f"{at.FLAG_FIT} fit anew",
        (at.LOOP,): "begun again",
        (at.IMAGE_IN, at.WORLD_IN - 1): "image landmarks",
        (at.WORLD_IN, at.INPUT_SIZE - 1): "world landmarks",
    },
    "output": {
        (
            at.GATE,
        ): f"{at.GATE_NOBODY} nobody, {at.GATE_NOT_WHOLE} not the whole body, {at.GATE_TOO_SMALL} too small, {at.GATE_NO_TRAINER} nobody",
        (at.SCORE,): "score 0..100",
        (at.OVERLAP,): "overlap score",
        (at.PHASE,): "phase",
        (at.LAG,): "lag",
        (at.REPS,): "repetitions: whole",
        (at.CUE,): "cue number",
        (at.MIRRORED,): "mirror image",
        (at.PLACEMENT, at.PLACEMENT + 3): "camera to stage",
        (at.SHOWN_SCORE,): "smoothed for display",
        (at.TRAINER_FRAME,): "frame of the trainer's clip",
        (at.LIMB_SCORES, at.CLIENT_XY - 1): "score of each limb",
        (at.CLIENT_XY, at.TRAINER_XY - 1): "client's landmarks",
        (at.TRAINER_XY, at.CLIENT_VISIBILITY - 1): "trainer's landmarks",
        (at.CLIENT_VISIBILITY, at.TRAINER_VISIBILITY - 1, at.TRAINER_VISIBILITY, at.TRAINER_VISIBILITY + COUNT - 1): "visibility",
        (at.REP_SCORE,): "score of the last repetition",
        (at.REPS_HALF,): "half ones",
        (at.REPS_BROKEN_OFF,): "broken off",
        (at.HELD,): "seconds a hold",
        (at.CUE_DEGREES,): "degrees",
        (at.CUE_SHARE,): "share of the trainer's",
        (at.PITCH, at.ROLL): "pitch and roll",
        (at.ROLL + 1, at.OUTPUT_SIZE - 1): "unused",
    },
}


def test_javascript_has_the_same_indices() -> None:
    text = (ROOT / "assets/shadow/layout.js").read_text("utf-8")
    for name, numbers in IN_JAVASCRIPT.items():
        block = re.search(rf"export const {name} = Object\.freeze\(\{{(.*?)\}}\)", text, re.DOTALL)
        assert block, name
        assert {key: int(value) for key, value in re.findall(r"(\w+): (\d+)", block[1])} == numbers


def test_the_document_has_the_same_indices() -> None:
    text = (ROOT / "docs/formats.md").read_text("utf-8")
    for name, expected in IN_THE_DOCUMENT.items():
        table = re.search(rf"\| {name} \| says \|\n\|---\|---\|\n((?:\|.*\|\n)+)", text)
        assert table, name
        rows = dict(re.findall(r"\| ([\d…, ]+) \| (.*) \|\n", table[1]))
        said = {tuple(int(number) for number in re.findall(r"\d+", index)): words for index, words in rows.items()}
        assert said.keys() == expected.keys()
        for index, words in expected.items():
            assert words in said[index], index
