// <pc-when datetime="…" lang="ru">: a moment in the reader's own time zone and words.

const DAY_MS = 24 * 3600 * 1000;

class When extends HTMLElement {
  static observedAttributes = ["datetime", "lang"];

  attributeChangedCallback() {
    const moment = new Date(this.getAttribute("datetime") ?? "");
    this.textContent = Number.isNaN(moment.getTime()) ? "" : inWords(moment, this.getAttribute("lang") || "ru");
  }
}

/**
 * «сегодня, 19:40», “yesterday, 19:40”, «12 марта, 08:15».
 * @param {Date} moment
 * @param {string} language
 */
function inWords(moment, language) {
  const time = moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((startOfDay(moment) - startOfDay(new Date())) / DAY_MS);
  const day =
    days === 0 || days === -1
      ? new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day")
      : moment.toLocaleDateString(language, { day: "numeric", month: "long" });
  return `${day}, ${time}`;
}

/** @param {Date} moment */
const startOfDay = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

customElements.define("pc-when", When);
