"""When to speak: which fault to name now, when to praise, and when to keep silent.

Feedback on every trial teaches less than on some (Winstein and Schmidt, 1990), and a voice that nags is not heard. So: one thing at a
time, never at once, never the same soon again, less often when it does not help.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, inf, isnan, nan
from typing import Final

from perscoach_motion.faults import cue_words as ranks
from perscoach_motion.faults.faults import FOLLOW, Fault, faults, idle
from perscoach_motion.faults.limb_cues import limb_cue
from perscoach_motion.faults.limb_state import LimbState
from perscoach_motion.faults.phrases import CUES, NUMBER
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.skeleton import LIMBS

PERSISTS_S = 0.6
"""A shorter fault is not worth a word."""
ROUGH_S = 1.2
"""The same for hands, feet, head and what is only held: the estimator reads forearms and feet half as well as thighs and trunk."""
IDLE_S = 2.0
"""Standing still for so long while the trainer moves."""
GAP_S = 3.0
"""Between any two cues: time to hear the first and act on it."""
FOCUS_S = 6.0
"""While what was said last is still off, a less urgent thing waits so long: one thing at a time."""
AGAIN_S = 12.0
"""Before the same cue again: four or five repetitions to try. Trainers who repeat themselves sooner are no longer heard."""
UNHEEDED_S = 20.0
"""Before the third time when two have not helped; twice as long each further time."""
SELDOM_S = 80.0
SETTLES_S = 2.0
"""Nothing is said so soon after a body is found: people walk into place, and smoothing settles. What cannot hurt waits for a whole
repetition: before, nobody knows how far the client goes."""
LOST_S = 1.0
"""A body not seen for so long is found anew; also between two looks farther apart."""
RIGHT_FROM = 75.0
"""A little more than green: a limb on the border is not praised."""
RIGHT_S = 3.0
"""So long it must have been right before praise, and a whole repetition: a fault of the deepest point does not show at rest."""
WHOLE_REPETITION = 1.25
"""Periods after which a whole repetition was certainly seen."""
JUDGED_S = 1.0
"""So much of that time a rule must have been judged: most are only at the working end."""
PRAISE_GAP_S = 10.0
STALE_S = 15.0
"""Praise that found no moment for so long is left out."""
USUAL_PERIOD_S = 2.5
CLEARER = 1.15
"""A fault is named anew at an error larger by this than the one it was named at, which fades over two repetitions."""
RENAMED_AT_ONCE = 3
"""So many limbs are named anew in one look: a camera frame has other work."""
LOOKS_S = 1.0
"""While the same limbs are off and nothing is due, what is most urgent is worked out only so often."""

_MEND: Final = {"deeper": "good_depth", "straight_back": "good_back", "heel_down": "good_heels"}
_BY_PART: Final = {"knee": "good_knees", "arm": "good_arms", "elbow": "good_arms", "hand": "good_arms"}
_GENERAL: Final = (NUMBER["well_done"], NUMBER["better"])


def praise_for(number: int) -> int:
    """Number of the praise for a fault put right.

    Example:
        >>> CUES[praise_for(NUMBER["left_arm_up"]) - 1].name
        'good_arms'
        >>> CUES[praise_for(NUMBER["trunk_up"]) - 1].name
        'well_done'
    """
    name = CUES[CUES[number - 1].family - 1].name
    return NUMBER[_MEND.get(name) or _BY_PART.get(name.partition("_")[0]) or "well_done"]


@dataclass(slots=True)
class _Told:
    """What was said of one family of cues, and what came of it."""

    limbs: tuple[int, ...]
    rule: str
    cue: int
    at: float
    times: int
    wrong_at: float
    right_s: float
    owed: bool


class CueChooser:
    """Says one cue at a time; fed a few times a second.

    Example:
        >>> from perscoach_motion.faults.limb_state import NOBODY
        >>> low = LimbState(40.0, (0.1, 0.6, 0.0), 35.0, 0.5, True, (0.7, -0.7, 0.0))
        >>> chooser = CueChooser()
        >>> said = [chooser.feed(step / 6, [low, *NOBODY[1:]], {}) for step in range(24)]
        >>> [CUES[number - 1].short[1] for number in said if number]
        ['left arm higher']
    """

    def __init__(self, period_s: float = USUAL_PERIOD_S) -> None:
        """``period_s`` is the length of the trainer's repetition, seconds."""
        self._period_s = period_s if period_s > 0 else USUAL_PERIOD_S
        self._settles_s = max(SETTLES_S, WHOLE_REPETITION * self._period_s)
        self._right_s = max(RIGHT_S, WHOLE_REPETITION * self._period_s)
        self.restart()

    def restart(self) -> None:
        """Forget everything: a new session.

        Example:
            >>> chooser = CueChooser()
            >>> chooser.restart()
            >>> chooser.fault is None
            True
        """
        self.fault: Fault | None = None
        """What the last cue was about; ``None`` after praise."""
        self._time = nan
        self._seen_at = self._said_at = self._praised_at = -inf
        self._found_at = inf
        self._look_at = -inf
        self._last = 0
        self._praises = 0
        self._told: dict[int, _Told] = {}
        self._rule_since: dict[str, float] = {}
        self._since = [nan] * len(LIMBS)
        self._named = [0] * len(LIMBS)
        self._strength = [0.0] * len(LIMBS)
        self._idle_since = nan

    def feed(self, time_s: float, states: Sequence[LimbState], rules: Mapping[str, float]) -> int:
        """Take one look at the client.

        Args:
            time_s: the client's clock; when it runs back, a new session begins.
            states: the 14 limbs, the client's own, in the order of ``LIMBS``.
            rules: scores of the rules by name, NaN or absent when not judged.

        Returns:
            Number of the cue to say now, once; 0 for silence.
        """
        if isnan(time_s):
            return 0
        if time_s < self._time:
            self.restart()
        passed = time_s - self._time if time_s - self._time <= LOST_S else 0.0
        self._time = time_s
        if not self._watch(time_s, passed, states, rules):
            return 0
        for told in self._told.values():
            if told.owed:
                self._follow_up(told, time_s, passed, states, rules)
        if time_s - self._found_at < SETTLES_S or time_s - self._said_at < GAP_S:
            return 0
        fault = self._worth_saying(time_s, states, rules)
        number = self._say(fault, time_s) if fault else self._praise(time_s)
        if number:
            self._said_at = time_s
        return number

    def _watch(self, time_s: float, passed: float, states: Sequence[LimbState], rules: Mapping[str, float]) -> bool:
        """Note since when which limb and rule is off, and name it at its clearest; whether anything is seen."""
        seen = False
        keep, spare = -1.0, RENAMED_AT_ONCE
        for limb, state in enumerate(states):
            score = state.score
            if not score < FAULT_BELOW:
                self._named[limb] = 0
                seen = seen or not isnan(score)
                continue
            seen = True
            if not self._named[limb]:
                self._since[limb], self._strength[limb] = time_s, -1.0
            keep = exp(-passed / (2 * self._period_s)) if keep < 0 else keep
            self._strength[limb] *= keep
            if not state.degrees < CLEARER * self._strength[limb] and (spare or not self._named[limb]):
                spare -= 1 if spare else 0
                named = limb_cue(limb, states)
                if named != self._named[limb]:
                    self._named[limb] = named
                    self._look_at = time_s
                self._strength[limb] = 0.0 if isnan(state.degrees) else state.degrees
        for rule, score in rules.items():
            if not score < FAULT_BELOW:
                self._rule_since.pop(rule, None)
            elif rule not in self._rule_since:
                self._rule_since[rule] = self._look_at = time_s
        if not idle(states):
            self._idle_since = nan
        elif isnan(self._idle_since):
            self._idle_since = self._look_at = time_s
        if seen:
            if time_s - self._seen_at > LOST_S:
                self._found_at = time_s
            self._seen_at = time_s
        return seen

    def _worth_saying(self, time_s: float, states: Sequence[LimbState], rules: Mapping[str, float]) -> Fault | None:
        """The most urgent fault that has lasted and was not just spoken of."""
        if time_s < self._look_at or not (any(self._named) or self._rule_since):
            return None
        self._look_at = time_s + LOOKS_S
        found = faults(states, rules, self._named)
        families = [CUES[fault.cue - 1].family for fault in found]
        last = CUES[self._last - 1].rank if self._last in families else inf
        for fault, family in zip(found, families, strict=True):
            told = self._told.get(family)
            due = max(
                self._found_at + self._settles_s if fault.rank > ranks.TRUNK else -inf,
                self._said_at + FOCUS_S if fault.rank > last else -inf,
                told.at + _pause_s(told.times) if told else -inf,
            )
            if time_s >= due and self._has_lasted(fault, time_s):
                return fault
            self._look_at = min(self._look_at, max(time_s, due))
        return None

    def _has_lasted(self, fault: Fault, time_s: float) -> bool:
        if fault.rule:
            return time_s - self._rule_since[fault.rule] >= PERSISTS_S
        if fault.cue == FOLLOW:
            return time_s - self._idle_since >= IDLE_S
        # Of both sides the later one counts: while it flickers, the other is named alone in between.
        return time_s - max(self._since[limb] for limb in fault.limbs) >= (ROUGH_S if fault.rank >= ranks.HANDS else PERSISTS_S)

    def _say(self, fault: Fault, time_s: float) -> int:
        family = CUES[fault.cue - 1].family
        before = self._told.get(family)
        times = before.times + 1 if before else 1
        self._told[family] = _Told(fault.limbs, fault.rule, fault.cue, time_s, times, time_s, 0.0, True)
        self._last = family
        worst = max((self._strength[limb] for limb in fault.limbs), default=nan)
        self.fault = fault if worst <= fault.degrees else replace(fault, degrees=worst)
        return fault.cue

    def _follow_up(self, told: _Told, time_s: float, passed: float, states: Sequence[LimbState], rules: Mapping[str, float]) -> None:
        """Whether what was said has helped: right all the while it is seen."""
        if told.cue == FOLLOW:
            lowest = 0.0 if idle(states) else 100.0
        elif told.rule:
            lowest = rules.get(told.rule, nan)
        else:
            scores = [states[limb].score for limb in told.limbs]
            lowest = nan if isnan(sum(scores)) else min(scores)
        if lowest < FAULT_BELOW:
            told.wrong_at, told.right_s = time_s, 0.0
        elif lowest >= RIGHT_FROM:
            told.right_s += passed
            if self._is_right(told, time_s):
                told.times = 0
                told.owed = told.right_s < self._right_s + STALE_S

    def _is_right(self, told: _Told, time_s: float) -> bool:
        return told.right_s >= (JUDGED_S if told.rule else self._right_s) and time_s - told.wrong_at >= self._right_s

    def _praise(self, time_s: float) -> int:
        """Praise for what was said and has been right since, once; none while a rule is broken."""
        if self._rule_since or time_s - self._praised_at < PRAISE_GAP_S:
            return 0
        off = {praise_for(number) for number in self._named if number}
        for told in self._told.values():
            if not (told.owed and self._is_right(told, time_s)):
                continue
            number = praise_for(told.cue)
            if number in off or (number in _GENERAL and off):
                continue
            told.owed = False
            self.fault = None
            self._praised_at = time_s
            if number in _GENERAL:
                number = _GENERAL[self._praises % len(_GENERAL)]
                self._praises += 1
            return number
        return 0


def _pause_s(times: int) -> float:
    """Before the same again, when it has been said so often without effect."""
    return AGAIN_S if times < 2 else min(SELDOM_S, UNHEEDED_S * 2.0 ** (times - 2))
