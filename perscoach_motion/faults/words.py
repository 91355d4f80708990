"""Limbs and their faults in words, Russian and English."""

LIMB_WORDS: dict[str, tuple[str, str]] = {
    "left_upper_arm": ("левое плечо", "left upper arm"),
    "left_forearm": ("левое предплечье", "left forearm"),
    "left_thigh": ("левое бедро", "left thigh"),
    "left_shin": ("левая голень", "left shin"),
    "left_foot": ("левая стопа", "left foot"),
    "right_upper_arm": ("правое плечо", "right upper arm"),
    "right_forearm": ("правое предплечье", "right forearm"),
    "right_thigh": ("правое бедро", "right thigh"),
    "right_shin": ("правая голень", "right shin"),
    "right_foot": ("правая стопа", "right foot"),
    "trunk": ("корпус", "trunk"),
    "shoulders": ("линия плеч", "shoulder line"),
    "hips": ("таз", "hips"),
    "head": ("голова", "head"),
}

KIND_WORDS: dict[str, tuple[str, str]] = {
    "squat-like": ("похоже на приседание", "squat-like"),
    "lunge-like": ("похоже на выпад", "lunge-like"),
    "hinge-like": ("похоже на наклон", "hinge-like"),
    "knee-raise-like": ("похоже на подъём колена", "knee-raise-like"),
    "heel-kick-like": ("похоже на захлёст голени", "heel-kick-like"),
    "jack-like": ("похоже на «звёздочку»", "jack-like"),
    "press-like": ("похоже на жим вверх", "press-like"),
    "lateral-raise-like": ("похоже на разведение рук", "lateral-raise-like"),
    "front-raise-like": ("похоже на подъём рук вперёд", "front-raise-like"),
    "curl-like": ("похоже на сгибание рук", "curl-like"),
    "push-up-like": ("похоже на отжимание", "push-up-like"),
    "burpee-like": ("похоже на бёрпи", "burpee-like"),
    "hold": ("удержание", "hold"),
    "movement": ("движение", "movement"),
}
"""Proposed names of the kinds of motion in ``segment.KINDS``."""


def fault_words(limb: str | None, shallow: bool) -> dict[str, str]:
    """What was off, for the eye: ``{"ru": …, "en": …}``.

    Args:
        limb: the client's own limb; ``None`` when no single one stands out.
        shallow: the limb moved, but less far than the trainer's.

    Example:
        >>> fault_words("left_thigh", shallow=True)["en"]
        'Range too small: left thigh'
    """
    if limb is None:
        return {"ru": "Движение отличается от тренера", "en": "The movement differs from the trainer's"}
    ru, en = LIMB_WORDS[limb]
    if shallow:
        return {"ru": f"Неполная амплитуда: {ru}", "en": f"Range too small: {en}"}
    return {"ru": f"Не как у тренера: {ru}", "en": f"Differs from the trainer: {en}"}
