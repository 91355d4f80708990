// <pc-when datetime="…" lang="ru">: a moment in the reader's own time zone and words: «сегодня, 19:40», “yesterday, 19:40”,
// «12 марта, 08:15».

const DAY_MS = 24 * 3600 * 1000;

customElements.define("pc-when", class extends HTMLElement {
  static observedAttributes = ["datetime", "lang"];

  attributeChangedCallback() {
    const language = this.lang || "ru";
    const moment = new Date(this.getAttribute("datetime") ?? "");
    const time = moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    const days = Math.round((new Date(moment).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / DAY_MS);
    const lately = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    const far = moment.toLocaleDateString(language, { day: "numeric", month: "long" });
    const day = days === 0 || days === -1 ? lately.format(days, "day") : far;
    this.textContent = Number.isNaN(days) ? "" : `${day}, ${time}`;
  }
});
