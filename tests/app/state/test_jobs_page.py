"""The processing page: what runs, waits and ended, and what the month's budgets hold."""

from datetime import timedelta

from sqlalchemy import update

from perscoach_app.services import budgets, leases, people
from perscoach_app.state.jobs import JobsState
from perscoach_app.tables import Job
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.state.browsing import House, run, visit
from tests.app.test_jobs import let_it_expire, taken


def opened(house: House) -> JobsState:
    state = visit(JobsState, "/trainer/jobs", house.anna)
    run(state, "load")
    return state


def plain(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ")


def test_an_empty_page_still_tells_budgets_and_prices(house: House) -> None:
    state = opened(house)
    assert (state.running, state.waiting, state.ended) == ([], [], [])
    assert state.summary == "Сейчас ничего не обрабатывается".replace("ничего не ", "ничего не\xa0")
    assert [plain(meter.value) for meter in state.meters] == ["0,00 $ из 15,00 $", "0 кБ из 20 ГБ"]
    assert [(price.name, price.now, price.assumed) for price in state.prices][:2] == [("Этот сервер", True, False), ("T4", False, True)]
    assert state.prices[0].cost == "бесплатно"


def test_a_job_from_the_queue_to_its_end(house: House) -> None:
    first, second = house.exercise(house.anna, "first"), house.exercise(house.anna, "second")
    house.exercise(house.boris, "unseen")
    state = opened(house)
    assert [(line.exercise, line.line) for line in state.waiting] == [(first, "следующее на\xa0очереди"), (second, "2-е в\xa0очереди")]

    held = taken()
    with open_session() as db:
        leases.heartbeat(db, held, "render", 0.63, 150)
        state._fill(db)
    (line,) = state.running
    assert (line.percent, plain(line.badge)) == (63, "63 %")
    assert plain(line.line) == "вырезаем фон и выравниваем цвет · ещё 3 мин" or plain(line.line).endswith("ещё 2 мин")
    assert plain(state.summary) == "обрабатывается 1 видео · ждёт очереди 1"

    let_it_expire()
    with open_session() as db:
        state._fill(db)
    assert "не отвечает" in plain(state.running[0].line)

    with open_session() as db:
        db.exec(update(Job).where(Job.id == held.job_id).values(lease_until=now() + timedelta(seconds=60)))
        db.commit()
        leases.put_off(db, held, 60, "attempts_spent", {})
        state._fill(db)
    paused = state.waiting[-1]  # what waits for its next attempt stands behind what can begin
    assert (paused.exercise, paused.badge) == (first, "пауза")
    assert plain(paused.line) in ("следующая попытка через 1 мин", "следующая попытка через 59 с", "следующая попытка через 60 с")


def test_a_failed_one_says_why_and_is_tried_again(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db:
        leases.fail(db, taken(), "no_person", {})
    state = opened(house)
    (line,) = state.ended
    assert "Человека" in line.why
    assert line.again
    run(state, "retry", exercise_id)
    assert [each.again for each in state.ended] == [False]  # a newer one waits
    assert [each.exercise for each in state.waiting] == [exercise_id]
    run(state, "cancel", state.waiting[0].id)
    assert state.waiting == []
    assert [each.status for each in state.ended] == ["cancelled", "failed"]
    assert [each.again for each in state.ended] == [True, False]


def test_money_and_room_as_numbers_and_tones(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    held = taken()
    with open_session() as db:
        leases.finish(db, held, output_bytes=900_000_000)
        db.exec(update(Job).values(cost_usd=11.5, busy_s=3600.0))
        db.commit()
        budgets.set_budget(db, "anna", storage_bytes=10**9)
    gpu, room = opened(house).meters
    assert (gpu.percent, gpu.tone, plain(gpu.value)) == (77, "fair", "11,50 $ из 15,00 $")
    assert (room.percent, room.tone) == (90, "fair")
    with open_session() as db:
        db.exec(update(Job).values(cost_usd=14.9))
        db.commit()
        people.set_language(db, house.anna.scope, "en")
    english = opened(house)
    assert english.meters[0].tone == "poor"
    assert english.meters[0].value == "$14.90 of $15.00"
    assert plain(english.ended[0].facts) == "1 hr · $14.90"
    assert english.ended[0].href == f"/trainer/exercise/{exercise_id}"
