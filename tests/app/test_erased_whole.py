"""Whoever was erased is searched for by every word that told of her: in all rows, in all files, in the logs, in what administrators see."""

import logging
import sqlite3
import uuid

import pytest
from sqlalchemy import update
from sqlmodel import col

from perscoach_app.services import admin_figures, erasure, personal_data, tenants
from perscoach_app.services import grants as granting
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Assignment, Person, WorkoutItem
from perscoach_app.tables.database import engine_for, open_session
from tests.app.house import House
from tests.security.walls.furniture import Studio, Words, furnish_studio

HER = "zxmaria"
"""Stands in her name, her address, in every message, remark, title and note that was for her, and in every file of hers."""


def places_of(house: House, word: str) -> list[str]:
    """Where a word still stands: tables by their name, files by theirs."""
    with sqlite3.connect(house.var / "perscoach.db") as dumped:
        dumped.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = [line.split(" VALUES")[0] for line in dumped.iterdump() if word in line]
    everywhere = [path for path in house.var.rglob("*") if path.is_file() and word.encode() in path.read_bytes() + path.name.encode()]
    return [*rows, *(str(path.relative_to(house.var)) for path in everywhere)]


def test_no_word_of_hers_is_left(house: House, caplog: pytest.LogCaptureFixture) -> None:
    words = Words("zxhouse", "zxtrainer", HER, "zxsecret")
    things = furnish_studio(Studio(house, house.anna, house.maria, words, house.ready_exercise(house.anna)))
    with open_session() as db:
        tenants.platform(db)
        db.delete(db.get_one(Assignment, uuid.UUID(things["group_assignment"])))  # what is given to others, too, stays theirs
        db.exec(update(WorkoutItem).where(col(WorkoutItem.workout_id) == uuid.UUID(things["template"])).values(voice_key=""))
        row = db.get_one(Person, house.maria.person_id)
        row.note, row.parent_name, row.parent_email = f"Колено {HER}", f"Мама {HER}", f"{HER}-mama@example.org"
        db.add(row)
        db.commit()
        granting.give(db, house.anna.scope, things["training"], f"Не считает {HER}", 24)
        personal_data.ask_archive(db, house.maria.scope)
    personal_data.make_archives()
    get_storage().delete(things["photo_key"])  # of the studio's own page
    assert len(places_of(house, HER)) > 10, "otherwise this test could not fail"
    caplog.set_level(logging.DEBUG)
    with open_session() as db:
        erasure.erase(db, db.get_one(Person, house.maria.person_id))
        db.commit()
    admin_figures.publish()
    engine_for(get_settings().database_url).dispose()
    assert places_of(house, HER) == []
    assert HER not in caplog.text
