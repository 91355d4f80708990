"""What can be seen of a page by machine: axe's findings, and the road of the Tab key."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import Page

from perscoach_app.setup.npm import fetch

GRAVE = frozenset({"serious", "critical"})
MOST_STOPS = 150  # of the Tab key on one page: more would be a trap by itself

_MARK = """() => {
  const open = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
  const chosen = 'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex]';
  const radios = new Set();
  const reachable = [...open.querySelectorAll(chosen)].filter(one => {
    if (one.disabled || one.tabIndex < 0 || one.closest('[inert]')) return false;
    if (one.matches('summary') && one !== one.parentElement.querySelector('summary')) return false;
    if (one.type === 'radio' && one.name) {
      const group = [...open.querySelectorAll('input[type=radio]')].filter(other => other.name === one.name);
      if ((group.find(other => other.checked) ?? group[0]) !== one) return false;
    }
    return one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0;
  });
  reachable.forEach((one, index) => { one.dataset.tabStop = index; });
  document.activeElement?.blur();
  return reachable.map(one => (one.ariaLabel || one.innerText || one.name || one.tagName).slice(0, 40));
}"""

_WHERE = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // less motion is still a millisecond of it
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  // a range wears its ring on the thumb, which no script can read
  const ringed = element => {
    if (!element) return false;
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5;
  };
  const box = one.getBoundingClientRect();
  const card = one.closest('li, label, fieldset');
  const brand = getComputedStyle(document.querySelector('.page') ?? document.body).accentColor;
  const lit = card && getComputedStyle(card).borderTopColor === brand;
  return {
    stop: one.dataset.tabStop === undefined ? -1 : Number(one.dataset.tabStop),
    words: (one.ariaLabel || one.innerText || one.name || one.tagName).slice(0, 40),
    ring: one.type === 'range' || ringed(one) || ringed(one.nextElementSibling) || ringed(one.closest('label')) || Boolean(lit),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@cache
def axe_source() -> str:
    """The engine as npm has it."""
    return (fetch("npm-dev") / "axe-core" / "axe.min.js").read_text("utf-8")


def repaint(page: Page, theme: str) -> None:
    """The open page in the other theme, as the server would say it (`Visitor.theme`); colours on their way have arrived."""
    page.evaluate(
        "theme => { document.querySelector('.page').className = document.querySelector('.page').className"
        ".replace(/ (light|dark)|$/, ` ${theme}`);"
        " for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish(); }",
        theme,
    )


def grave_findings(page: Page, *rules: str) -> list[str]:
    """What axe calls serious or critical, one line a finding; of all its rules or some."""
    page.evaluate(axe_source())
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [_in_words(rule, node) for rule in found["violations"] if rule["impact"] in GRAVE for node in rule["nodes"]]


def _in_words(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = next((check["message"] for checks in ("any", "all", "none") for check in node[checks]), "")
    return f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:120]}: {why}"


@dataclass(frozen=True, slots=True)
class TabRoad:
    """What happened on the way through a page by Tab alone."""

    reachable: list[str]
    visited: list[int]
    unseen: list[str]
    ringless: list[str]

    @property
    def missed(self) -> list[str]:
        """What the key never came to."""
        return [words for index, words in enumerate(self.reachable) if index not in self.visited]

    @property
    def in_order(self) -> bool:
        """The key goes as the page is read."""
        return self.visited == sorted(self.visited)


def tab_through(page: Page) -> TabRoad:
    """Presses Tab from the top of the page (or of an open dialog) until it comes round."""
    reachable: list[str] = page.evaluate(_MARK)
    visited: list[int] = []
    unseen: list[str] = []
    ringless: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(_WHERE)
        if here is not None and visited and here["stop"] == visited[-1]:
            continue  # a date and a time have several parts, one Tab each
        if here is None or here["stop"] in visited:
            break
        if here["stop"] >= 0:
            visited.append(here["stop"])
        if not here["seen"]:
            unseen.append(here["words"])
        if not here["ring"]:
            ringless.append(here["words"])
    return TabRoad(reachable, visited, unseen, ringless)
