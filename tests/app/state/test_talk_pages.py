"""The pages on which trainer and client write to each other."""

from perscoach_app.services import threads
from perscoach_app.state.comments import CommentsState
from perscoach_app.state.messages import ThreadState
from perscoach_app.tables.database import open_session
from tests.app.state.browsing import House, run, visit
from tests.app.state.test_assign_panel import plain
from tests.app.test_messages import report


def test_a_comment_is_answered_and_what_was_to_discuss_is_done(house: House) -> None:
    training, session = report(house, house.maria)
    trainer = visit(CommentsState, f"/report/{training}", house.anna)
    run(trainer, "load")
    run(trainer, "write", {"words": "Колено внутрь", "session": session, "at_s": "4.2", "moment": "on", "discuss": "on"})
    run(trainer, "write", {"words": "В целом отлично", "session": session, "at_s": "4.2"})
    client = visit(CommentsState, f"/report/{session}", house.maria)  # an older address: one of its sets
    run(client, "load")
    first, whole = client.comments
    assert (plain(first.line.place), first.line.at_s, first.line.discuss, first.line.fresh) == ("«Приседание», 0:04", "4.2", True, True)
    assert (whole.line.text, whole.line.at_s, client.new_messages) == ("В целом отлично", "", 0)
    run(client, "answer", {"message": first.line.id, "words": "Устала к концу"})
    run(trainer, "load")
    assert [(answer.author, answer.text) for answer in trainer.comments[0].answers] == [("Мария", "Устала к концу")]
    assert trainer.comments[0].line.seen
    run(trainer, "discussed", first.line.id, True)
    assert trainer.comments[0].line.done
    run(client, "discussed", first.line.id, False)
    assert client.place == "not_found"


def test_a_thread_is_read_when_it_was_opened(house: House) -> None:
    maria = visit(ThreadState, "/home/messages", house.maria)
    run(maria, "load")
    run(maria, "send", {"words": "Можно в среду?"})
    assert [(line.mine, line.text) for line in maria.lines] == [(True, "Можно в среду?")]
    anna = visit(ThreadState, f"/trainer/messages/{house.maria.person_id}", house.anna)
    run(anna, "load")
    assert (anna.client_name, anna.lines[0].fresh, anna.new_messages) == ("Мария", True, 0), "nor is it counted in the header"
    run(anna, "send", {"words": " "})
    assert anna.problem
    run(anna, "send", {"words": "Да"})
    assert [line.text for line in anna.lines] == ["Можно в среду?", "Да"]
    run(anna, "remove", anna.lines[1].id)
    assert [line.text for line in anna.lines] == ["Можно в среду?"]
    with open_session(reading=True) as db:
        assert threads.unread(db, house.anna.scope) == 0


def test_nobody_elses_thread_opens(house: House) -> None:
    for member, host, path in (
        (house.maria, "anna.localhost:3100", f"/trainer/messages/{house.maria.person_id}"),
        (house.boris, "boris.localhost:3100", f"/trainer/messages/{house.maria.person_id}"),
        (house.anna, "anna.localhost:3100", "/trainer/messages/nobody"),
    ):
        state = visit(ThreadState, path, member, host=host)
        run(state, "load")
        assert state.place == "not_found"
