"""A clip on the page it was uploaded from: how far it is, and the first look's verdict."""

from dataclasses import dataclass

from perscoach_app.services.recent_uploads import RecentUpload
from perscoach_app.state import words
from perscoach_app.state.clips import clip_of
from perscoach_app.state.meters import expected_words
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Upload:
    """What a card shows; every string is in the reader's language."""

    id: str
    title: str
    file: str
    state: str  # queued, processing, ready, failed, cancelled
    percent: int
    line: str  # stage and time left
    label: str  # what a screen reader says of the ring
    why: str  # why it failed
    job: int  # the job that can be stopped; 0 when there is none
    href: str
    verdict: str  # good, better, again; looking; empty when there is none
    verdict_words: str
    advice: list[str]
    picture: str
    box: dict[str, str]  # the found person's place in the picture, CSS
    title_label: str
    open_label: str
    retry_label: str
    cancel_label: str


def upload_of(one: RecentUpload, language: str) -> Upload:
    """The card of one upload."""
    clip, look = clip_of(one.exercise, language), one.look
    failed = clip.state == "failed"
    title = one.exercise.title_ru if language == "ru" else one.exercise.title_en
    verdict = "" if look is None or failed else look.verdict or ("looking" if look.pending and clip.moving else "")
    return Upload(
        id=clip.id,
        title=title or one.exercise.title_ru or one.exercise.title_en,
        file=one.exercise.source_name,
        state=clip.state,
        percent=clip.percent,
        line=words.joined(clip.line, expected_words(one.expected, language)) if clip.state == "queued" else clip.line,
        label=clip.label,
        why=clip.why,
        job=clip.job,
        href=clip.href,
        verdict=verdict,
        verdict_words=say(language, f"upload.verdict_{verdict}") if verdict else "",
        advice=look.sentences if look and not failed else [],
        picture=(look.picture if look else "") or clip.poster,
        box=_place(look.box) if look else {},
        title_label=say(language, "upload.title_of", file=one.exercise.source_name or clip.title),
        open_label=clip.open_label,
        retry_label=clip.retry_label,
        cancel_label=clip.cancel_label,
    )


def _place(box: list[float]) -> dict[str, str]:
    """A box in fractions as CSS insets."""
    if len(box) != 4:
        return {}
    left, top, right, bottom = (f"{100 * share:.1f}%" for share in (box[0], box[1], 1 - box[2], 1 - box[3]))
    return {"left": left, "top": top, "right": right, "bottom": bottom}
