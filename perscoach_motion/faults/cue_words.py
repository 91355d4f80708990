"""What a coach says, in words: one row for each cue, Russian and English.

A cue that exists for both sides and for each alone is one row; ``PARTS`` puts it into its three forms. Rows are numbered in the
order of ``ROWS``; numbers go out to pages and into stored summaries, so new rows come at its end.
"""

from dataclasses import dataclass
from typing import Final

BACK, KNEES, HEELS, TRUNK, RANGE, LEGS, ARMS, HANDS, POSTURE, REST, PRAISE = range(11)
"""Ranks, the most urgent first: what may hurt, how far, legs, arms, what is only held, what has no name; praise."""

Pair = tuple[str, str]
"""Russian and English, or both sides and one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body in Russian cases: both sides, left, right; each nominative, accusative, pronoun. English: name, verb, pronoun."""

    russian: tuple[tuple[str, str, str], ...]
    english: tuple[tuple[str, str, str], ...]


def _feminine(both: str, one: str, accusative: str, english: str) -> Part:
    sides = ((f"левая {one}", f"левую {accusative}", "её"), (f"правая {one}", f"правую {accusative}", "её"))
    return Part(((both, both, "их"), *sides), _in_english(english))


def _like_its_accusative(both: str, left: str, right: str, one: str, english: str) -> Part:
    """Neuter, and masculine things: nominative and accusative are alike."""
    sides = [(f"{side} {one}", f"{side} {one}", "его") for side in (left, right)]
    return Part(((both, both, "их"), *sides), _in_english(english))


def _in_english(one: str) -> tuple[tuple[str, str, str], ...]:
    if one.endswith("s"):
        return ((one, "are", "them"), (f"left {one}", "are", "them"), (f"right {one}", "are", "them"))
    return ((f"{one}s", "are", "them"), (f"left {one}", "is", "it"), (f"right {one}", "is", "it"))


PARTS: Final[dict[str, Part]] = {
    "arm": _feminine("руки", "рука", "руку", "arm"),
    "hand": _feminine("кисти", "кисть", "кисть", "hand"),
    "elbow": _like_its_accusative("локти", "левый", "правый", "локоть", "elbow"),
    "knee": _like_its_accusative("колени", "левое", "правое", "колено", "knee"),
    "leg": _feminine("ноги", "нога", "ногу", "leg"),
    "heel": _feminine("пятки", "пятка", "пятку", "heel"),
    "toe": _like_its_accusative("носки", "левый", "правый", "носок", "toes"),
}

Whole = tuple[str, int, str, str, str, str]
"""Name, rank, short Russian and English, full Russian and English."""
Sided = tuple[str, str, int, Pair, str, Pair, str]
"""Name, part, rank, short Russian (both sides, one), short English, full Russian (both sides, one), full English."""

# In a pattern: {by} and {on} take degrees, {share} a share of the trainer's range; without a figure they vanish.
_WHOLE: Final[tuple[Whole, ...]] = (
    ("straight_back", BACK, "спину ровнее", "straighten your back",
     "Спина округляется: держите её ровной.", "Your back rounds: keep it straight."),
    ("trunk_up", TRUNK, "корпус прямее", "chest up",
     "Корпус наклонён больше, чем у тренера{by}: выпрямите его.", "You lean {by}further forward than the trainer: lift your chest."),
    ("trunk_forward", TRUNK, "корпус вперёд", "lean forward",
     "Корпус наклонён вперёд меньше, чем у тренера{by}: наклонитесь сильнее.",
     "You lean {by}less than the trainer: lean further forward."),
    ("not_back", TRUNK, "не отклоняйтесь назад", "don't lean back",
     "Корпус отклонён назад сильнее, чем у тренера{by}: верните его вперёд.",
     "You lean {by}further back than the trainer: bring your chest forward."),
    ("not_left", TRUNK, "не наклоняйтесь влево", "don't lean left",
     "Корпус наклонён влево сильнее, чем у тренера{by}: выпрямите его.",
     "You lean {by}further to the left than the trainer: straighten up."),
    ("not_right", TRUNK, "не наклоняйтесь вправо", "don't lean right",
     "Корпус наклонён вправо сильнее, чем у тренера{by}: выпрямите его.",
     "You lean {by}further to the right than the trainer: straighten up."),
    ("lean_left", TRUNK, "наклонитесь влево", "lean left",
     "Корпус наклонён влево меньше, чем у тренера{by}: наклонитесь влево.",
     "You lean {by}less to the left than the trainer: lean left."),
    ("lean_right", TRUNK, "наклонитесь вправо", "lean right",
     "Корпус наклонён вправо меньше, чем у тренера{by}: наклонитесь вправо.",
     "You lean {by}less to the right than the trainer: lean right."),
    ("hips_up", TRUNK, "таз выше", "hips up",
     "Таз провисает ниже, чем у тренера: поднимите его.", "Your hips sag lower than the trainer's: lift them."),
    ("hips_down", TRUNK, "таз ниже", "hips down",
     "Таз поднят выше, чем у тренера: опустите его.", "Your hips are higher than the trainer's: lower them."),
    ("deeper", RANGE, "глубже", "deeper",
     "Глубины не хватает{share}: опускайте таз ниже.", "Not deep enough{share}: sink your hips lower."),
    ("less_deep", RANGE, "не так глубоко", "not so deep",
     "Опускаетесь глубже, чем тренер{share}: остановитесь выше.", "You go deeper than the trainer{share}: stop a little higher."),
    ("stand_up", RANGE, "выпрямляйтесь до конца", "stand up fully",
     "Наверху ноги остаются согнутыми: выпрямляйтесь до конца.", "Your legs stay bent at the top: stand up fully."),
    ("bend_further", RANGE, "наклон глубже", "bend further",
     "Наклон меньше, чем у тренера{share}: наклоняйтесь ниже.", "You bend less than the trainer{share}: bend further."),
    ("turn_further", RANGE, "разворот больше", "turn further",
     "Разворот меньше, чем у тренера{share}: поворачивайтесь дальше.", "You turn less than the trainer{share}: turn further."),
    ("chest_lower", RANGE, "грудь ниже", "chest lower",
     "Грудь опускается меньше, чем у тренера{share}: сгибайте руки сильнее.",
     "Your chest goes down less than the trainer's{share}: bend your arms more."),
    ("push_up_fully", RANGE, "выжимайтесь до конца", "push up fully",
     "Наверху руки остаются согнутыми: выжимайтесь до конца.", "Your arms stay bent at the top: push up fully."),
    ("left_shoulder_up", POSTURE, "левое плечо выше", "left shoulder higher",
     "Левое плечо ниже, чем у тренера{by}: поднимите его.", "Your left shoulder is {by}lower than the trainer's: raise it."),
    ("right_shoulder_up", POSTURE, "правое плечо выше", "right shoulder higher",
     "Правое плечо ниже, чем у тренера{by}: поднимите его.", "Your right shoulder is {by}lower than the trainer's: raise it."),
    ("shoulders_left", POSTURE, "поверните плечи влево", "turn shoulders left",
     "Плечи развёрнуты вправо сильнее, чем у тренера{by}: поверните их влево.",
     "Your shoulders are turned {by}further right than the trainer's: turn them left."),
    ("shoulders_right", POSTURE, "поверните плечи вправо", "turn shoulders right",
     "Плечи развёрнуты влево сильнее, чем у тренера{by}: поверните их вправо.",
     "Your shoulders are turned {by}further left than the trainer's: turn them right."),
    ("hips_left", POSTURE, "поверните таз влево", "turn hips left",
     "Таз развёрнут вправо сильнее, чем у тренера{by}: поверните его влево.",
     "Your hips are turned {by}further right than the trainer's: turn them left."),
    ("hips_right", POSTURE, "поверните таз вправо", "turn hips right",
     "Таз развёрнут влево сильнее, чем у тренера{by}: поверните его вправо.",
     "Your hips are turned {by}further left than the trainer's: turn them right."),
    ("hips_level", POSTURE, "таз ровнее", "level your hips",
     "Наклон таза вбок отличается от тренера{on}: выровняйте таз.", "Your hips tilt differently from the trainer's{on}: level them."),
    ("head_up", POSTURE, "голову выше", "head up",
     "Голова опущена ниже, чем у тренера{by}: поднимите её.", "Your head is {by}lower than the trainer's: lift it."),
    ("head_down", POSTURE, "голову ниже", "head lower",
     "Голова поднята выше, чем у тренера{by}: опустите её.", "Your head is {by}higher than the trainer's: lower it."),
    ("head_straight", POSTURE, "голову прямо", "head straight",
     "Наклон головы вбок отличается от тренера{on}: держите голову прямо.",
     "Your head tilts differently from the trainer's{on}: keep it straight."),
    ("follow", RANGE, "повторяйте за тренером", "follow the trainer",
     "Движения пока почти нет: повторяйте за тренером.", "Hardly any movement yet: follow the trainer."),
    ("watch", REST, "смотрите на тренера", "watch the trainer",
     "Движение отличается от тренера{on}: посмотрите, как его делает тренер.",
     "The movement differs from the trainer's{on}: watch how the trainer does it."),
    ("well_done", PRAISE, "вот так!", "that's it!", "Стало лучше: продолжайте так же.", "Better now: keep going like this."),
    ("better", PRAISE, "уже лучше!", "much better!", "Стало точнее: продолжайте так же.", "More exact now: keep going like this."),
    ("good_depth", PRAISE, "хорошо, глубина есть", "good, deep enough",
     "Глубины теперь хватает: продолжайте так же.", "Deep enough now: keep it up."),
    ("good_knees", PRAISE, "хорошо, колени на месте", "good, knees are right",
     "Колени теперь на месте: продолжайте так же.", "Your knees are where they should be now: keep it up."),
    ("good_back", PRAISE, "хорошо, спина ровная", "good, straight back",
     "Спина теперь ровная: продолжайте так же.", "Your back is straight now: keep it up."),
    ("good_heels", PRAISE, "хорошо, пятки на полу", "good, heels are down",
     "Пятки теперь на полу: продолжайте так же.", "Your heels stay down now: keep it up."),
    ("good_arms", PRAISE, "руки — то что надо", "good, arms are right",
     "Руки теперь как у тренера: продолжайте так же.", "Your arms are like the trainer's now: keep it up."),
)  # fmt: skip

_SIDED: Final[tuple[Sided, ...]] = (
    ("knee_out", "knee", KNEES, ("{acc} наружу", "{acc} наружу"), "{part} out",
     ("{nom} заваливаются внутрь{on}: направьте их наружу, в сторону носков.",
      "{nom} заваливается внутрь{on}: направьте его наружу, в сторону носка."),
     "Your {part} {are} caving in{on}: push {them} out over your toes."),
    ("heel_down", "heel", HEELS, ("{acc} на пол", "{acc} на пол"), "{part} down",
     ("{nom} отрываются от пола: прижмите их.", "{nom} отрывается от пола: прижмите её."),
     "Your {part} {are} off the floor: press {them} down."),
    ("knee_up", "knee", RANGE, ("{acc} выше", "{acc} выше"), "{part} higher",
     ("{nom} ниже, чем у тренера{by}: поднимайте {pron} выше.",) * 2,
     "Your {part} {are} {by}lower than the trainer's: lift {them} higher."),
    ("knee_down", "knee", LEGS, ("{acc} ниже", "{acc} ниже"), "{part} lower",
     ("{nom} выше, чем у тренера{by}: опустите {pron}.",) * 2, "Your {part} {are} {by}higher than the trainer's: lower {them}."),
    ("knee_bend", "knee", RANGE, ("{acc} согните сильнее",) * 2, "bend {part} more",
     ("{nom} согнуты меньше, чем у тренера{by}: согните их сильнее.", "{nom} согнуто меньше, чем у тренера{by}: согните его сильнее."),
     "Your {part} {are} {by}straighter than the trainer's: bend {them} more."),
    ("knee_closer", "knee", LEGS, ("{acc} ближе", "{acc} ближе"), "{part} closer in",
     ("{nom} разведены шире, чем у тренера{by}: сведите их ближе.", "{nom} отведено дальше, чем у тренера{by}: приблизьте его."),
     "Your {part} {are} {by}further out than the trainer's: bring {them} in."),
    ("knee_forward", "knee", LEGS, ("{acc} вперёд",) * 2, "{part} forward",
     ("{nom} вынесены вперёд меньше, чем у тренера{by}: подайте их вперёд.",
      "{nom} вынесено вперёд меньше, чем у тренера{by}: подайте его вперёд."),
     "Your {part} {are} {by}further back than the trainer's: let {them} travel forward."),
    ("knee_back", "knee", LEGS, ("{acc} назад",) * 2, "{part} back",
     ("{nom} вынесены вперёд больше, чем у тренера{by}: отведите их назад.",
      "{nom} вынесено вперёд больше, чем у тренера{by}: отведите его назад."),
     "Your {part} {are} {by}further forward than the trainer's: bring {them} back."),
    ("leg_straight", "leg", LEGS, ("{acc} прямее",) * 2, "straighten {part}",
     ("{nom} согнуты сильнее, чем у тренера{by}: выпрямите их.", "{nom} согнута сильнее, чем у тренера{by}: выпрямите её."),
     "Your {part} {are} {by}more bent than the trainer's: straighten {them}."),
    ("leg_wider", "leg", RANGE, ("{acc} шире",) * 2, "{part} wider",
     ("{nom} разведены меньше, чем у тренера{by}: разводите их шире.", "{nom} отведена меньше, чем у тренера{by}: отводите её дальше."),
     "Your {part} {are} {by}closer in than the trainer's: take {them} wider."),
    ("leg_closer", "leg", LEGS, ("{acc} ближе",) * 2, "{part} closer in",
     ("{nom} разведены больше, чем у тренера{by}: сведите их ближе.", "{nom} отведена больше, чем у тренера{by}: приставьте её ближе."),
     "Your {part} {are} {by}wider than the trainer's: bring {them} in."),
    ("leg_forward", "leg", LEGS, ("{acc} вперёд",) * 2, "{part} forward",
     ("{nom} вынесены вперёд меньше, чем у тренера{by}: выведите их вперёд.",
      "{nom} вынесена вперёд меньше, чем у тренера{by}: выведите её вперёд."),
     "Your {part} {are} {by}further back than the trainer's: bring {them} forward."),
    ("leg_back", "leg", LEGS, ("{acc} назад",) * 2, "{part} back",
     ("{nom} отведены назад меньше, чем у тренера{by}: отведите их назад.",
      "{nom} отведена назад меньше, чем у тренера{by}: отведите её назад."),
     "Your {part} {are} {by}further forward than the trainer's: take {them} back."),
    ("arm_up", "arm", ARMS, ("{acc} выше",) * 2, "{part} higher",
     ("{nom} ниже, чем у тренера{by}: поднимите {pron}.",) * 2, "Your {part} {are} {by}lower than the trainer's: raise {them}."),
    ("arm_down", "arm", ARMS, ("{acc} ниже",) * 2, "{part} lower",
     ("{nom} выше, чем у тренера{by}: опустите {pron}.",) * 2, "Your {part} {are} {by}higher than the trainer's: lower {them}."),
    ("arm_out", "arm", ARMS, ("{acc} шире", "{acc} в сторону"), "{part} wider",
     ("{nom} разведены меньше, чем у тренера{by}: разведите их шире.",
      "{nom} отведена в сторону меньше, чем у тренера{by}: отведите её дальше."),
     "Your {part} {are} {by}closer in than the trainer's: take {them} wider."),
    ("arm_in", "arm", ARMS, ("не разводите {acc}", "{acc} не отводите"), "{part} closer in",
     ("{nom} разведены больше, чем у тренера{by}: сведите их ближе.",
      "{nom} отведена в сторону больше, чем у тренера{by}: приблизьте её."),
     "Your {part} {are} {by}wider than the trainer's: bring {them} in."),
    ("arm_forward", "arm", ARMS, ("{acc} вперёд",) * 2, "{part} forward",
     ("{nom} вынесены вперёд меньше, чем у тренера{by}: выведите их вперёд.",
      "{nom} вынесена вперёд меньше, чем у тренера{by}: выведите её вперёд."),
     "Your {part} {are} {by}further back than the trainer's: bring {them} forward."),
    ("arm_back", "arm", ARMS, ("{acc} назад",) * 2, "{part} back",
     ("{nom} вынесены вперёд больше, чем у тренера{by}: отведите их назад.",
      "{nom} вынесена вперёд больше, чем у тренера{by}: отведите её назад."),
     "Your {part} {are} {by}further forward than the trainer's: take {them} back."),
    ("arm_bend", "arm", HANDS, ("{acc} согните сильнее",) * 2, "bend {part} more",
     ("{nom} согнуты меньше, чем у тренера{by}: согните их сильнее.", "{nom} согнута меньше, чем у тренера{by}: согните её сильнее."),
     "Your {part} {are} {by}straighter than the trainer's: bend {them} more."),
    ("arm_straight", "arm", HANDS, ("{acc} прямее",) * 2, "straighten {part}",
     ("{nom} согнуты сильнее, чем у тренера{by}: выпрямите их.", "{nom} согнута сильнее, чем у тренера{by}: выпрямите её."),
     "Your {part} {are} {by}more bent than the trainer's: straighten {them}."),
    ("elbow_in", "elbow", ARMS, ("{acc} к корпусу",) * 2, "{part} in",
     ("{nom} разведены шире, чем у тренера{by}: прижмите их ближе к корпусу.",
      "{nom} отведён дальше, чем у тренера{by}: прижмите его ближе к корпусу."),
     "Your {part} {are} {by}wider than the trainer's: tuck {them} in."),
    ("elbow_out", "elbow", ARMS, ("{acc} шире", "{acc} в сторону"), "{part} out",
     ("{nom} ближе к корпусу, чем у тренера{by}: разведите их шире.", "{nom} ближе к корпусу, чем у тренера{by}: отведите его в сторону."),
     "Your {part} {are} {by}closer in than the trainer's: take {them} out."),
    ("hand_up", "hand", HANDS, ("{acc} выше",) * 2, "{part} higher",
     ("{nom} ниже, чем у тренера{by}: поднимите {pron}.",) * 2, "Your {part} {are} {by}lower than the trainer's: raise {them}."),
    ("hand_down", "hand", HANDS, ("{acc} ниже",) * 2, "{part} lower",
     ("{nom} выше, чем у тренера{by}: опустите {pron}.",) * 2, "Your {part} {are} {by}higher than the trainer's: lower {them}."),
    ("hand_out", "hand", HANDS, ("{acc} шире", "{acc} наружу"), "{part} wider",
     ("{nom} ближе к середине, чем у тренера{by}: разведите их шире.",
      "{nom} ближе к середине, чем у тренера{by}: отведите её наружу."),
     "Your {part} {are} {by}closer in than the trainer's: take {them} wider."),
    ("hand_in", "hand", HANDS, ("{acc} внутрь",) * 2, "{part} closer in",
     ("{nom} дальше от середины, чем у тренера{by}: приблизьте {pron}.",) * 2,
     "Your {part} {are} {by}further out than the trainer's: bring {them} in."),
    ("hand_forward", "hand", HANDS, ("{acc} вперёд",) * 2, "{part} forward",
     ("{nom} вынесены вперёд меньше, чем у тренера{by}: выведите их вперёд.",
      "{nom} вынесена вперёд меньше, чем у тренера{by}: выведите её вперёд."),
     "Your {part} {are} {by}further back than the trainer's: bring {them} forward."),
    ("hand_back", "hand", HANDS, ("{acc} назад",) * 2, "{part} back",
     ("{nom} вынесены вперёд больше, чем у тренера{by}: отведите их назад.",
      "{nom} вынесена вперёд больше, чем у тренера{by}: отведите её назад."),
     "Your {part} {are} {by}further forward than the trainer's: take {them} back."),
    ("toe_out", "toe", POSTURE, ("{acc} наружу",) * 2, "{part} out",
     ("{nom} развёрнуты меньше, чем у тренера{by}: разверните их наружу.",
      "{nom} развёрнут меньше, чем у тренера{by}: разверните его наружу."),
     "Your {part} {are} turned {by}further in than the trainer's: turn {them} out."),
    ("toe_in", "toe", POSTURE, ("{acc} внутрь",) * 2, "{part} in",
     ("{nom} развёрнуты больше, чем у тренера{by}: поверните их внутрь.",
      "{nom} развёрнут больше, чем у тренера{by}: поверните его внутрь."),
     "Your {part} {are} turned {by}further out than the trainer's: turn {them} in."),
    ("toe_down", "toe", POSTURE, ("{acc} ниже",) * 2, "{part} lower",
     ("{nom} подняты выше, чем у тренера{by}: опустите их.", "{nom} поднят выше, чем у тренера{by}: опустите его."),
     "Your {part} {are} {by}higher than the trainer's: lower {them}."),
)  # fmt: skip

ROWS: Final[tuple[Whole | Sided, ...]] = (*_WHOLE, *_SIDED)
"""All of them. A new row is added behind these, so that no number changes."""
