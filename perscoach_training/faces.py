"""The whole of what the page shows at a moment, as one document; all words final."""

from typing import Any

from perscoach_training.cameras import camera_rows
from perscoach_training.scene import control
from perscoach_training.scenes.filming import button, fact
from perscoach_training.training import Training

WORDS = ("steps", "view", "sound", "pace", "camera", "match", "facts", "more", "rest", "close", "range", "strip", "stage", "trainer", "you")
"""Headings and names; the page has none of its own."""

JUDGED = ("set", "paused")
"""States in which what the client does is scored: elsewhere the last set's colours would blame her for standing still."""


def face_of(training: Training) -> dict[str, Any]:
    """What the present scene shows, with what is always there: progress, settings, facts."""
    say, scene = training.say, training.scene
    usual: dict[str, Any] = {
        "training": False,
        "count": None,
        "score": None,
        "cue": None,
        "told": None,
        "timer": None,
        "range": False,
        "card": None,
        "controls": [],
    }
    face = {**usual, **scene.face()}
    usual_ways = [
        control("three", say("shadow.three_control"), "KeyD", "quiet"),
        control("full", say("shadow.full"), "KeyF", "quiet"),
        control("stop", say("shadow.end"), "", "quiet"),
    ]
    stop = [] if scene.state in ("welcome", "done", "trouble") else usual_ways
    return {
        "state": scene.state,
        "tenant": training.plan.tenant,
        "title": training.plan.title if scene.state in ("welcome", "done") else training.course.item.title,
        "where": _where(training),
        "steps": _steps(training),
        **face,
        "controls": [*face["controls"], *button(training), *stop],
        "settings": [*training.settings.rows(say), *camera_rows(training)],
        "facts": _facts(training),
        "grades": training.strip.grades() if scene.state in JUDGED else [],
        "live": training.live,
        "view": {**training.view(), **({} if scene.state in JUDGED else {"limbs": False})},
        "three": training.three,
        "badge": say("shadow.badge"),
        "words": {name: say(f"shadow.word_{name}") for name in WORDS},
        "colours": dict(training.plan.colours),
    }


def _where(training: Training) -> str:
    course, say = training.course, training.say
    if training.plan.free or course.over or training.scene.state in ("welcome", "done"):
        return ""
    return say("shadow.where", set=course.number, sets=course.item.sets)


def _steps(training: Training) -> list[dict[str, Any]]:
    """Progress, with how much of the present set is done."""
    steps, item, results = training.course.steps(), training.course.item, training.results
    if training.scene.state == "done":
        return [{**step, "parts": ["open" if part == "now" else part for part in step["parts"]]} for step in steps]
    done, asked = (results.held, item.hold_s) if item.hold_s else (results.reps, item.asked)
    share = min(1.0, done / asked) if asked else 0.0
    return [{**step, "share": share} if step["state"] == "now" else step for step in steps]


def _facts(training: Training) -> list[dict[str, str]]:
    say, facts = training.say, []
    fps = training.speed.get("fps")
    if training.watched and fps:
        facts.append({"id": "fps", "label": say("shadow.fps"), "value": str(round(fps))})
    if training.watched and training.speed:
        facts.append(
            {"id": "quality", "label": say("shadow.set_quality"), "value": say(f"shadow.set_quality_{training.quality.level.name}")}
        )
    facts.append({"id": "voice", "label": say("shadow_sound.voice"), "value": say(f"shadow_sound.voice_{training.speaker.whose}")})
    filmed = fact(training)
    if filmed:
        facts.append(filmed)
    if training.unsent and not training.held_back:
        facts.append({"id": "unsent", "label": say("shadow.unsent"), "value": str(training.unsent)})
    if training.held_back:
        facts.append({"id": "held", "label": say("shadow.unsent"), "value": say(f"shadow.held_{training.held_back}")})
    if not training.online:
        facts.append({"id": "net", "label": say("shadow.net"), "value": say("shadow.offline")})
    return facts
