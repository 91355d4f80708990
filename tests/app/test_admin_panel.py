"""The panel: figures that a worker publishes, orders that it carries out, each with its line, and nothing of anybody's on the way."""

import logging
import socket
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, col, select, update

from perscoach_app import administering
from perscoach_app.services import (
    admin_figures,
    admin_orders,
    admin_panel,
    admin_troubles,
    audit,
    banner,
    jobs,
    leases,
    mail,
    problems,
    tenants,
)
from perscoach_app.services.admin_errors import BannerUnclear, OrderUnclear
from perscoach_app.services.errors import NameTaken, NotFound
from perscoach_app.services.people_errors import EmailInvalid
from perscoach_app.services.scope import Scope
from perscoach_app.tables import AdminOrder, AuditEntry, Job, Problem, StudioFigures, Tenant, WorkerLine
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.administrators import an_admin, served, work_off
from tests.app.house import House, Member


def test_figures_are_published_and_only_the_platform_reads_them(house: House) -> None:
    admin = an_admin()
    house.ready_exercise(house.anna)
    admin_figures.show_alive("one:1")
    work_off()
    with served(admin) as (db, scope):
        anna, boris = admin_panel.studios(db, scope)
        seen = admin_panel.overview(db, scope)
        (job,) = admin_panel.jobs(db, scope)
    assert (anna.slug, anna.clients, anna.trainers, anna.exercises) == ("anna", 2, 1, 1)
    assert anna.storage_budget_bytes == 20_000_000_000
    assert (boris.slug, boris.clients, boris.exercises) == ("boris", 1, 0)
    assert (seen.studios, seen.clients, seen.workers, seen.waiting) == (2, 3, 1, 0)
    assert (job.slug, job.status) == ("anna", "ready")
    with served(house.anna) as (db, _):
        assert db.exec(select(StudioFigures)).all() == []
    with open_session(reading=True) as db, pytest.raises(NotFound):
        admin_panel.studios(db, house.anna.scope)


def test_what_is_published_names_neither_people_nor_videos(house: House) -> None:
    an_admin()
    exercise = house.exercise(house.anna, "secret-slug")
    with open_session() as db:
        held = leases.lease(db, "one:1")
        assert held is not None
        leases.fail(db, held, "video_unreadable", {"path": "мария дома.mp4"})
    work_off()
    published = [table for table in SQLModel.metadata.sorted_tables if table.name.startswith(("published", "studio", "worker_line"))]
    assert len(published) == 4
    with open_session(reading=True) as db:
        said = repr([db.execute(select(table)).all() for table in published])
    for word in ("мария", "Мария", "Ольга", "Приседание", "squat.mp4", "secret-slug", exercise):
        assert word not in said


def test_a_job_is_stopped_and_begun_again_by_order(house: House) -> None:
    admin = an_admin()
    house.exercise(house.anna)
    with open_session(reading=True) as db:
        (job,) = jobs.list_all(db, house.anna.scope)
    with served(admin) as (db, scope):
        admin_orders.cancel(db, scope, job.id)
        admin_orders.cancel(db, scope, job.id)  # a second press
    work_off()
    with open_session(reading=True) as db:
        assert jobs.get(db, house.anna.scope, job.id).status == "cancelled"
    with served(admin) as (db, scope):
        admin_orders.retry(db, scope, job.id)
    work_off()
    with open_session(reading=True) as db:
        assert [each.status for each in jobs.list_all(db, house.anna.scope)] == ["queued", "cancelled"]
        lines = [(line.deed, line.subject, line.actor_id, line.tenant_id) for line in db.exec(select(AuditEntry))]
    anna = house.anna.scope.tenant_id
    assert lines == [(deed, f"job {job.id}", admin.person_id, anna) for deed in ("job.cancelled", "job.retried")]
    with served(admin) as (db, scope):
        assert [(line.slug, line.deed) for line in admin_panel.deeds(db, scope)] == [
            ("anna", "job.retried"),
            ("anna", "job.cancelled"),
        ]
        assert [order.state for order in admin_orders.newest(db, scope)] == ["done", "done"]


def test_a_worker_killed_while_it_makes_a_studio_leaves_none_without_a_trainer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = an_admin()
    with served(admin) as (db, scope):
        admin_orders.create_studio(db, scope, "olga", "Ольга", "olga@example.org", "ru")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit, "note", killed)  # the last thing before everything is written at once
    with pytest.raises(KeyboardInterrupt):
        work_off()
    with open_session(reading=True) as db:
        assert tenants.by_slug(db, "olga") is None


def test_a_studio_is_made_closed_limited_and_opened_by_order(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, letters = an_admin(), []
    monkeypatch.setattr(mail, "send", lambda to, subject, text, **rest: letters.append((to, rest["action"][1])))
    with served(admin) as (db, scope):
        admin_orders.create_studio(db, scope, "olga", "Ольга", "Olga@example.org", "ru")
        admin_orders.limit(db, scope, "boris", gpu_usd=300, storage_bytes=5e9)  # a slip of the finger, put right while it waits
        admin_orders.limit(db, scope, "boris", gpu_usd=3, storage_bytes=5e9)
        admin_orders.suspend(db, scope, "anna")
    work_off()
    (to, link), *rest = letters
    assert (to, rest) == ("olga@example.org", [])
    assert "//olga.localhost" in link
    with open_session(reading=True) as db:
        assert tenants.by_slug(db, "anna") is None
        assert tenants.by_slug(db, "olga") is not None
        kept = repr([order.model_dump() for order in db.exec(select(AdminOrder))])
    assert "olga@example.org" not in kept  # an order that is done keeps no address…
    assert link.rpartition("/")[2] not in kept  # …and never held the link
    with served(admin) as (db, scope):
        figures = {each.slug: each for each in admin_panel.studios(db, scope)}
        assert (figures["boris"].budget_usd, figures["boris"].storage_budget_bytes) == (3, 5_000_000_000)
        assert figures["anna"].status == "suspended"
        admin_orders.resume(db, scope, "anna")
    work_off()
    with open_session(reading=True) as db:
        assert tenants.by_slug(db, "anna") is not None


def test_an_order_that_cannot_be_done_says_why(house: House) -> None:
    admin = an_admin()
    house.ready_exercise(house.anna)
    house.exercise(house.boris)
    with served(admin) as (db, scope):
        admin_orders.retry(db, scope, 2)  # it waits already
        admin_orders.suspend(db, scope, "admin")  # the platform is no studio
    work_off()
    with served(admin) as (db, scope):
        found = {order.verb: (order.state, order.why) for order in admin_orders.newest(db, scope)}
    assert found["job.retry"] == ("refused", "Это видео уже обрабатывается.")
    assert found["tenant.suspend"] == ("refused", "Такого здесь нет.")
    with open_session(reading=True) as db:
        assert db.exec(select(AuditEntry)).all() == []  # what was not done was not noted


def test_an_order_of_a_worker_that_died_is_not_done_twice(house: House) -> None:
    admin = an_admin()
    with served(admin) as (db, scope):
        admin_orders.suspend(db, scope, "anna")
    with open_session() as db:
        order = admin_orders.take(db)
        assert order is not None
        order.taken_at = now() - admin_orders.LOST - timedelta(seconds=1)
        db.add(order)
        db.commit()
    work_off()
    with served(admin) as (db, scope):
        assert [each.state for each in admin_orders.newest(db, scope)] == ["refused"]
    with open_session(reading=True) as db:
        assert tenants.by_slug(db, "anna") is not None


def test_nobody_else_orders_anything(house: House) -> None:
    deeds: list[Callable[[Session, Scope], None]] = [
        lambda db, scope: admin_orders.suspend(db, scope, "boris"),
        lambda db, scope: admin_orders.cancel(db, scope, 1),
        lambda db, scope: admin_orders.limit(db, scope, "anna", gpu_usd=1000, storage_bytes=1),
        lambda db, scope: admin_orders.create_studio(db, scope, "viktor", "Виктор", "v@example.org", "ru"),
        admin_orders.clear_banner,
    ]
    for member in (house.anna, house.maria):
        for deed in deeds:
            with served(member) as (db, scope), pytest.raises(NotFound):
                deed(db, scope)
    with open_session(reading=True) as db:
        assert db.exec(select(AdminOrder)).all() == []


def test_orders_that_cannot_be_meant(house: House) -> None:
    admin = an_admin().scope
    with open_session() as db:
        for money in (-1, float("nan"), float("inf")):
            with pytest.raises(OrderUnclear):
                admin_orders.limit(db, admin, "anna", gpu_usd=money, storage_bytes=1)
        with pytest.raises(NameTaken):
            admin_orders.create_studio(db, admin, "anna", "Анна", "a@example.org", "ru")
        with pytest.raises(EmailInvalid):
            admin_orders.create_studio(db, admin, "olga", "Ольга", "olga", "ru")
        for wish in (
            banner.Wish("Работы", "", None, now() + timedelta(hours=1)),
            banner.Wish("Работы", "Works", None, now() - timedelta(hours=1)),
            banner.Wish("Работы", "Works", now() + timedelta(hours=2), now() + timedelta(hours=1)),
        ):
            with pytest.raises(BannerUnclear):
                admin_orders.set_banner(db, admin, wish)


def test_a_banner_is_told_to_everybody_until_its_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = an_admin()
    with served(admin) as (db, scope):
        wish = banner.Wish("Обновляем сервер", "Updating the server", now() + timedelta(hours=1), now() + timedelta(hours=2))
        admin_orders.set_banner(db, scope, wish)
    work_off()
    for member in (house.anna, house.boris):
        with served(member) as (db, _):
            told = banner.present(db)
            assert told is not None
            assert told.text("ru") == "Обновляем сервер"
    monkeypatch.setattr(banner, "now", lambda: now() + timedelta(hours=3))
    with open_session(reading=True) as db:
        assert banner.present(db) is None


def test_of_an_exception_only_its_place_is_kept(house: House) -> None:
    admin = an_admin()

    def fail() -> None:
        raise KeyError("Мария, +7 900 000-00-00")

    with problems.counted("web") as tally:
        for _ in range(3):
            try:
                fail()
            except KeyError:
                logging.getLogger("perscoach.test").exception("an event failed")
        problems.write_down(tally, "web")
    with served(admin) as (db, scope):
        (problem,) = problems.listed(db, scope)
        assert (problem.kind, problem.count, problem.process) == ("KeyError", 3, "web")
        assert problem.place.startswith("tests/app/test_admin_panel.py:")
        assert "Мария" not in repr(problem.model_dump())
        problems.settle(db, scope, problem.id or 0)
        assert problems.listed(db, scope) == []
        assert db.exec(select(Problem)).one().count == 0
    with open_session(reading=True) as db, pytest.raises(NotFound):
        problems.listed(db, house.anna.scope)


def test_the_first_page_says_what_is_wrong_and_where_it_is_mended(house: House) -> None:
    admin = an_admin()
    work_off()
    assert wrong(admin) == [("no_worker", "jobs")]
    admin_figures.show_alive("one:1")
    assert wrong(admin) == []
    house.exercise(house.anna)
    with open_session() as db:
        held = leases.lease(db, "one:1")
        assert held is not None
        leases.fail(db, held, "video_unreadable", {})
        db.exec(update(WorkerLine).values(name="gone:2", seen_at=now() - timedelta(hours=3)))
        db.commit()
    admin_figures.show_alive("one:1")
    house.exercise(house.anna, "lunge")
    with open_session() as db:
        db.exec(update(Job).where(col(Job.status) == "queued").values(created_at=now() - admin_troubles.LONG_WAIT - timedelta(minutes=1)))
        db.exec(update(Tenant).where(col(Tenant.slug) == "boris").values(storage_budget_bytes=1, gpu_budget_usd=0.0))
        db.commit()
    work_off()
    with open_session() as db:
        db.exec(update(StudioFigures).where(col(StudioFigures.slug) == "boris").values(storage_bytes=1))
        db.exec(update(StudioFigures).values(counted_at=now() - timedelta(hours=1)))
        db.commit()
    tally = problems.Tally()
    with_an_error(tally)
    problems.write_down(tally, "web")
    found = [("silent", "jobs"), ("stuck", "jobs"), ("failed", "jobs?which=failed"), ("errors", "errors"), ("full", "tenants")]
    assert wrong(admin) == [*found, ("stale", "errors")]


def test_a_worker_that_was_replaced_is_not_missed(house: House) -> None:
    """Every restart would look like a machine that died."""
    an_admin()
    here = socket.gethostname()
    for name in (f"{here}:999999999", "elsewhere:5"):
        admin_figures.show_alive(name)
    with administering.beside_the_queue():
        assert admin_figures.worker_names() == ["elsewhere:5"]
        admin_figures.show_alive(administering.worker_name())
    assert admin_figures.worker_names() == ["elsewhere:5"]


def wrong(admin: Member) -> list[tuple[str, str]]:
    """What the panel's first page begins with."""
    with served(admin) as (db, scope):
        return [(each.kind, each.page) for each in admin_troubles.now(db, scope)]


def with_an_error(tally: problems.Tally) -> None:
    try:
        raise ValueError("secret words")
    except ValueError:
        tally.handle(logging.makeLogRecord({"exc_info": sys.exc_info(), "levelno": logging.ERROR, "name": "test"}))
