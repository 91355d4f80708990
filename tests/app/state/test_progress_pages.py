"""What a client sees of herself: her progress over the weeks."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from perscoach_app.services import consents, messages, progress, trainings
from perscoach_app.state import progress as page_of_progress
from perscoach_app.state.home import HomeState
from perscoach_app.state.mine import MineState
from perscoach_app.state.progress import ProgressState
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, SessionChunk, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import Member
from tests.app.state.browsing import House, run, visit
from tests.app.state.test_assign_panel import plain
from tests.app.test_agreements import film
from tests.app.training import trained

SECONDS = 24


def test_each_exercise_has_its_line_over_the_weeks(house: House) -> None:
    squat = house.ready_exercise(house.anna)
    for days_ago, score, depth in ((21, 55.0, 0.6), (14, 68.0, 0.75), (0, 84.0, 0.95)):
        did(house.maria, squat, days_ago, score, depth)
    state = opened(house)
    (card,) = state.cards
    assert (card.title, plain(card.facts), card.only) == ("Приседание", "3 подхода · 3 дня", "")
    assert [(chart.name, plain(chart.was), plain(chart.now)) for chart in card.charts] == [
        ("Совпадение", "55 %", "84 %"),
        ("Амплитуда", "60 %", "95 %"),
        ("Повторы", "5", "5"),
    ]
    score = card.charts[0]
    assert [dot.x for dot in score.dots] == [44.0, 140.0, 332.0]  # a week and two weeks apart
    assert [dot.y for dot in score.dots] == sorted((dot.y for dot in score.dots), reverse=True)  # it went up
    assert plain(score.label).startswith("Совпадение: ")
    assert [row.score for row in card.rows] == ["84\u202f%", "68\u202f%", "55\u202f%"]  # the table has the newest first
    assert sum(int(column.count or 0) for column in state.weeks) == 3


@pytest.mark.parametrize(
    ("days_ago", "lead"),
    [
        ((), "Встаньте в полный рост перед камерой и повторяйте за тренером."),
        ((0,), "1 занятие на этой неделе"),
        ((0, 0, 7, 14), "2 занятия на этой неделе · 3-я неделя подряд"),
        ((7, 14), "Позади 2 недели подряд. Продолжим?"),
        ((28,), "Снова здесь — отлично. Начните спокойно: тело помнит."),
    ],
)
def test_her_home_says_how_steadily_she_trains(house: House, days_ago: tuple[int, ...], lead: str) -> None:
    squat = house.ready_exercise(house.anna)
    for each in days_ago:
        did(house.maria, squat, each, 80.0, 0.9)
    assert plain(home_of(house).lead) == lead


def test_her_home_says_that_her_trainer_has_written(house: House) -> None:
    assert home_of(house).news == ""
    with open_session() as db:
        messages.send(db, house.anna.scope, house.maria.person_id, "Как колено?")
    assert plain(home_of(house).news) == "1 новое сообщение от тренера"


def home_of(house: House) -> Any:
    state = visit(HomeState, "/home", house.maria)
    run(state, "load")
    return state


def test_one_day_makes_no_line(house: House) -> None:
    did(house.maria, house.ready_exercise(house.anna), 0, 80.0, 0.9)
    (card,) = opened(house).cards
    assert card.charts == []
    assert card.only.startswith("Первый день есть.")
    assert len(card.rows) == 1


def test_pain_is_no_score_and_nobody_sees_anothers_numbers(house: House) -> None:
    squat = house.ready_exercise(house.anna)
    did(house.maria, squat, 3, 30.0, 0.5, pain=True)
    did(house.maria, squat, 0, 80.0, 0.9)
    (card,) = opened(house).cards
    assert [row.score for row in card.rows] == ["80\u202f%", "–"]
    assert opened(house, house.olga).cards == []
    assert opened(house, house.anna).cards == []


def test_a_long_history_is_told_by_weeks(house: House) -> None:
    squat = house.ready_exercise(house.anna)
    first = did(house.maria, squat, 0, 80.0, 0.9)
    with open_session() as db:
        row = db.get_one(TrainingSession, first)
        for days in range(1, progress.MOST_POINTS + 1):
            values = {**row.model_dump(exclude={"id", "position"}), "position": days, "started_at": row.started_at - timedelta(days=days)}
            db.add(TrainingSession(**values))
        db.commit()
        (found,) = progress.of_exercises(db, house.maria.scope)
    assert found.weekly
    assert sum(point.sets for point in found.points) == progress.MOST_POINTS + 1
    assert all(point.day.weekday() == 0 for point in found.points)


def test_the_history_tells_visits_not_sets(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    squat = house.ready_exercise(house.anna)
    did(house.maria, squat, 2, 60.0, 0.7)
    did(house.maria, squat, 0, 80.0, 0.9)
    with open_session(reading=True) as db:
        newest, older = progress.history(db, house.maria.scope, limit=5)
        assert [round(each.score or 0) for each in (newest, older)] == [80, 60]
        assert progress.history(db, house.maria.scope, limit=5, before=newest.started_at) == [older]
        assert progress.history(db, house.viktor.scope, limit=5) == []
    monkeypatch.setattr(page_of_progress, "HISTORY_PAGE", 1)
    state = opened(house)
    assert ([row.score for row in state.past], state.has_more) == ([80], True)
    run(state, "more")
    assert ([row.score for row in state.past], state.has_more) == ([80, 60], False)


def did(who: Member, exercise: str, days_ago: int, score: float, depth: float, *, pain: bool = False) -> Any:
    """A set of five repetitions, so many days ago; returns its id."""
    samples = [[t / 5, score, depth * _wave(t / 5), 0.2, min(5, int(t / 5 // 4)), [score] * 14] for t in range(SECONDS * 5)]
    session = progress.parse_id(trained(who, exercise, samples, float(SECONDS), pain=pain))
    with open_session() as db:
        row = db.get_one(TrainingSession, session)
        row.started_at = now() - timedelta(days=days_ago)
        db.add(row)
        db.commit()
    return session


def _wave(t: float) -> float:
    """At rest at the ends of every four seconds, at the bottom in their middle."""
    return 1.0 - abs(t % 4 - 2) / 2


def opened(house: House, who: Member | None = None) -> ProgressState:
    state = visit(ProgressState, "/home/progress", who or house.maria)
    run(state, "load")
    return state


def test_what_is_kept_is_seen_and_deleted_by_her_alone(house: House) -> None:
    training, session, key = film(house, house.maria)
    with open_session() as db:
        chunk = {"tenant_id": house.maria.scope.tenant_id, "session_id": progress.parse_id(session), "number": 0, "samples": []}
        db.add(SessionChunk(**chunk, landmarks=b"points"))
        consents.write(db, house.maria.scope, trainings.own(db, house.maria.scope, training), {ConsentKind.LANDMARKS: True})
    page = mine(house, house.maria)
    (row,) = page.rows
    assert (row.id, row.movement, len(row.films)) == (training, True, 1)
    assert row.films[0].video.startswith(f"/api/media/{key}")
    assert plain(page.seen_by) == "Видео видите вы и ваш тренер."
    assert mine(house, house.olga).rows == mine(house, house.anna).rows == []
    run(mine(house, house.olga), "drop", row.films[0].id)
    run(mine(house, house.anna), "forget", training)  # not even her trainer forgets for her
    assert mine(house, house.maria).rows == page.rows

    run(page, "drop", row.films[0].id)
    assert (page.rows[0].films, page.rows[0].movement) == ([], True)
    assert key not in get_storage().keys(f"tenants/{house.maria.scope.tenant_id}")
    run(page, "forget", training)
    assert page.rows == []
    with open_session(reading=True) as db:
        (chunk,) = db.exec(select(SessionChunk.samples, SessionChunk.landmarks))
        assert chunk == ([], None)  # the numbers stay


def mine(house: House, who: Member) -> MineState:
    page = visit(MineState, "/home/mine", who)
    run(page, "load")
    return page
