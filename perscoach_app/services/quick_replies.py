"""Ready answers to a report: one tap, in the client's own language and tone."""

import uuid

from sqlmodel import Session

from perscoach_app.services import messages, training_report
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Address, Person, Tenant
from perscoach_app.texts import choose_voice, say

NAMES = ("great", "next_time", "how_are_you")
"""`digest.reply_<name>` of the catalogue."""


def send(db: Session, scope: Scope, training_id: str | uuid.UUID, name: str) -> uuid.UUID:
    """Answers a training's report; returns the message's id.

    Raises:
        NotFound: no such answer or training, or the caller is no trainer.
    """
    require_trainer(scope)
    if name not in NAMES:
        raise NotFound
    training, _ = training_report.find(db, scope, training_id)
    client, tenant = db.get_one(Person, training.client_id), db.get_one(Tenant, training.tenant_id)
    voice = choose_voice(client.language, familiar=tenant.address == Address.TY)
    return messages.send(db, scope, training.client_id, say(voice, f"digest.reply_{name}"), training_id=training.id)
