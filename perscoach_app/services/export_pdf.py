"""A training's report on paper: overall, then set by set the strip, the moments, the limbs; what was not seen is said."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from perscoach_app.services import pdf_fonts
from perscoach_app.services.exports import Sheet, limb_name, moment_words
from perscoach_app.services.tones import tone
from perscoach_app.services.training_report import ExerciseReport, SetReport
from perscoach_app.texts import say
from perscoach_app.texts.formats import FAST, THIN, clock, day, duration, percent, time_of_day

MARGIN = 18.0  # mm, as all lengths here
STRIP = 14.0  # height of the strip
SET_NEEDS = 62.0  # what of a set stays together on a page: its heading, its strip and a moment
LIMBS_SHOWN = 6  # the worst ones: the whole list is in the CSV
FLOOR, UNSEEN = 0.12, 0.06  # of the strip's height, as on the pages
INK, GREY, LINE = (20, 20, 28), (96, 98, 112), (214, 214, 222)
COLOURS = {"good": (14, 140, 84), "fair": (214, 138, 0), "poor": (204, 44, 44), "": (196, 196, 204)}
"""Darker than on the screen: the same three tones on white paper, told apart in grey print, too, by height and hatching."""


class _Paper(FPDF):
    """A4 with the studio's name and the number under every page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self._foot = foot
        self.set_margins(MARGIN, MARGIN)
        self.c_margin = 0.0  # words and bars begin on one line
        self.set_auto_page_break(True, MARGIN + 4)
        pdf_fonts.add_to(self)

    def footer(self) -> None:
        """Called by fpdf2 at the end of each page."""
        self.set_y(-MARGIN)
        self.write_line(f"{self._foot} · {self.page_no()}", 8, GREY)

    def write_line(self, words: str, size: float, ink: tuple[int, int, int] = INK, style: str = "") -> None:
        """A paragraph over the whole width."""
        self.set_font(pdf_fonts.MAIN, style, size)
        self.set_text_color(*ink)
        self.multi_cell(0, size * 0.52, pdf_fonts.writable(self, words.replace(THIN, FAST)), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def write(sheet: Sheet, language: str, made_at: datetime | None = None) -> bytes:
    """The report as PDF.

    Args:
        sheet: The training.
        language: The reader's.
        made_at: What the file says of its making; now when it is None.
    """
    pdf = _Paper(sheet.studio)
    pdf.set_lang(language)
    pdf.set_title(f"{sheet.report.client_name}: {sheet.title(language)}")
    pdf.set_creator("pers.coach")
    if made_at is not None:
        pdf.set_creation_date(made_at)
    pdf.add_page()
    _head(pdf, sheet, language)
    _digest(pdf, sheet, language)
    _unseen(pdf, sheet, language)
    for exercise, one in sheet.done():
        _set(pdf, exercise, one, language)
    return bytes(pdf.output())


def _head(pdf: _Paper, sheet: Sheet, language: str) -> None:
    report, found = sheet.report, sheet.report.digest
    pdf.write_line(sheet.studio, 9, GREY)
    pdf.ln(2)
    pdf.write_line(sheet.title(language), 22, style="B")
    started = report.started_at.astimezone(ZoneInfo(sheet.zone))
    when = f"{day(language, started, year=True)}, {time_of_day(language, started, sheet.zone)}"
    pdf.write_line(f"{report.client_name} · {when}", 11, GREY)
    pdf.ln(4)
    facts = [
        f"{say(language, 'exports.score')}: {percent(language, found['score'])}",
        say(language, "exports.sets", n=found["sets"]),
        say(language, "exports.reps", n=found["reps"]) if found["reps"] else "",
        duration(language, found["duration_s"]),
    ]
    pdf.write_line(" · ".join(fact for fact in facts if fact), 12, style="B")


def _digest(pdf: _Paper, sheet: Sheet, language: str) -> None:
    """The best repetition and the worst moments of the whole training."""
    best, moments = sheet.report.digest["best"], sheet.report.digest["moments"]
    if best:
        pdf.ln(2)
        pdf.write_line(say(language, "exports.best"), 11, style="B")
        pdf.write_line(f"{_place(sheet, best, language)} · {percent(language, best['score'])}", 10)
    pdf.ln(2)
    pdf.write_line(say(language, "exports.moments"), 11, style="B")
    for each in moments:
        score = percent(language, each["score"])
        pdf.write_line(f"{_place(sheet, each, language)}: {moment_words(each, language).rstrip('.')} · {score}", 10)
    if not moments:
        pdf.write_line(say(language, "exports.no_moments"), 10, GREY)


def _unseen(pdf: _Paper, sheet: Sheet, language: str) -> None:
    """What no number speaks of, said plainly."""
    pdf.ln(2)
    for each in sheet.report.unseen:
        share = percent(language, None if each.share is None else 100 * each.share)
        limbs = ", ".join(limb_name(limb, language) for limb in each.limbs).lower()
        pdf.write_line(say(language, f"exports.unseen_{each.kind}", share=share, limbs=limbs), 10, GREY)
    if sheet.report.digest["verified"] == "all":
        pdf.write_line(say(language, "exports.is_verified"), 10, GREY)


def _place(sheet: Sheet, place: dict[str, Any], language: str) -> str:
    title = sheet.exercise(place["item"]).title(language)
    return f"{say(language, 'exports.set_title', title=title, n=place['set'])}, {clock(place['start_s'])}"


def _set(pdf: _Paper, exercise: ExerciseReport, one: SetReport, language: str) -> None:
    if pdf.will_page_break(SET_NEEDS):
        pdf.add_page()
    pdf.ln(5)
    pdf.set_draw_color(*LINE)
    pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())
    pdf.ln(4)
    pdf.write_line(say(language, "exports.set_title", title=exercise.title(language), n=one.number), 14, style="B")
    pdf.write_line(_facts(one, language), 10, GREY)
    if one.pain:
        pdf.write_line(say(language, "exports.hurt"), 10)
        return
    pdf.ln(2)
    _strip(pdf, one.summary.get("strip") or [])
    _repetitions(pdf, one, language)
    _weakest(pdf, one, language)


def _facts(one: SetReport, language: str) -> str:
    halves = sum(each.kind == "half" for each in one.repetitions)
    facts = [
        percent(language, one.score) if one.score is not None else "",
        say(language, "exports.reps", n=one.reps) if one.reps or halves else "",
        f"{halves} {say(language, 'exports.kind_half')}" if halves else "",
        duration(language, one.duration_s),
        say(language, f"exports.by_{one.counted_by}"),
    ]
    return " · ".join(fact for fact in facts if fact)


def _repetitions(pdf: _Paper, one: SetReport, language: str) -> None:
    """Each with its score; what the trainer said of it stands beside."""
    words = []
    for each in one.repetitions:
        mark = f" ({say(language, f'exports.mark_{each.mark}')})" if each.mark else ""
        worth = percent(language, each.score) if each.score is not None else say(language, f"exports.kind_{each.kind}")
        words.append(f"{each.number}: {worth}{mark}".replace(" ", FAST))
    if words:
        pdf.ln(2)
        pdf.write_line(say(language, "exports.repetitions"), 11, style="B")
        pdf.write_line("   ".join(words), 10)


def _strip(pdf: _Paper, strip: Sequence[dict[str, Any]]) -> None:
    """Bars over the time of the set: the higher the better; poor ones are hatched, fair ones have a gap."""
    if not strip:
        return
    begin, length = strip[0]["start_s"], max(1e-6, strip[-1]["end_s"] - strip[0]["start_s"])
    bottom, wide = pdf.get_y() + STRIP, pdf.w - 2 * MARGIN
    for bar in strip:
        score = bar["score"]
        high = STRIP * (UNSEEN if score is None else max(FLOOR, score / 100))
        left, right = (MARGIN + wide * (bar[edge] - begin) / length for edge in ("start_s", "end_s"))
        width = max(0.3, right - left - 0.3)
        pdf.set_fill_color(*COLOURS[tone(score)])
        pdf.rect(left, bottom - high, width, high, "F")
        pdf.set_fill_color(255, 255, 255)
        if tone(score) == "fair":
            pdf.rect(left, bottom - high + 1, width, 0.5, "F")
        elif tone(score) == "poor":
            for step in range(1, int(high / 1.2) + 1):
                pdf.rect(left, bottom - step * 1.2, width, 0.4, "F")
    pdf.set_draw_color(*LINE)
    pdf.line(MARGIN, bottom, MARGIN + wide, bottom)
    pdf.set_y(bottom + 1)
    pdf.set_font(pdf_fonts.MAIN, "", 8)
    pdf.set_text_color(*GREY)
    pdf.cell(wide / 2, 4, clock(begin))
    pdf.cell(wide / 2, 4, clock(begin + length), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _weakest(pdf: _Paper, one: SetReport, language: str) -> None:
    """The limbs that cost most, and in how many repetitions: as the page tells them."""
    cost = Counter(each.worst_limb for each in one.repetitions if each.worst_limb and tone(each.score) != "good")
    if not cost:
        return
    pdf.ln(2)
    pdf.write_line(say(language, "exports.weakest"), 11, style="B")
    words = [f"{limb_name(limb, language)}: {say(language, 'exports.reps', n=times)}" for limb, times in cost.most_common(LIMBS_SHOWN)]
    pdf.write_line(" · ".join(word.replace(" ", FAST) for word in words), 10)
