"""What of somebody's archive anybody can read: her trainings as a table, her messages, her agreements, and whom it all lies with.

The right to a copy is also the right to be told why, where, how long and to whom (GDPR Art. 15; 152-ФЗ ст. 14).
"""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from perscoach_app.services import agreements, local_time, people, policy, progress, threads
from perscoach_app.services.export_csv import BOM, SEPARATOR, cell
from perscoach_app.services.policy import Policy
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Address, Agreement, Document, Person, Role, Tenant
from perscoach_app.texts import choose_voice, formats, say

ALL = 1_000_000  # of a history, of a thread: whoever asks for a copy gets it whole


def written(db: Session, person: Person) -> dict[str, str]:
    """The pages by their names in the archive, in her language."""
    scope = people.scope_of(db, person.id or 0)
    tenant = db.get_one(Tenant, person.tenant_id)
    voice = choose_voice(person.language, familiar=person.role == Role.CLIENT and tenant.address == Address.TY)
    where = local_time.zone(tenant.timezone)
    return {
        "README.txt": say(voice, "my_data.readme", name=person.name),
        "trainings.csv": BOM + _trainings(db, scope, where),
        "messages.txt": BOM + _messages(db, scope, voice, where),
        "agreements.txt": BOM + _agreements(db, scope, voice, where),
        "policy.txt": BOM + _policy(policy.of_tenant(tenant), voice),
    }


def _trainings(db: Session, scope: Scope, where: ZoneInfo) -> str:
    file, language = io.StringIO(newline=""), scope.language
    table = csv.writer(file, delimiter=SEPARATOR[language])
    columns = ("progress.column_day", "archive.what", "progress.column_sets", "progress.column_reps", "archive.seconds")
    table.writerow(say(language, key) for key in (*columns, "progress.column_score", "archive.hurt"))
    for visit in progress.history(db, scope, limit=ALL):
        score = "" if visit.score is None else round(visit.score)
        hurt = say(language, "exports.yes" if visit.pain else "exports.no")
        day = f"{visit.started_at.astimezone(where):%Y-%m-%d %H:%M}"
        title = say(language, "progress.and_others", title=visit.title(language), n=visit.others) if visit.others else visit.title(language)
        row = (day, title, visit.sets, visit.reps, round(visit.duration_s), score, hurt)
        table.writerow(cell(value, language) for value in row)
    return file.getvalue()


def _messages(db: Session, scope: Scope, voice: str, where: ZoneInfo) -> str:
    if scope.role != Role.CLIENT:  # a trainer's words stand in her clients' threads
        return ""
    found = threads.of_client(db, scope, scope.person_id, ALL)
    return "\n\n".join(f"{_at(voice, note.at, where)} · {note.author}\n{note.text}" for note in found)


def _agreements(db: Session, scope: Scope, voice: str, where: ZoneInfo) -> str:
    """What was agreed to and when, document by document, with its words as they are now."""
    mine = (col(Agreement.tenant_id) == scope.tenant_id, col(Agreement.person_id) == scope.person_id)
    rows = db.exec(select(Agreement).where(*mine).order_by(col(Agreement.given_at))).all()
    return "\n\n\n".join(_agreement(document, [row for row in rows if row.document == document], voice, where) for document in Document)


def _agreement(document: Document, rows: list[Agreement], voice: str, where: ZoneInfo) -> str:
    title, paragraphs = agreements.words_of(document, voice)
    lines = [title, *(_line(row, voice, where) for row in rows)] if rows else [title, say(voice, "my_data.state_none")]
    return "\n".join(("\n".join(lines), "", *paragraphs))


def _line(row: Agreement, voice: str, where: ZoneInfo) -> str:
    by = say(voice, "my_data.given_by", name=row.by_parent) if row.by_parent else say(voice, "my_data.given")
    parts = [f"{by}: {_at(voice, row.given_at, where)}", say(voice, "my_data.version", version=row.version)]
    if row.withdrawn_at:
        parts.append(say(voice, "archive.ended", moment=_at(voice, row.withdrawn_at, where)))
    return " · ".join(parts)


def _at(voice: str, moment: datetime, where: ZoneInfo) -> str:
    """With its year: an archive is read later."""
    day = formats.day(voice, local_time.day_of(moment, where), year=True)
    return f"{day}, {formats.time_of_day(voice, moment, where)}"


def _policy(seen: Policy, voice: str) -> str:
    unnamed = say(voice, "policy.unnamed")
    facts = (
        ("operator", f"{seen.operator} {seen.operator_contact}"),
        ("processor", f"{seen.processor} {seen.processor_contact}"),
        ("region", seen.region or unnamed),
        ("gpu_region", seen.gpu_region or unnamed),
        ("retention", say(voice, "policy.retention_days", n=seen.retention_days)),
        ("rest", f"{say(voice, 'policy.rest_time')}; {say(voice, 'policy.rest_words')}"),
        ("others", f"{say(voice, 'policy.others_who')}: {say(voice, 'policy.others_words')}"),
    )
    told = [f"{say(voice, f'policy.{name}')}: {value.strip()}" for name, value in facts]
    said = ("what_account", "what_numbers", "what_more", "what_never", "law", "rights_words", "rights_more", "minors", "rights_complain")
    return "\n\n".join((*told, *(say(voice, f"policy.{name}") for name in said)))
