"""What is said aloud, and when: one voice, never two things at once, and silence most of the time.

``CueChooser`` finds what is worth saying about the movement; here it is decided whether it is also said, beside counts and announcements.
A voice after every repetition is soon not heard and one that never comes is missed (Winstein and Schmidt, 1990: feedback on about half of
the trials teaches best): so at most a cue in six seconds, that is every second or third repetition, the same after twelve, praise more
seldom still; only what was never said yet comes sooner. What is silent stays visible: the cue on the stage, the limbs' colours, the meter
of the range.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from perscoach_motion.faults.cue_words import HEELS, PRAISE
from perscoach_motion.faults.phrases import CUES
from perscoach_training import spoken

Command = list[Any]
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is said: seconds between two cues, before the same again, before the next praise; up to which rank."""

    gap_s: float
    again_s: float
    praise_s: float
    rank_most: int


MEASURES: Final = {
    "much": Measure(4.0, 10.0, 12.0, PRAISE),
    "usual": Measure(6.0, 12.0, 25.0, PRAISE),
    "few": Measure(6.0, 20.0, inf, HEELS),  # counts, signals, and what may hurt
}
URGENT_GAP_S: Final = 3.0
"""What matters more than what was said last, or was never said yet, waits only until that was heard and acted on: the chooser's own gap."""
WORSE: Final = 1.25
"""The same is said again before its time when it is off by a quarter more than it was."""
CUE_LATE_S: Final = 1.5
"""A cue that had to wait longer speaks of a movement gone by: it is left out, not queued."""
WORD_LATE_S: Final = 4.0
"""«Отдых», then what comes next: an announcement may wait for another."""
COUNT_LATE_S: Final = 0.7
"""So long a count waits for the end of a cue; else it cuts in. A late number is a wrong number."""
HINT_GAP_S, HINT_AGAIN_S = 3.0, 7.0
"""Of the camera check: somebody walks and looks, and needs time to do what was said."""
LETTERS_PER_S, BREATH_S = 12.0, 0.35
"""How long a sentence lasts, when the page does not say: device voices speak 13 to 16 letters a second after a moment's start."""
LONGEST_S: Final = 8.0
"""A page that has begun to speak says when it ends; were that to get lost, silence would last so long."""
NOTE_LONGEST_S: Final = 62.0
"""A trainer's spoken note lasts a minute at most."""
NOTE_LETTERS_MOST: Final = 160
"""Nobody listens to a longer written note; it stands on the screen."""
ON_ITS_WAY_S: Final = 0.15
"""What the page tells so soon after an order was sent before it arrived."""
TEN_S, TEN_FROM_S = 10.0, 20.0
"""«Осталось десять секунд»: in holds and rests that are at least twice as long."""
LAST_REPS_FROM = 5
"""In sets of fewer repetitions «ещё два» says nothing new."""
_COUNT, _WORD, _CUE, _HINT = range(4)
_KINDS: Final = ("count", "word", "cue", "hint")
_LATE_S: Final = (COUNT_LATE_S, WORD_LATE_S, CUE_LATE_S, 0.0)
_MUSTS: Final = ("come_back",)
_TONES: Final = {"go": "go", "rest": "end", "done": "end", "come_back": "warn"}


@dataclass(frozen=True, slots=True)
class _Line:
    """Something to say; what ``must`` be heard also is where little is said. ``number`` is a cue's, ``at`` when it was named."""

    rank: int
    text: str
    phrase: str | None
    tone: str | None
    must: bool = False
    number: int = 0
    off: float = 0.0
    at: float = -inf


class Speaker:
    """Speaks for one training. Every call answers the commands for the page.

    Example:
        >>> speaker = Speaker(lambda key, **values: {"shadow_sound.counts": "one, two, three"}.get(key, key), language="en")
        >>> [order["text"] for name, order in speaker.count(1.0, 2)]
        ['two']
        >>> speaker.cue(1.1, 11, "deeper")  # while the count is spoken
        []
        >>> [order["text"] for name, order in speaker.tick(2.0)]
        ['deeper']
    """

    def __init__(self, say: Say, phrases: Collection[str] = (), wishes: Mapping[str, Any] | None = None, *, language: str = "ru") -> None:
        """``wishes`` is read at each word: ``sound`` (False is mute), ``speech`` (``much``, ``usual``, ``few``)."""
        self._say = say
        self._phrases = frozenset(phrases)
        self._wishes: Mapping[str, Any] = wishes if wishes is not None else {}
        self._numbers = say("shadow_sound.counts").split(", ")
        self.language = language
        self.available = True
        """Whether the device has a voice of its own in this language; the page says."""
        self._waiting: list[tuple[float, _Line]] = []
        self._rank, self._spoke_at, self._ends, self._until = _HINT, -inf, -inf, -inf
        self._cue_at = self._praise_at = self._hint_at = -inf
        self._last = 0
        self._told: dict[int, tuple[float, float]] = {}
        self._hints: dict[str, float] = {}
        self._left = inf
        self._longest = LONGEST_S

    # --- what is said -------------------------------------------------------------------------------------------------

    def count(self, now: float, done: int, of: int | None = None) -> list[Command]:
        """A whole repetition: its number; near the end of a set how many are left."""
        orders = self._offer(now, self._number(done))
        if of is None or of < LAST_REPS_FROM or self._measure is MEASURES["few"]:
            return orders
        left = of - done
        word = "two_more" if left == 2 else "last" if left == 1 else "halfway" if left == of // 2 and self._much else None
        return orders + self._offer(now, self._word(word)) if word else orders

    def countdown(self, now: float, left: int) -> list[Command]:
        """Three, two, one, go."""
        return self._offer(now, self._word("go", _COUNT) if left <= 0 else self._down(left))

    def time_left(self, now: float, left_s: float, of_s: float) -> list[Command]:
        """While a hold or a rest runs, each look: «осталось десять секунд», then the last three. Each is said once."""
        before, self._left = self._left, left_s
        if before <= left_s:
            return []
        for second in (3, 2, 1):
            if before > second >= left_s:
                return self._offer(now, self._down(second))
        if before > TEN_S >= left_s and of_s >= TEN_FROM_S and self._measure is not MEASURES["few"]:
            return self._offer(now, self._word("ten_seconds"))
        return []

    def word(self, now: float, name: str) -> list[Command]:
        """One of ``spoken.WORDS``, or any other sentence of the room ``shadow_sound``."""
        return self._offer(now, self._word(name))

    def tell(self, now: float, text: str, *, must: bool = False) -> list[Command]:
        """A sentence of the moment: the exercise and what is asked, what went wrong, a kind word."""
        return self._offer(now, _Line(_WORD, text, None, None, must))

    def note(self, now: float, item: int, text: str) -> list[Command]:
        """The trainer's note to an exercise: as she spoke it, else read out where it is short."""
        spoken_note = self._recorded(f"note.{item}")
        if not spoken_note and not 0 < len(text) <= NOTE_LETTERS_MOST:
            return []
        return self._offer(now, _Line(_WORD, text, spoken_note, None))

    def signal(self, now: float, tone: str) -> list[Command]:
        """A tone, behind what is being said."""
        return self._offer(now, _Line(_WORD, "", None, tone))

    def hint(self, now: float, text: str, name: str = "") -> list[Command]:
        """What the camera check asks for; not again and again."""
        name = name or text
        if now < self._until or now - self._hint_at < HINT_GAP_S or now - self._hints.get(name, -inf) < HINT_AGAIN_S:
            return []
        self._hint_at = self._hints[name] = now
        return self._offer(now, _Line(_HINT, text, None, None))

    def cue(self, now: float, number: int, text: str, off: float = 0.0) -> list[Command]:
        """What the chooser names in this frame.

        Args:
            now: seconds, the page's clock.
            number: the cue's; 0 is silence.
            text: its short words.
            off: how far off it is, any unit: the same is said sooner when this has grown.
        """
        if not number or not self._is_due(now, number, off):
            return []
        tone = "good" if spoken.is_praise(number) else "warn"
        return self._offer(now, _Line(_CUE, text, spoken.chosen(number, self._phrases), tone, number=number, off=off, at=now))

    # --- the course ---------------------------------------------------------------------------------------------------

    def tick(self, now: float) -> list[Command]:
        """What waited for silence, the most important first."""
        if not self._waiting or now < self._until:
            return []
        self._waiting = [one for one in self._waiting if now <= one[0]]
        if not self._waiting:
            return []
        first = min(self._waiting, key=lambda one: one[1].rank)
        self._waiting.remove(first)
        return self._speak(now, first[1])

    def heard(self, now: float, event: Mapping[str, Any]) -> list[Command]:
        """The page's event ``voice``: whether there is one, or that it has begun to speak or fallen silent."""
        if "available" in event:
            self.available = bool(event["available"])
        if event.get("speaking"):
            self._until = max(self._until, now + self._longest)
        elif "speaking" in event and now - self._spoke_at >= ON_ITS_WAY_S:
            self._until = min(self._until, now)
        return self.tick(now)

    def speaks(self, now: float) -> bool:
        """Whether something is being said, or about to be."""
        return now < self._until or bool(self._waiting)

    def begin(self) -> None:
        """Another set or rest: what waited is of the past."""
        self._waiting, self._left = [], inf

    def hush(self, now: float) -> list[Command]:
        """A pause: silence at once."""
        self.begin()
        speaks, self._until, self._ends = self.speaks(now), now, now
        return [["say", {"text": "", "phrase": None, "kind": "word", "interrupt": True}]] if speaks else []

    # --- inside -------------------------------------------------------------------------------------------------------

    @property
    def whose(self) -> str:
        """Whose voice it is: ``trainer``, ``device`` or ``nobody``."""
        return (
            "trainer"
            if any(name.startswith(("cue.", "count.", "word.")) for name in self._phrases)
            else "device"
            if self.available
            else "nobody"
        )

    @property
    def muted(self) -> bool:
        """Whether nothing at all is heard."""
        return self._wishes.get("sound") is False

    @property
    def _measure(self) -> Measure:
        return MEASURES.get(str(self._wishes.get("speech")), MEASURES["usual"])

    @property
    def _much(self) -> bool:
        return self._measure is MEASURES["much"]

    def _number(self, number: int) -> _Line:
        text = self._numbers[number - 1] if 0 < number <= len(self._numbers) else str(number)
        return _Line(_COUNT, text, self._recorded(f"count.{number}"), "count")

    def _down(self, left: int) -> _Line:
        return self._word("one", _COUNT, "count") if left == 1 else self._number(left)

    def _word(self, name: str, rank: int = _WORD, tone: str | None = None) -> _Line:
        text, phrase = self._say(f"shadow_sound.{name}"), self._recorded(f"word.{name}")
        return _Line(rank, text, phrase, tone or _TONES.get(name), must=name in _MUSTS)

    def _recorded(self, name: str) -> str | None:
        return name if name in self._phrases else None

    def _is_due(self, now: float, number: int, off: float) -> bool:
        """Whether a cue may be heard now, beside those before it."""
        cue, measure = CUES[number - 1], self._measure
        if cue.rank > measure.rank_most:
            return False
        if spoken.is_praise(number):
            return now - self._cue_at >= measure.gap_s and now - self._praise_at >= measure.praise_s
        urgent = self._last and cue.rank < CUES[self._last - 1].rank
        if now - self._cue_at < (URGENT_GAP_S if urgent or cue.family not in self._told else measure.gap_s):
            return False
        at, before = self._told.get(cue.family, (-inf, 0.0))
        return now - at >= measure.again_s or (before > 0.0 and off >= WORSE * before)

    def _offer(self, now: float, line: _Line) -> list[Command]:
        """Says it, lets it wait for a moment of silence, or leaves it out."""
        if now < self._until and self._cuts_in(now, line.rank):
            return self._speak(now, line, interrupt=True)
        # of numbers and cues only the newest is true; announcements follow each other
        self._waiting = [one for one in self._waiting if one[1].rank != line.rank or line.rank == _WORD]
        self._waiting.append((now + _LATE_S[line.rank], line))
        return self.tick(now)

    def _cuts_in(self, now: float, rank: int) -> bool:
        if rank == _COUNT:
            return self._rank != _CUE or self._ends - now > COUNT_LATE_S
        return rank < self._rank and self._rank == _HINT

    def _speak(self, now: float, line: _Line, *, interrupt: bool = False) -> list[Command]:
        if line.number:
            self._remember(now, line)
        if self.muted:
            return []
        if line.rank == _WORD and not line.must and self._measure is MEASURES["few"]:
            if not line.tone:
                return []
            line = _Line(_WORD, "", None, line.tone)
        self._rank = line.rank
        self._spoke_at, self._ends = now, now + BREATH_S + len(line.text) / LETTERS_PER_S
        self._until = self._ends
        self._longest = NOTE_LONGEST_S if line.phrase and line.phrase.startswith("note.") else LONGEST_S
        order = {"text": line.text, "phrase": line.phrase, "kind": _KINDS[line.rank], "interrupt": interrupt, "tone": line.tone}
        return [["say", order]]

    def _remember(self, now: float, line: _Line) -> None:
        self._cue_at = line.at  # the chooser's seconds lie between two namings, whatever the first had to wait
        if spoken.is_praise(line.number):
            self._praise_at = now
        else:
            self._told[CUES[line.number - 1].family] = (now, line.off)
        self._last = line.number
