"""What is heard: one voice at a time, from this device only, the clip quieter meanwhile; and a trainer who records hands-free."""

import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route

from perscoach_app.services import phrase_sound
from tests.app.speaking import RATE, recording
from tests.browser.chromium import FLAGS, Camera, executable

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SITE = "http://anna.localhost"
TYPES = {".js": "text/javascript", ".wav": "audio/wav"}
PAGE = "<!doctype html><html lang=ru><title>Sound</title><body><button>tap</button><div id=list></div>"

DEVICE = """
window.spoken = []; window.told = []; let now = null;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  voices: [{ lang: "ru-RU", localService: false, name: "cloud" }, { lang: "en-GB", localService: true, name: "english" },
           { lang: "ru-RU", localService: true, name: "own" }],
  getVoices() { return this.voices; }, addEventListener() {},
  speak(said) { if (said.volume === 0) return; if (now) window.spoken.push("TWO AT ONCE"); now = said;
    window.spoken.push(`${said.voice.name}: ${said.text}`); said.timer = setTimeout(() => { now = null; said.onend(); }, 400); },
  cancel() { if (!now) return; clearTimeout(now.timer); const cut = now; now = null; setTimeout(() => cut.onerror()); },
} });"""

BEGIN = """async (phrases) => {
  const { Sound } = await import("/shadow/sound.js");
  window.sound = new Sound((name, values) => window.told.push(values), document.createElement("audio"));
  window.voices = [...window.speechSynthesis.voices];
  await window.sound.plan({ language: "ru", phrases });
}"""
SAY = "(order) => window.sound.say({ phrase: null, interrupt: false, tone: null, ...order })"
QUIET = "() => window.sound.video.volume < 0.3"
LOUD = "() => window.sound.video.volume === 1"


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(SITE)
    if path == "/":
        return route.fulfill(body=PAGE, content_type="text/html")
    if path == "/phrase.mp3":
        return route.fulfill(body=phrase_sound.ready(recording(speech_s=0.5))[0], content_type="audio/mpeg")
    file = ASSETS / path.lstrip("/")
    return route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix]) if file.is_file() else route.fulfill(status=404)


@pytest.fixture(scope="module")
def opened(browsers: Callable[[Camera], Browser]) -> Iterator[Page]:
    context = browsers("absent").new_context()
    page = context.new_page()
    page.add_init_script(DEVICE)
    page.route("**/*", answer)
    page.goto(f"{SITE}/")
    page.evaluate(BEGIN, {"tone.end": "/shadow/tones/end.wav", "cue.11": "/phrase.mp3", "cue.12": "/gone.mp3"})
    page.click("button")  # browsers let a page be heard only after a tap
    yield page
    context.close()


@pytest.fixture
def page(opened: Page) -> Page:
    """Silence, and the voices there were at first."""
    opened.evaluate("() => { window.sound.silence(); window.speechSynthesis.voices = [...window.voices]; }")
    opened.wait_for_function(LOUD)
    opened.evaluate("() => { window.spoken.length = window.told.length = 0; }")
    return opened


def test_only_a_voice_of_this_device_in_the_clients_language_speaks(page: Page) -> None:
    page.evaluate(SAY, {"text": "глубже"})
    assert page.evaluate("() => window.spoken") == ["own: глубже"]
    page.evaluate("() => { window.speechSynthesis.voices.pop(); }")
    page.evaluate(SAY, {"text": "глубже", "interrupt": True, "tone": "warn"})
    page.evaluate(SAY, {"text": "ещё глубже", "interrupt": True})
    assert page.evaluate("() => window.spoken") == ["own: глубже"]


def test_the_clip_is_quieter_while_something_is_said_and_loud_again_after(page: Page) -> None:
    page.evaluate(SAY, {"text": "Отдых"})
    page.wait_for_function(QUIET)
    page.wait_for_function(LOUD)
    assert page.evaluate("() => window.told.filter((one) => 'speaking' in one).map((one) => one.speaking)") == [True, False]


def test_never_two_voices_at_once(page: Page) -> None:
    """A phrase, a sentence, a number, a signal in one breath: each ends the one before."""
    page.evaluate(SAY, {"text": "Отдых"})
    page.evaluate(SAY, {"text": "три", "interrupt": True})
    page.evaluate(SAY, {"text": "глубже", "phrase": "cue.11"})
    page.evaluate(SAY, {"text": "четыре", "interrupt": True})
    assert page.evaluate("() => window.spoken") == ["own: Отдых", "own: три", "own: четыре"]
    page.wait_for_function("() => window.told.at(-1).speaking === false")


def test_the_trainers_own_voice_goes_before_the_devices(page: Page) -> None:
    page.evaluate(SAY, {"text": "глубже", "phrase": "cue.11"})
    page.wait_for_function(QUIET)
    page.wait_for_function(LOUD)
    page.evaluate(SAY, {"text": "выше", "phrase": "cue.12"})  # its file was not to be had
    assert page.evaluate("() => window.spoken") == ["own: выше"]


def test_signals_sound_where_there_is_no_voice_and_a_pause_ends_all(page: Page) -> None:
    page.evaluate("() => { window.speechSynthesis.voices = []; window.sound.report(); }")
    assert page.evaluate("() => window.told.at(-1)") == {"available": False}
    page.evaluate(SAY, {"text": "Отдых", "tone": "end"})
    page.wait_for_function(QUIET)
    page.evaluate(SAY, {"text": "", "interrupt": True})
    assert page.evaluate("() => window.told.at(-1)") == {"speaking": False}
    page.wait_for_function(LOUD)


def test_phrases_are_recorded_one_after_another_without_a_touch(browsers: Callable[[Camera], Browser], tmp_path: Path) -> None:
    sound = phrase_sound.read(recording(before_s=0.9, speech_s=0.6, after_s=1.1, level=0.08))
    with wave.open(str(tmp_path / "voice.wav"), "wb") as file:  # Chromium's microphone: this, again and again
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.repeat(sound, RATE // phrase_sound.RATE) * 32767).astype("<i2").tobytes())
    microphone = (f"--use-file-for-fake-audio-capture={tmp_path / 'voice.wav'}", "--use-fake-device-for-media-stream")
    args = [*FLAGS, "--use-fake-ui-for-media-stream", *microphone]
    browser = browsers("absent").browser_type.launch(executable_path=executable(), args=args)
    sent: dict[str, bytes] = {}

    def keep(route: Route) -> Any:
        name = route.request.url.rpartition("/")[2]
        if name == "count.3":
            return route.fulfill(status=422, json={"message": "Ничего не слышно."})
        sent[name] = route.request.post_data_buffer or b""
        return route.fulfill(status=204)

    page = browser.new_page()
    page.route("**/*", answer)
    page.route("**/api/voice/phrases/**", keep)
    page.goto(f"{SITE}/")
    page.evaluate("() => import('/pages/voice.js')")
    parts = "<p data-said></p><b data-kept></b><b data-lost></b>" + "".join(f'<i data-take="count.{n}"></i>' for n in (2, 4, 3, 5))
    page.evaluate(
        """(html) => { document.querySelector("#list").innerHTML = html;
          const voice = document.querySelector("pc-voice");
          const take = (name) => voice.setAttribute("take", name);  // as the page's state does: the next one, until one is refused
          const after = { "count.2": "count.4", "count.4": "count.3" };
          voice.querySelector("[data-kept]").onclick = () => take(after[voice.getAttribute("take")]);
          voice.querySelector("[data-lost]").onclick = () => take("");
          take("count.2"); }""",
        f'<pc-voice endpoint="/api/voice/phrases/ru/" texts="{{}}" running="true" take="">{parts}</pc-voice>',
    )
    page.wait_for_function("() => document.querySelector('[data-said]').textContent === 'Ничего не слышно.'", timeout=25_000)
    assert list(sent) == ["count.2", "count.4"]
    assert page.locator("pc-voice").get_attribute("class") == ""
    for body in sent.values():
        words, seconds = phrase_sound.ready(body)
        assert 0.4 < seconds < 1.1
        assert len(words) < 8_000
    browser.close()
