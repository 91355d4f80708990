// What Shadow Mode says, in Russian and English.

/** @typedef {keyof typeof RU} Phrase */
/** @typedef {(phrase: Phrase, values?: Record<string, string | number>) => string} Say */

const RU = {
  badge: "Shadow Mode",
  view: "Вид",
  clientShadow: "Тень клиента",
  trainerSkeleton: "Скелет тренера",
  clientSkeleton: "Скелет клиента",
  autoAlign: "Автовыравнивание",
  match: "Совпадение",
  reps: "Повторы",
  lag: "Темп",
  fps: "FPS",
  seconds: "{+value} с",
  repsOnStage: "{n|повтор|повтора|повторов}",
  halvesOnStage: "+ {n} {n|неполный|неполных|неполных}",
  heldOnStage: "{n|секунда|секунды|секунд}",
  start: "Начать",
  stop: "Остановить",
  trainer: "тренер",
  you: "вы",
  stripLabel: "Совпадение по времени",
  stageLabel: "Тренер и ваш силуэт",
  spoken: "Совпадение {score} из 100, повторов: {reps}",
  spokenUnseen: "Вас не видно. {why}",

  welcomeTitle: "Встаньте перед камерой",
  welcome: "Два-три метра от экрана, чтобы было видно всё тело. Картинка с камеры не покидает это устройство.",
  withCamera: "Включить камеру",
  withClip: "Показать на примере",
  withClipHint: "Вместо камеры — запись демо-клиента",
  withoutCamera: "Без камеры",
  partVideo: "Видео тренера",
  partModel: "Модель позы",
  partPython: "Счёт движений",
  megabytes: "{done} из {all} МБ",
  partReady: "готово",
  partWaiting: "загружаю…",
  starting: "Включаю камеру…",
  almost: "Ещё немного: догружаю «{part}»…",

  nobody: "Вас не видно",
  nobodyHint: "Встаньте в кадр",
  partly: "Видно не всё тело",
  partlyHint: "Отойдите на шаг назад",
  small: "Вы слишком далеко",
  smallHint: "Подойдите на шаг ближе",
  clip: "Смотрите на тренера",
  clipHint: "В этом месте записи сравнивать не с чем",
  noCamera: "Без камеры",
  noCameraHint: "Совпадение не считается",

  cameraRefused: "Доступ к камере запрещён",
  cameraRefusedHint: "Нажмите на значок камеры в адресной строке, разрешите доступ и попробуйте ещё раз. Или занимайтесь без камеры.",
  cameraAbsent: "Камера не найдена",
  cameraAbsentHint: "Подключите камеру или откройте эту страницу на телефоне. Или занимайтесь без камеры.",
  cameraBusy: "Камера занята другой программой",
  cameraBusyHint: "Закройте звонок или другую вкладку, где включена камера, и попробуйте ещё раз.",
  cameraInsecure: "Здесь браузер не даёт включить камеру",
  cameraInsecureHint: "Откройте страницу по адресу https:// в Chrome, Safari или Firefox: во встроенных браузерах камеры нет.",
  cameraLost: "Камера отключилась",
  cameraLostHint: "То, что уже сделано, сохранено. Подключите камеру и продолжайте с того же места.",
  tryAgain: "Попробовать ещё раз",
  copyLink: "Скопировать ссылку",
  finishNow: "Закончить и открыть отчёт",

  loadFailed: "Не удалось загрузить тренировку",
  loadFailedHint: "Проверьте сеть и попробуйте ещё раз. Ничего не потеряно.",
  notFound: "Такой тренировки здесь нет",
  notFoundHint: "Ссылка устарела, или тренировка открыта под другим именем.",
  signIn: "Нужно войти",
  signInHint: "Откройте ссылку для входа, которую прислал тренер, и вернитесь сюда.",
  brainFailed: "Распознавание движений не запустилось",
  brainFailedHint: "Обновите браузер или перезагрузите страницу. Заниматься можно и без камеры.",
  videoFailed: "Видео тренера не проигрывается",
  videoFailedHint: "Проверьте сеть и попробуйте ещё раз.",
  home: "На главную",
  finished: "Эта тренировка уже закончена",
  finishedHint: "Её результат — в отчёте. Новую можно начать с главной.",
  openReport: "Открыть отчёт",

  finishing: "Сохраняю результат…",
  kept: "Нет связи с сервером",
  keptHint: "Результат сохранён на этом устройстве и уйдёт сам, как только появится связь.",
  sendAgain: "Отправить сейчас",
};

/** @type {Record<Phrase, string>} */
const EN = {
  badge: "Shadow Mode",
  view: "View",
  clientShadow: "Client's shadow",
  trainerSkeleton: "Trainer's skeleton",
  clientSkeleton: "Client's skeleton",
  autoAlign: "Auto-align",
  match: "Match",
  reps: "Reps",
  lag: "Tempo",
  fps: "FPS",
  seconds: "{+value} s",
  repsOnStage: "{n|rep|reps|reps}",
  halvesOnStage: "+ {n} {n|half rep|half reps|half reps}",
  heldOnStage: "{n|second|seconds|seconds}",
  start: "Start",
  stop: "Stop",
  trainer: "trainer",
  you: "you",
  stripLabel: "Match over time",
  stageLabel: "The trainer and your silhouette",
  spoken: "Match {score} of 100, repetitions: {reps}",
  spokenUnseen: "You are not visible. {why}",

  welcomeTitle: "Step in front of the camera",
  welcome: "Two or three metres from the screen, so that your whole body is seen. The camera's picture never leaves this device.",
  withCamera: "Turn the camera on",
  withClip: "Show me an example",
  withClipHint: "A demo client's recording instead of the camera",
  withoutCamera: "Without a camera",
  partVideo: "Trainer's video",
  partModel: "Pose model",
  partPython: "Movement score",
  megabytes: "{done} of {all} MB",
  partReady: "ready",
  partWaiting: "loading…",
  starting: "Turning the camera on…",
  almost: "Nearly there: still loading “{part}”…",

  nobody: "You are not visible",
  nobodyHint: "Step into the picture",
  partly: "Not all of you is visible",
  partlyHint: "Take a step back",
  small: "You are too far away",
  smallHint: "Take a step closer",
  clip: "Watch the trainer",
  clipHint: "There is nothing to compare with at this moment",
  noCamera: "No camera",
  noCameraHint: "The match is not measured",

  cameraRefused: "Camera access was refused",
  cameraRefusedHint: "Press the camera sign in the address bar, allow access and try again. Or train without the camera.",
  cameraAbsent: "No camera was found",
  cameraAbsentHint: "Plug one in, or open this page on your phone. Or train without a camera.",
  cameraBusy: "Another program is using the camera",
  cameraBusyHint: "Close the call or the other tab that has the camera on, and try again.",
  cameraInsecure: "This browser cannot turn the camera on here",
  cameraInsecureHint: "Open the page by https:// in Chrome, Safari or Firefox: browsers inside other apps have no camera.",
  cameraLost: "The camera went away",
  cameraLostHint: "What you have done is saved. Plug the camera in and go on from the same place.",
  tryAgain: "Try again",
  copyLink: "Copy the link",
  finishNow: "Finish and open the report",

  loadFailed: "The session could not be loaded",
  loadFailedHint: "Check the network and try again. Nothing is lost.",
  notFound: "There is no such session here",
  notFoundHint: "The link is out of date, or the session belongs to someone else.",
  signIn: "Please sign in",
  signInHint: "Open the sign-in link your trainer sent you, then come back here.",
  brainFailed: "Movement recognition did not start",
  brainFailedHint: "Update the browser or reload the page. You can still train without the camera.",
  videoFailed: "The trainer's video does not play",
  videoFailedHint: "Check the network and try again.",
  home: "Home",
  finished: "This session is over",
  finishedHint: "Its result is in the report. A new one starts from your home page.",
  openReport: "Open the report",

  finishing: "Saving your result…",
  kept: "The server cannot be reached",
  keptHint: "Your result is kept on this device and will be sent as soon as there is a connection.",
  sendAgain: "Send now",
};

const CATALOGUES = { ru: RU, en: EN };

/**
 * @param {string} language "ru" or "en"; anything else is read as English
 * @returns {Say}
 */
export function speaker(language) {
  const catalogue = language === "ru" ? CATALOGUES.ru : CATALOGUES.en;
  const locale = language === "ru" ? "ru" : "en";
  const plural = new Intl.PluralRules(locale);
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
  return (phrase, values = {}) =>
    catalogue[phrase].replace(/\{(\+?)(\w+)(?:\|([^|}]*)\|([^|}]*)\|([^}]*))?\}/g, (_, sign, key, one, few, many) => {
      const value = values[key] ?? "";
      if (typeof value === "string") return value;
      if (one === undefined) return (sign ? signed : plain).format(value);
      const rule = plural.select(value);
      return rule === "one" ? one : rule === "few" ? few : many;
    });
}

/** The browser's language, until the session says which one the person chose. */
export function guessLanguage() {
  return (document.documentElement.lang || navigator.language || "ru").toLowerCase().startsWith("ru") ? "ru" : "en";
}
