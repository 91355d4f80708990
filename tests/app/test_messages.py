"""What trainer and client say to each other, and who reads it."""

import pytest

from perscoach_app.services import messages, threads, trainings
from perscoach_app.services.errors import NotFound, TooFast
from perscoach_app.services.talk_errors import MessageEmpty, MessageTooLong, MomentUnknown
from perscoach_app.tables import Training
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member
from tests.app.training import done, free

SAMPLES = [[0.25 * k, 80.0, 0.5, 0.0, 0, None] for k in range(40)]


def report(house: House, client: Member) -> tuple[str, str]:
    """A finished training of one set, and the set."""
    training = free(client, house.ready_exercise(house.anna if client.slug == "anna" else house.boris))
    session = done(client, training, 0, SAMPLES, 10.0)
    with open_session() as db:
        trainings.finish(db, client.scope, training)
    return training, session


def test_a_comment_on_a_moment_is_answered_where_it_stands(house: House) -> None:
    training, session = report(house, house.maria)
    anna, maria = house.anna.scope, house.maria.scope
    with open_session() as db:
        asked = messages.comment(db, anna, session, 4.2, "  Колено внутрь.\n\n\n\nЧувствуешь? ")
        assert threads.unread(db, maria) == 1
        found = threads.of_training(db, maria, training)[0]
        assert (found.text, found.at_s, found.by_trainer, found.mine, found.unread) == (
            "Колено внутрь.\n\nЧувствуешь?",
            4.2,
            True,
            False,
            True,
        )
        messages.answer(db, maria, asked, "Да, устала к концу")
        assert threads.unread(db, maria) == 0
        assert threads.unread_by_client(db, anna) == {house.maria.person_id: 1}
        said = threads.of_training(db, anna, training)
    assert [(one.session, one.at_s, one.answers) for one in said] == [(session, 4.2, ""), (session, 4.2, str(asked))]
    assert [(one.seen, one.unread) for one in said] == [(True, False), (False, True)]


def test_a_word_about_a_training_answers_its_report(house: House) -> None:
    training, _ = report(house, house.maria)
    with open_session() as db:
        messages.send(db, house.maria.scope, house.maria.person_id, "Готово!", training_id=training)
        assert db.get_one(Training, trainings.own(db, house.maria.scope, training).id).answered_at is None
        messages.send(db, house.anna.scope, house.maria.person_id, "Отлично!", training_id=training)
        row = trainings.own(db, house.maria.scope, training)
    assert row.answered_at is not None
    assert row.read_at is not None


def test_what_is_marked_to_discuss_waits_until_it_was(house: House) -> None:
    _, session = report(house, house.maria)
    anna, maria = house.anna.scope, house.maria.person_id
    with open_session() as db:
        marked = messages.comment(db, anna, session, 7.0, "", discuss=True)
        plain = messages.comment(db, anna, session, 2.0, "Хорошо")
        assert [one.id for one in threads.to_discuss(db, anna, maria)] == [str(marked)]
        with pytest.raises(NotFound):
            messages.done(db, anna, plain)
        with pytest.raises(NotFound):
            messages.done(db, house.maria.scope, marked)
        messages.done(db, anna, marked)
        assert threads.to_discuss(db, anna, maria) == []


def test_the_trainers_list_of_threads_begins_with_who_waits(house: House) -> None:
    anna, maria, olga = house.anna.scope, house.maria, house.olga
    with open_session() as db:
        messages.send(db, maria.scope, maria.person_id, "Можно перенести на среду?")
        messages.send(db, anna, olga.person_id, "Как спина?")
        found = threads.list_all(db, anna)
        assert [(one.client_id, one.unread, one.last_mine) for one in found] == [(maria.person_id, 1, False), (olga.person_id, 0, True)]
        assert threads.mark_read(db, anna, maria.person_id) == 1
        assert [one.client_id for one in threads.list_all(db, anna)] == [olga.person_id, maria.person_id]
        assert threads.list_all(db, house.boris.scope) == []


def test_a_message_taken_back_is_gone(house: House) -> None:
    anna, maria = house.anna.scope, house.maria
    with open_session() as db:
        sent = messages.send(db, anna, maria.person_id, "Не туда")
        with pytest.raises(NotFound):
            messages.remove(db, maria.scope, sent)
        messages.remove(db, anna, sent)
        assert threads.of_client(db, maria.scope, maria.person_id) == []
        assert threads.unread(db, maria.scope) == 0


def test_nothing_and_too_much_are_refused_in_words(house: House) -> None:
    _, session = report(house, house.maria)
    anna, maria = house.anna.scope, house.maria.person_id
    with open_session() as db:
        with pytest.raises(MessageEmpty):
            messages.send(db, anna, maria, " \n\u200b ")
        with pytest.raises(MessageTooLong, match="2001"):
            messages.send(db, anna, maria, "ы" * 2001)
        for second in (-1.0, 99.0, float("nan")):
            with pytest.raises(MomentUnknown):
                messages.comment(db, anna, session, second, "Тут")


@pytest.mark.parametrize("who", ["olga", "boris", "viktor"])
def test_nobody_else_reads_or_writes(house: House, who: str) -> None:
    training, session = report(house, house.maria)
    other, maria = getattr(house, who).scope, house.maria.person_id
    with open_session() as db:
        sent = messages.send(db, house.anna.scope, maria, "Только вам", training_id=training)
        for deed in (
            lambda: messages.send(db, other, maria, "x"),
            lambda: messages.send(db, other, other.person_id if who != "boris" else maria, "x", training_id=training),
            lambda: messages.comment(db, other, session, 1.0, "x"),
            lambda: messages.answer(db, other, sent, "x"),
            lambda: threads.of_client(db, other, maria),
            lambda: threads.of_training(db, other, training),
            lambda: threads.to_discuss(db, other, maria),
            lambda: threads.mark_read(db, other, maria),
            lambda: messages.done(db, other, sent),
            lambda: messages.remove(db, other, sent),
        ):
            with pytest.raises(NotFound):
                deed()
        assert threads.unread(db, other) == 0


def test_nobody_writes_without_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client's hour is full; her trainer answers forty-five reports in a row."""
    monkeypatch.setattr(messages, "PER_HOUR", 2)
    with open_session() as db:
        for scope in (house.maria.scope, house.anna.scope):
            for _ in range(2):
                messages.send(db, scope, house.maria.person_id, "Привет")
        with pytest.raises(TooFast):
            messages.send(db, house.maria.scope, house.maria.person_id, "Привет")
        messages.send(db, house.anna.scope, house.maria.person_id, "Привет")
        assert len(threads.of_client(db, house.anna.scope, house.maria.person_id)) == 5
