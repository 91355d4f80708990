"""Budgets: money a month and room, checked so that nobody takes the last dollar twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from perscoach_app.services import budgets
from perscoach_app.services.errors import GpuBudgetSpent, NotFound, StorageFull
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, Job, Tenant
from perscoach_app.tables.database import open_session
from tests.app.house import House

AUGUST = datetime(2026, 8, 31, 21, 30, tzinfo=UTC)  # in Moscow September has begun


def priced(
    house: House, slug: str, *, cost: float = 0.0, estimate: float | None = None, status: str = "ready", at: datetime | None = None
) -> None:
    """A job of Anna's with its price."""
    exercise_id = house.exercise(house.anna, slug)
    with open_session() as db:
        job = db.exec(select(Job).order_by(col(Job.id).desc())).first()
        assert job is not None
        assert str(job.exercise_id) == exercise_id
        job.cost_usd, job.estimate_usd, job.status = cost, estimate, status
        job.created_at = at or job.created_at
        db.add(job)
        db.commit()


def used(house: House) -> budgets.Usage:
    with open_session(reading=True) as db:
        return budgets.usage(db, house.anna.scope)


def test_what_is_spent_and_what_is_spoken_for(house: House) -> None:
    priced(house, "done", cost=2.0, estimate=9.0)
    priced(house, "running", cost=1.0, estimate=4.0, status="running")
    priced(house, "longer-than-thought", cost=3.0, estimate=2.0, status="running")
    priced(house, "waiting", estimate=0.5, status="queued")
    now = used(house)
    assert (now.gpu_usd, now.expected_usd, now.gpu_budget_usd) == (6.0, 3.5, 15.0)
    with open_session(reading=True) as db:
        assert budgets.usage(db, house.boris.scope).taken_usd == 0


def test_a_month_begins_at_the_tenants_own_midnight(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "now", lambda: AUGUST)
    priced(house, "august", cost=14.0, at=datetime(2026, 8, 31, 20, 59, tzinfo=UTC))
    priced(house, "september", cost=1.0, at=datetime(2026, 8, 31, 21, 1, tzinfo=UTC))
    assert (used(house).gpu_usd, used(house).month, used(house).renews_on) == (1.0, date(2026, 9, 1), date(2026, 10, 1))
    with open_session() as db:
        db.get_one(Tenant, house.anna.scope.tenant_id).timezone = "America/New_York"
        db.commit()
    assert (used(house).gpu_usd, used(house).month) == (15.0, date(2026, 8, 1))


def test_over_the_budget_the_sentence_says_what_until_when_and_what_to_do(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "now", lambda: AUGUST)
    priced(house, "dear", cost=14.9, at=AUGUST)
    with open_session() as db:
        budgets.check_gpu(db, house.anna.scope, 0.0)  # what costs nothing goes on
        budgets.check_gpu(db, house.anna.scope, 0.05)
        budgets.check_gpu(db, house.boris.scope, 15.0)
        with pytest.raises(GpuBudgetSpent) as refused:
            budgets.check_gpu(db, house.anna.scope, 0.2)
    said = {language: refused.value.sentence(language).replace("\xa0", " ") for language in ("ru", "en")}
    assert "занято 14,90 $ из 15,00 $" in said["ru"]
    assert "в 0,20 $" in said["ru"]
    assert "обновится 1 октября" in said["ru"]
    assert "$14.90 of $15.00" in said["en"]
    assert "renews on Oct 1" in said["en"]


def test_two_requests_at_once_do_not_both_take_the_last_dollar(house: House) -> None:
    anna = house.anna.scope
    with open_session() as db:
        budgets.set_budget(db, "anna", gpu_usd=1.0)
        waiting = [
            Job(tenant_id=anna.tenant_id, exercise_id=Exercise(tenant_id=anna.tenant_id, slug=f"s{n}").id, estimate_usd=0.6)
            for n in range(6)
        ]
        for job in waiting:
            db.add(Exercise(id=job.exercise_id, tenant_id=anna.tenant_id, slug=str(job.exercise_id)))
        db.commit()

    def ask(job: Job) -> bool:
        with open_session() as db:
            try:
                budgets.check_gpu(db, anna, 0.6)
            except GpuBudgetSpent:
                return False
            db.add(job)
            db.commit()
            return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(ask, waiting)) == 1


def test_room_counts_sources_outputs_photos_and_voice(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    anna, boris, note = house.anna.scope.tenant_id, house.boris.scope.tenant_id, house.var / "note"
    note.write_bytes(b"x" * 300)
    get_storage().put_file(f"tenants/{anna}/voice/a.webm", note)
    get_storage().put_file(f"tenants/{anna}/photo.webp", note)
    get_storage().put_file(f"tenants/{anna}/exercises/{exercise_id}/v1/poster.webp", note)  # stands in the row already
    get_storage().put_file(f"tenants/{boris}/photo.webp", note)
    with open_session() as db:
        row = db.exec(select(Exercise).where(col(Exercise.slug) == "squat")).one()
        row.source_bytes, row.output_bytes = 1_000, 400
        db.commit()
        assert budgets.usage(db, house.anna.scope).storage_bytes == 2_000
        budgets.set_budget(db, "anna", storage_bytes=3_000)
        budgets.check_storage(db, house.anna.scope, 1_000)
        with pytest.raises(StorageFull) as refused:
            budgets.check_storage(db, house.anna.scope, 1_000_000_000)
    assert "нужно ещё 1 ГБ" in refused.value.sentence("ru").replace("\xa0", " ")


def test_budgets_are_the_trainers_business(house: House) -> None:
    with open_session() as db, pytest.raises(NotFound):
        budgets.usage(db, house.maria.scope)
    with open_session() as db, pytest.raises(NotFound):
        budgets.set_budget(db, "nobody", gpu_usd=1.0)
