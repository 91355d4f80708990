"""The plan as the page of a training is given it: the snapshot with fresh links, the words of Shadow Mode, and where everything stands."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from perscoach_app.services import (
    agreements,
    branding,
    consents,
    cues,
    exercises,
    feelings,
    homework,
    media,
    sessions,
    training_texts,
    trainings,
    voice_phrases,
)
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Address, Tenant, Training

CLIP_LINKS_S = 12 * 3600  # an evening's training begun, left on the table and gone on with before bed still plays


def of(db: Session, scope: Scope, training_id: str) -> dict[str, Any]:
    """One of the caller's own trainings; every link is signed and relative to this host.

    Raises:
        NotFound: it is somebody else's, or there is none.
    """
    training = trainings.own(db, scope, training_id)
    plan, tenant, language = training.plan, db.get_one(Tenant, scope.tenant_id), scope.language
    day = homework.key_of(db, training.homework_id) if training.homework_id else ""
    items = [_item(db, scope, item) for item in plan["items"]]
    familiar = tenant.address == Address.TY and not scope.is_trainer
    asked = agreements.may_be_asked(db, scope)
    return {
        "training": str(training.id),
        "language": language,
        "address": Address.TY if familiar else Address.VY,
        "tenant": {"slug": tenant.slug, "name": tenant.name, "colours": branding.brand_of(tenant.accent, tenant.tint).by_night},
        "free": plan["free"],
        "title": plan["title"] or items[0]["title"],
        "home": f"/home/homework/{day}" if day else "/home",
        "report": _report(training, day),
        "texts": training_texts.of(language, familiar=familiar),
        "cues": cues.texts(language),
        "phrases": voice_phrases.heard(db, scope, language, [item["voice_note"] for item in items]),
        "items": items,
        "order": plan["order"],
        "sets": [asdict(place) for place in sessions.places(db, training)],
        "feelings": {str(item): feeling for item, feeling in feelings.of(db, training).items()},
        "consents": sorted(consents.given(db, training)),
        "offers": sorted(kind for kind, document in agreements.OF_TRAINING.items() if document in asked),
        "finished": training.finished_at is not None,
    }


def _item(db: Session, scope: Scope, item: dict[str, Any]) -> dict[str, Any]:
    exercise = exercises.row_of(db, scope, item["exercise"])
    version = item["version"]
    voice = media.signed_link(scope.tenant_id, scope.host, item["voice_key"], CLIP_LINKS_S) if item["voice_key"] else None
    return {
        **{name: value for name, value in item.items() if name not in ("version", "voice_key")},
        "title": item["title"][scope.language],
        "voice_note": voice,
        "clip": {
            **exercises.links(exercise, scope.host, version, CLIP_LINKS_S),
            "stacked": exercises.output_link(exercise, scope.host, media.OUTPUT_STACKED, version, CLIP_LINKS_S),
        },
    }


def _report(training: Training, day: str) -> str:
    """Where to read what came of it: of one set its own report, of a day the day, set by set."""
    return f"/home/homework/{day}" if day else f"/report/{sessions.id_of(training.id, 0)}"
