"""Every face of Shadow Mode as a document: what `perscoach_training` may say, written by hand, to look at and to measure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shot:
    """One face: its document, and whether the client is to be seen on the stage."""

    document: Document
    client: bool = True
    bodies: bool = False


def faces(language: str) -> dict[str, Shot]:
    """Every state of a training by name, as `perscoach_training` may say it."""
    russian = language == "ru"

    def say(ru: str, en: str) -> str:
        return ru if russian else en

    def choice(name: str, ru: str, en: str, kind: str = "plain", hint: tuple[str, str] | None = None) -> Document:
        return {"id": name, "label": say(ru, en), "kind": kind, **({"hint": say(*hint)} if hint else {})}

    def card(name: str, title: str, text: str, choices: list[Document], **more: Any) -> Document:
        return {"id": name, "title": title, "text": text, "choices": choices, **more}

    usual = _usual(say)
    pause = {"id": "pause", "label": say("Пауза", "Pause"), "key": "Space", "kind": "main"}
    pain = {"id": "pain", "label": say("Больно", "It hurts"), "kind": "danger"}
    quiet = [
        {"id": "three", "label": say("В объёме", "In 3D"), "key": "KeyD", "kind": "quiet"},
        {"id": "full", "label": say("Во весь экран", "Full screen"), "key": "KeyF", "kind": "quiet"},
        {"id": "stop", "label": say("Закончить занятие", "End the session"), "kind": "quiet"},
    ]
    score = {"value": 64, "grade": "fair", "label": say("совпадение", "match")}
    moving: Document = {
        **usual,
        "state": "set",
        "training": True,
        "range": True,
        "controls": [pause, pain, *quiet],
        "count": {"value": "7", "of": "12", "label": say("повторов", "reps")},
        "score": score,
        "grades": ["good"] * 5 + ["fair"] * 2 + ["good"] * 2 + ["poor"] * 2 + ["fair"] * 2 + ["none"],
    }
    again = choice("again", "Попробовать снова", "Try again", "main")
    without = choice("none", "Тренироваться без камеры", "Train without the camera")
    resting = card(
        "rest",
        say("Дальше: подход 3 из 3", "Next: set 3 of 3"),
        say("Приседание, 12 повторов с гантелями 8 кг", "Squat, 12 reps with 8 kg dumbbells"),
        [choice("skip", "Начать сейчас", "Start now", "main"), choice("longer", "+ 30 секунд", "30 s more", "quiet")],
    )
    summary = [
        {"label": say("Бёдра", "Thighs"), "share": 0.58, "text": "58%", "grade": "fair"},
        {"label": say("Корпус", "Trunk"), "share": 0.81, "text": "81%", "grade": "good"},
        {"label": say("Колени", "Knees"), "share": 0.9, "text": "90%", "grade": "good"},
        {"label": say("Руки", "Arms"), "share": 0.34, "text": "34%", "grade": "poor"},
    ]
    result = {"value": 87, "grade": "good", "label": say("совпадение", "match")}

    def trouble(name: str, title: tuple[str, str], text: tuple[str, str], *choices: Document) -> Shot:
        return Shot({**usual, "state": "trouble", "card": card(name, say(*title), say(*text), list(choices), tone="warn")}, client=False)

    return {
        "welcome": Shot(
            {
                **usual,
                "state": "welcome",
                "card": card(
                    "welcome",
                    say("Ноги и спина", "Legs and back"),
                    say(
                        "3 упражнения, 9 подходов, около 22 минут. Поставьте телефон на пол или стул и отойдите на 2–3 метра.",
                        "3 exercises, 9 sets, about 22 minutes. Put the phone on a chair and step 2–3 metres back.",
                    ),
                    [
                        choice(
                            "camera",
                            "Начать с камерой",
                            "Start with the camera",
                            "main",
                            ("Видео остаётся на этом устройстве", "The video stays on this device"),
                        ),
                        choice("none", "Без камеры", "Without a camera", "quiet"),
                    ],
                    lines=[
                        {"mark": "ok", "text": say("Ролики тренера", "Trainer's clips")},
                        {
                            "mark": "wait",
                            "text": say("Распознавание движений: ещё 4 МБ", "Movement recognition: 4 MB to go"),
                            "share": 0.58,
                        },
                    ],
                ),
            },
            client=False,
        ),
        "check": Shot(
            {
                **usual,
                "state": "check",
                "cue": {"text": say("Шаг назад", "Step back"), "mood": "hint"},
                "card": card(
                    "check",
                    say("Встаньте в контур", "Step into the outline"),
                    say("Начнём сами, когда всё будет хорошо видно.", "It starts by itself once everything is in view."),
                    [choice("anyway", "Начать всё равно", "Start anyway", "quiet")],
                    picture="silhouette",
                    lines=[
                        {"mark": "ok", "text": say("Света достаточно", "Enough light")},
                        {"mark": "bad", "text": say("Ступни не видны", "Feet are out of the picture")},
                        {"mark": "wait", "text": say("Лицом к камере", "Facing the camera")},
                    ],
                    fields=[
                        {
                            "id": "device",
                            "group": "camera",
                            "kind": "select",
                            "label": say("Камера", "Camera"),
                            "value": "b",
                            "options": [{"value": "a", "label": say("Передняя", "Front")}, {"value": "b", "label": say("Задняя", "Back")}],
                        }
                    ],
                ),
            }
        ),
        "intro": Shot(
            {
                **usual,
                "state": "intro",
                "card": card(
                    "intro",
                    say("Приседание", "Squat"),
                    say(
                        "3 подхода по 12 повторов, гантели 8 кг.\n«Следи за коленями, спину держи ровно».",
                        "3 sets of 12 reps, 8 kg dumbbells.\n“Watch your knees, keep your back straight.”",
                    ),
                    [choice("go", "Поехали", "Let's go", "main")],
                ),
            },
            client=False,
        ),
        "countdown": Shot({**usual, "state": "countdown", "timer": {"value": "3", "share": 0.6, "label": ""}, "controls": [pause, *quiet]}),
        "set": Shot({**moving, "cue": {"text": say("Глубже", "Deeper"), "mood": "advice"}}),
        "set-long": Shot({**moving, "cue": {"text": say("Правое колено наружу", "Right knee out"), "mood": "advice"}}),
        "set-praise": Shot({**moving, "score": result, "cue": {"text": say("Вот так!", "That's it!"), "mood": "praise"}}),
        "unseen": Shot(
            {
                **moving,
                "range": True,
                "score": {**score, "value": None, "grade": "none"},
                "told": {
                    "title": say("Вас не видно", "You are out of view"),
                    "hint": say("Вернитесь в кадр целиком", "Step back into the picture"),
                },
            },
            client=False,
        ),
        "no-camera": Shot({**moving, "score": None, "range": False, "grades": []}, client=False),
        "beside": Shot({**moving, "view": {**usual["view"], "beside": True}}),
        "real": Shot({**moving, "view": {**usual["view"], "figure": "real", "clientSkeleton": True, "beside": True, "limbs": True}}),
        "limbs": Shot({**moving, "view": {**usual["view"], "limbs": True}}),
        "three": Shot({**moving, "cue": {"text": say("Глубже", "Deeper"), "mood": "advice"}}, bodies=True),
        "paused": Shot(
            {
                **usual,
                "state": "paused",
                "count": moving["count"],
                "card": card(
                    "paused",
                    say("Пауза", "Paused"),
                    say("Семь повторов из двенадцати. Всё сохранено.", "Seven reps of twelve. Everything is kept."),
                    [
                        {**choice("go", "Продолжить", "Go on", "main"), "key": "Space"},
                        choice("again", "Подход сначала", "Repeat the set"),
                        choice("stop", "Закончить занятие", "End the session", "quiet"),
                    ],
                ),
            }
        ),
        "rest": Shot({**usual, "state": "rest", "timer": {"value": "0:45", "share": 0.4, "label": say("Отдых", "Rest")}, "card": resting}),
        "feel": Shot(
            {
                **usual,
                "state": "feel",
                "score": result,
                "card": card(
                    "feel",
                    say("Как прошло приседание?", "How did the squats go?"),
                    "",
                    [
                        choice("easy", "Легко", "Easy"),
                        choice("fine", "Нормально", "Fine"),
                        choice("hard", "Тяжело", "Hard"),
                        choice("pain", "Болит", "It hurts", "danger"),
                    ],
                ),
            },
            client=False,
        ),
        "trouble-refused": trouble(
            "cameraRefused",
            ("Камера запрещена", "The camera is not allowed"),
            (
                "Разрешите камеру: значок слева от адреса → «Камера» → «Разрешить».",
                "Allow the camera: the icon to the left of the address → “Camera” → “Allow”.",
            ),
            again,
            without,
        ),
        "trouble-inapp": trouble(
            "cameraInApp",
            ("Откройте в браузере", "Open it in a browser"),
            (
                "Telegram не даёт камеру. Скопируйте ссылку и откройте её в Chrome или Safari.",
                "Telegram gives no camera. Copy the link and open it in Chrome or Safari.",
            ),
            choice("copy", "Скопировать ссылку", "Copy the link", "main"),
            without,
        ),
        "consent": Shot(
            {
                **usual,
                "state": "film",
                "card": card(
                    "consent",
                    say("Записать это занятие?", "Record this session?"),
                    say(
                        "Запись останется на устройстве, пока вы не отправите её тренеру.",
                        "The recording stays on this device until you send it to your trainer.",
                    ),
                    [choice("film", "Записывать", "Record", "main"), choice("nofilm", "Не записывать", "Do not record", "quiet")],
                    fields=[
                        {
                            "id": "overlay",
                            "group": "film",
                            "kind": "switch",
                            "label": say("Со скелетами поверх", "With skeletons on top"),
                            "value": True,
                        },
                        {
                            "id": "room",
                            "group": "film",
                            "kind": "switch",
                            "label": say("Убрать комнату", "Remove the room"),
                            "value": False,
                        },
                    ],
                ),
            },
            client=False,
        ),
        "preview": Shot(
            {
                **usual,
                "state": "film",
                "card": card(
                    "preview",
                    say("Отправить тренеру?", "Send it to your trainer?"),
                    say("20 минут, 96 МБ", "20 minutes, 96 MB"),
                    [
                        choice("send", "Отправить тренеру", "Send to my trainer", "main"),
                        choice("moments", "Только трудные места", "Only the hard moments"),
                        choice("drop", "Удалить запись", "Delete the recording", "quiet"),
                    ],
                    video="film",
                ),
            },
            client=False,
        ),
        "done": Shot(
            {
                **usual,
                "state": "done",
                "score": result,
                "steps": [{**step, "state": "done", "parts": ["done"] * 3} for step in usual["steps"]],
                "grades": moving["grades"] * 3,
                "card": card(
                    "done",
                    say("Готово! 104 повтора", "Done! 104 reps"),
                    say("Лучше всего — колени. В следующий раз опускайтесь глубже.", "Knees were best. Next time go deeper."),
                    [choice("report", "Открыть отчёт", "Open the report", "main"), choice("home", "На главную", "Home", "quiet")],
                    bars=summary,
                ),
            },
            client=False,
        ),
    }


def _usual(say: Callable[[str, str], str]) -> Document:
    names = [say("Приседание", "Squat"), say("Выпады", "Lunges"), say("Подъём рук в стороны", "Lateral raises")]
    parts = [("now", ["done", "now", "open"]), ("open", ["open"] * 3), ("open", ["open"] * 3)]
    one = {"min": 0, "max": 1, "step": 0.05}
    levels = [{"value": level, "label": level} for level in ("off", "few", "some", "all")]
    switches = {
        "clientShadow": say("Тень клиента", "Client's shadow"),
        "trainerSkeleton": say("Скелет тренера", "Trainer's skeleton"),
        "clientSkeleton": say("Скелет клиента", "Client's skeleton"),
        "autoAlign": say("Автовыравнивание", "Auto-align"),
    }
    return {
        "state": "set",
        "training": False,
        "tenant": say("Анна Тренер", "Anna Trainer"),
        "title": names[0],
        "where": say("Подход 2 из 3", "Set 2 of 3"),
        "steps": [{"label": name, "parts": part, "state": state} for name, (state, part) in zip(names, parts, strict=True)],
        "count": None,
        "score": None,
        "cue": None,
        "told": None,
        "timer": None,
        "range": False,
        "card": None,
        "settings": [
            *({"id": name, "group": "view", "kind": "switch", "label": label, "value": True} for name, label in switches.items()),
            {"id": "beside", "group": "view", "kind": "select", "label": say("Тренер и вы", "Trainer and you"), "value": False,
             "options": [{"value": False, "label": say("Вместе", "Overlaid")}, {"value": True, "label": say("Рядом", "Side by side")}]},
            {"id": "volume", "group": "sound", "kind": "range", "label": say("Громкость", "Volume"), "value": 0.6, "text": "60 %", **one},
            {"id": "verbosity", "group": "sound", "kind": "select", "label": say("Подсказки", "Cues"), "value": "some", "options": levels},
            {"id": "speed", "group": "pace", "kind": "range", "label": say("Скорость", "Speed"), "value": 1, "text": "1×", **one},
        ],
        "controls": [],
        "facts": [{"id": "fps", "label": "FPS", "value": "29"}, {"id": "lag", "label": say("Темп", "Tempo"), "value": "+0.3"}],
        "grades": [],
        "live": "",
        "view": {**dict.fromkeys(switches, True), "figure": "colour", "beside": False, "mirror": True, "limbs": False},
        "words": {
            "steps": say("Ход занятия", "Progress"), "view": say("Вид", "View"), "sound": say("Звук", "Sound"), "pace": say("Темп", "Pace"),
            "camera": say("Камера", "Camera"), "match": say("Совпадение", "Match"), "facts": say("Диагностика", "Diagnostics"),
            "more": say("Настройки", "Settings"), "rest": say("Ещё", "More"),
            "close": say("Закрыть", "Close"), "range": say("Глубина", "Depth"), "strip": say("Совпадение по времени", "Match over time"),
            "stage": say("Тренер и вы", "Trainer and you"), "trainer": say("тренер", "trainer"), "you": say("вы", "you"),
        },
        "colours": {},
    }  # fmt: skip
