"""The audit: a line a deed, with numbers and words of ours only, that nobody rewrites."""

import pytest
from sqlmodel import select

from perscoach_app.services import audit
from perscoach_app.tables import AuditEntry
from perscoach_app.tables.database import open_session
from tests.app.house import House


def test_a_deed_is_noted_with_who_did_it(house: House) -> None:
    anna = house.anna.scope
    with open_session() as db:
        audit.note(db, anna.tenant_id, anna, "grant.given", "training 7", hours=24)
        db.commit()
    with open_session(reading=True) as db:
        line = db.exec(select(AuditEntry)).one()
    assert (line.actor_id, line.actor_role, line.deed, line.subject, line.values) == (
        anna.person_id,
        "trainer",
        "grant.given",
        "training 7",
        {"hours": 24},
    )


def test_a_deed_that_is_not_committed_leaves_no_line(house: House) -> None:
    with open_session() as db:
        audit.note(db, house.anna.scope.tenant_id, None, "retention.swept")
    with open_session(reading=True) as db:
        assert not db.exec(select(AuditEntry)).all()


@pytest.mark.parametrize(
    ("deed", "values"), [("grant.gvien", {}), ("consent.given", {"remark": "x" * 81}), ("consent.given", {"by": ["x"]})]
)
def test_neither_slips_of_the_pen_nor_what_people_wrote(house: House, deed: str, values: dict[str, object]) -> None:
    with open_session() as db, pytest.raises(ValueError, match=r"deed|word of ours"):
        audit.note(db, house.anna.scope.tenant_id, None, deed, **values)


@pytest.mark.parametrize("how", ["change", "delete"])
def test_a_line_stays_as_it_was_written(house: House, how: str) -> None:
    with open_session() as db:
        audit.note(db, house.anna.scope.tenant_id, None, "person.erased", "person 3")
        db.commit()
        line = db.exec(select(AuditEntry)).one()
        if how == "change":
            line.subject = "person 4"
            db.add(line)
        else:
            db.delete(line)
        with pytest.raises(audit.Unchangeable):
            db.commit()
