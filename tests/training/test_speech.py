"""One voice, heard now and then: what is said aloud in a training, and what stays silent."""

from collections.abc import Iterator
from typing import Any

import pytest

from perscoach_app.texts import say as catalogue_say
from perscoach_motion.faults.phrases import CUES, NUMBER
from perscoach_training import spoken
from perscoach_training.speech import LETTERS_PER_S, Command, Speaker

LOOK_S = 1 / 30


def said(orders: list[Command]) -> list[str]:
    return [values["text"] for name, values in orders if name == "say"]


def speaker(*phrases: str, **wishes: Any) -> Speaker:
    return Speaker(lambda key, **values: catalogue_say("ru", key, **values), phrases, wishes)


def text_of(number: int) -> str:
    return CUES[number - 1].short[0]


class Hour:
    """A stretch of time: what the speaker is told, and what is heard when."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.heard: list[tuple[float, str]] = []
        self.now = 0.0

    def tell(self, orders: list[Command]) -> None:
        self.heard += [(round(self.now, 2), text) for text in said(orders)]

    def until(self, end: float) -> Iterator[float]:
        while self.now < end:
            self.now += LOOK_S
            self.tell(self.speaker.tick(self.now))
            yield self.now

    @property
    def words(self) -> list[str]:
        return [text for _, text in self.heard]


def test_a_whole_set_is_counted_aloud_number_by_number() -> None:
    hour = Hour(speaker())
    for now in hour.until(31):
        if abs(now / 3 - round(now / 3)) < LOOK_S / 6:
            hour.tell(hour.speaker.count(now, round(now / 3), 10))
    numbers = ["раз", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"]
    assert [word for word in hour.words if word in numbers] == numbers
    assert [word for word in hour.words if word not in numbers] == ["Ещё два", "Последний!"]


def test_quick_repetitions_are_counted_exactly_too() -> None:
    """A repetition each 0.8 s: the number said is always the present one, and no announcement pushes one away."""
    hour, done = Hour(speaker()), 0
    for now in hour.until(0.8 * 12.4):
        if int(now / 0.8) > done:
            done = int(now / 0.8)
            hour.tell(hour.speaker.count(now, done, 12))
    numbers = [(at, word) for at, word in hour.heard if word not in ("Ещё два", "Последний!")]
    assert len(numbers) == 12
    assert all(abs(at - 0.8 * (1 + index)) < 0.1 for index, (at, _) in enumerate(numbers))


def test_the_same_cue_is_heard_after_twelve_seconds_not_before() -> None:
    hour = Hour(speaker())
    for now in hour.until(30):
        hour.tell(hour.speaker.cue(now, NUMBER["deeper"], "глубже", off=20.0))
    assert [round(at) for at, _ in hour.heard] == [0, 12, 24]


def test_it_is_heard_sooner_when_it_got_worse() -> None:
    hour = Hour(speaker())
    for now in hour.until(11):
        hour.tell(hour.speaker.cue(now, NUMBER["deeper"], "глубже", off=20.0 if now < 7 else 26.0))
    assert [round(at) for at, _ in hour.heard] == [0, 7]


def test_what_was_never_said_comes_after_three_seconds_and_from_then_on_there_are_six_between_two() -> None:
    hour, numbers = Hour(speaker()), [NUMBER["deeper"], NUMBER["arm_up"], NUMBER["toe_out"]]
    for now in hour.until(20):
        for number in numbers:
            hour.tell(hour.speaker.cue(now, number, text_of(number)))
    assert [round(at) for at, _ in hour.heard] == [0, 3, 6, 12, 18]


def test_what_may_hurt_does_not_wait_so_long() -> None:
    hour = Hour(speaker())
    for now in hour.until(5):
        hour.tell(hour.speaker.cue(now, NUMBER["deeper"], "глубже"))
        hour.tell(hour.speaker.cue(now, NUMBER["knee_out"], "колени наружу"))
    assert [(round(at), word) for at, word in hour.heard] == [(0, "глубже"), (3, "колени наружу")]


def test_a_cue_waits_for_the_end_of_the_count() -> None:
    hour = Hour(speaker())
    hour.tell(hour.speaker.count(0.0, 3))
    hour.tell(hour.speaker.cue(0.1, NUMBER["deeper"], "глубже"))
    assert hour.words == ["три"]
    list(hour.until(1.0))
    assert hour.words == ["три", "глубже"]


def test_a_late_cue_is_left_out() -> None:
    """A long sentence is being said: when it is over, the movement that the cue was about is over too."""
    hour = Hour(speaker())
    hour.tell(hour.speaker.tell(0.0, "Следующее упражнение — подъём рук через стороны, три подхода"))
    hour.tell(hour.speaker.cue(0.5, NUMBER["deeper"], "глубже"))
    list(hour.until(10))
    assert len(hour.words) == 1


def test_a_count_cuts_into_a_hint_and_waits_for_the_last_syllable_of_a_cue() -> None:
    one, cue = speaker(), "левое колено согните сильнее"
    one.hint(0.0, "Отойдите на шаг назад")
    [(_, order)] = one.count(0.2, 1)
    assert (order["text"], order["interrupt"]) == ("раз", True)
    one = speaker()
    one.cue(0.0, 50, cue)
    ends = 0.35 + len(cue) / LETTERS_PER_S
    assert said(one.count(ends - 0.4, 2)) == []
    assert said(one.tick(ends + 0.01)) == ["два"]


def test_two_voices_are_never_heard_at_once() -> None:
    """Everything at once for a minute: a line begins only when the one before is over, or cuts it off."""
    one, busy = speaker(speech="much"), 0.0
    for step in range(1800):
        now = step * LOOK_S
        orders = one.tick(now)
        orders += one.cue(now, 1 + step % 60, text_of(1 + step % 60), off=float(step % 7))
        orders += one.hint(now, "Отойдите на шаг назад") + (one.count(now, step // 45, 40) if step % 45 == 0 else [])
        orders += one.word(now, "rest") if step % 200 == 0 else []
        for _, order in orders:
            assert order["interrupt"] or now >= busy
            busy = now + 0.35 + len(order["text"]) / LETTERS_PER_S


@pytest.mark.parametrize(("speech", "least", "most"), [("much", 12, 17), ("usual", 8, 12), ("few", 3, 10)])
def test_how_much_is_heard_in_a_minute_of_steady_mistakes(speech: str, least: int, most: int) -> None:
    hour, numbers = Hour(speaker(speech=speech)), [NUMBER[name] for name in ("knee_out", "deeper", "arm_up", "toe_out", "well_done")]
    for now in hour.until(60):
        for number in numbers:
            hour.tell(hour.speaker.cue(now, number, text_of(number)))
    assert least <= len(hour.heard) <= most


def test_with_few_words_only_counts_and_what_may_hurt_are_heard() -> None:
    one = speaker(speech="few")
    assert said(one.cue(0, NUMBER["deeper"], "глубже") + one.cue(0, NUMBER["well_done"], "вот так!")) == []
    assert said(one.cue(0, NUMBER["straight_back"], "спину ровнее")) == ["спину ровнее"]
    assert said(one.count(9, 9, 10)) == ["девять"]
    [(_, order)] = one.word(20, "rest")
    assert (order["text"], order["tone"]) == ("", "end")


def test_muted_is_muted() -> None:
    one = speaker(sound=False)
    assert one.count(0, 1) + one.cue(0, 1, "спину ровнее") + one.word(0, "rest") + one.countdown(9, 0) == []


def test_praise_is_rare() -> None:
    hour = Hour(speaker())
    for now in hour.until(60):
        hour.tell(hour.speaker.cue(now, NUMBER["well_done"], "вот так!"))
    assert len(hour.heard) == 3


def test_the_end_of_a_rest_is_announced_once() -> None:
    hour = Hour(speaker())
    hour.speaker.begin()
    for now in hour.until(45):
        hour.tell(hour.speaker.time_left(now, 45 - now, 45))
    assert [(round(at), word) for at, word in hour.heard] == [(35, "Осталось десять секунд"), (42, "три"), (43, "два"), (44, "один")]


def test_fifteen_seconds_more_announce_their_own_end() -> None:
    one = speaker()
    assert said(one.time_left(0, 10.1, 30) + one.time_left(0.2, 9.9, 30)) == ["Осталось десять секунд"]
    assert said(one.time_left(1, 24.0, 45) + one.time_left(16, 9.9, 45)) == ["Осталось десять секунд"]


def test_the_camera_check_does_not_nag() -> None:
    hour = Hour(speaker())
    for now in hour.until(20):
        hour.tell(hour.speaker.hint(now, "Отойдите на шаг назад"))
    assert [round(at) for at, _ in hour.heard] == [0, 7, 14]


def test_a_pause_is_silent_at_once_and_nothing_comes_after_it() -> None:
    one = speaker()
    one.word(0, "rest")
    one.tell(0, "Следующее упражнение — выпады")
    [(_, order)] = one.hush(0.2)
    assert (order["text"], order["interrupt"]) == ("", True)
    assert one.tick(5) == []


def test_the_trainers_own_voice_speaks_where_she_recorded() -> None:
    one = speaker("cue.37", "count.3", "word.rest")
    assert one.cue(0, NUMBER["left_knee_out"], "левое колено наружу")[0][1]["phrase"] == "cue.37"
    assert one.count(5, 3)[0][1]["phrase"] == "count.3"
    assert one.count(7, 4)[0][1]["phrase"] is None
    assert one.word(9, "rest")[0][1]["phrase"] == "word.rest"


def test_the_trainers_note_is_heard_to_its_end() -> None:
    one = speaker("note.0")
    [(_, order)] = one.note(0.0, 0, "Колени смотрят туда же, куда и носки")
    assert order["phrase"] == "note.0"
    one.heard(0.1, {"speaking": True})
    assert one.speaks(45.0)
    one.heard(50.0, {"speaking": False})
    assert not one.speaks(50.0)


def test_a_short_written_note_is_read_out_and_a_long_one_is_not() -> None:
    assert said(speaker().note(0.0, 0, "Спину держим ровно")) == ["Спину держим ровно"]
    assert said(speaker().note(0.0, 0, "Очень подробно. " * 20)) == []


def test_who_stepped_out_is_called_back_also_with_few_words() -> None:
    one = speaker(speech="few")
    assert said(one.word(0, "come_back") + one.tell(9, "Камера отключилась", must=True)) == ["Вернитесь в\u00a0кадр", "Камера отключилась"]


def test_a_signal_waits_for_the_last_number() -> None:
    one = speaker()
    one.count(0.0, 10, 10)
    assert one.signal(0.1, "end") == []
    [(_, order)] = one.tick(2.0)
    assert (order["text"], order["tone"]) == ("", "end")


def test_without_any_voice_each_kind_has_its_tone() -> None:
    one = speaker()
    tones = [
        one.count(0, 1),
        one.countdown(3, 0),
        one.word(6, "rest"),
        one.cue(9, 11, "глубже"),
        one.cue(16, NUMBER["better"], "уже лучше!"),
    ]
    assert [orders[0][1]["tone"] for orders in tones] == ["count", "go", "end", "warn", "good"]


def test_the_page_says_when_it_has_fallen_silent() -> None:
    one = speaker()
    one.word(0.0, "rest")
    assert said(one.tell(0.1, "Дальше — выпады")) == []
    assert said(one.heard(0.3, {"speaking": False})) == ["Дальше — выпады"]


def test_forty_six_phrases_make_a_training_sound_like_her() -> None:
    assert len(spoken.FIRST) == len(set(spoken.FIRST)) == 46
    assert {spoken.of_cue(cue.number) for cue in CUES} <= set(spoken.ALL)
    assert len(set(spoken.ALL)) == len(spoken.ALL)


def test_a_slow_voice_is_waited_for() -> None:
    one = speaker()
    one.word(0.0, "rest")
    one.heard(0.1, {"speaking": True})
    assert said(one.tell(2.0, "Дальше — выпады")) == []
    assert said(one.heard(3.0, {"speaking": False})) == ["Дальше — выпады"]


def test_the_end_of_what_a_count_cut_off_is_not_the_end_of_the_count() -> None:
    one = speaker()
    one.hint(0.0, "Отойдите на шаг назад")
    one.count(0.5, 1)
    one.tell(0.5, "Дальше — выпады")
    assert said(one.heard(0.55, {"speaking": False})) == []
