"""What a change of a published cell means, in sentences; and a change's reason and notice in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from roster.models.cell_change import ChangeReason, NoticeBand
from roster.queries.cell_impact import Bare, Impact, Terms
from roster.rules.figures import (
    HOLIDAY_AUTHORITY_CLEAR_DAYS,
    PUBLIC_HOLIDAY_CLEAR_DAYS,
    REST_DAY_CLEAR_DAYS,
    REST_DAY_NOTIFIED_DAYS,
    in_force,
)
from roster.rules.notice import HolidayNotice, RestDayNotice
from roster.rules.rest import Rest
from roster.views.words import day, duration, plural, when

REASON_WORDS = {
    ChangeReason.EXIGENCY: "Exigency of duty",
    ChangeReason.OFFICER_REQUEST: "Officer’s request",
    ChangeReason.BRANCH_AGREEMENT: "Branch agreement",
}
BAND_WORDS = {
    NoticeBand.UNDER_15: "under 15 clear days",
    NoticeBand.AT_LEAST_15: "at least 15 clear days",
}
LATEST = "the latest telling is midnight before the duty"  # RULES 7
STATE_WORDS = {"uncovered": "has no cover", "at_risk": "is at risk", "covered": "is covered"}
STAFF = (
    "PCSOs are police staff with a rule set of their own: the outcomes of the Police Regulations "
    "do not apply. Ask human resources"
)
OTHER = "The outcomes of the Police Regulations shown here are for constables and sergeants"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and how grave it is: ok, warn or bad."""

    tone: str
    words: str

    @property
    def mark(self) -> str:
        """A shape for each tone, so that none is told by its colour alone."""
        return {"ok": "✓", "warn": "!", "bad": "✕"}[self.tone]


def notice_words(clear_days: int) -> str:
    """14 clear days’ notice; none where it is told on the day."""
    if clear_days < 0:
        return "Told on the day itself or after it"
    return plural(clear_days, "clear day’s notice", "clear days’ notice")


def notice_line(clear_days: int) -> Line:
    """The same with how grave it is: on the eve, midnight is near; from the duty's day on it is too late."""
    words = notice_words(clear_days)
    if clear_days > 0:
        return Line("ok", words)
    if clear_days == 0:
        return Line("warn", f"{words}: {LATEST}")
    return Line("bad", f"{words}, too late: {LATEST}")


def impact_lines(impact: Impact) -> list[Line]:
    """All that is shown before the change is made, the notice first."""
    return [
        notice_line(impact.clear_days),
        *_outcome(impact),
        *_rest(impact),
        *map(_bare, impact.bare),
    ]


def _outcome(impact: Impact) -> Iterator[Line]:
    if impact.rest_day:
        yield Line("warn", "A rest day becomes duty: it stays owed until it is re-rostered")
    if impact.holiday:
        yield Line("warn", f"{impact.holiday_name}, a public holiday, becomes duty")
    if not (impact.rest_day or impact.holiday):
        return
    if impact.terms is not Terms.REGULATIONS:
        yield Line("warn", STAFF if impact.terms is Terms.STAFF else OTHER)
    elif impact.holiday:
        yield Line("warn", _holiday(impact, impact.holiday))
    elif impact.rest_day:
        yield Line("warn", _rest_day(impact, impact.rest_day))


def _rest_day(impact: Impact, notice: RestDayNotice) -> str:
    """Police Regulations 2003, regs 22 and 26 and their determinations (RULES 5)."""
    figure = in_force(REST_DAY_CLEAR_DAYS, impact.before.day)
    if notice.clear_days < figure.value:
        said = f"fewer than {figure.value} clear days: time and a half, 4 hours at least, "
        said += "as pay or time at the officer’s choice"
    else:
        within = in_force(REST_DAY_NOTIFIED_DAYS, impact.before.day).value
        said = f"{figure.value} clear days or more: another rest day, to be notified within {within} days"
    return f"Indicative, {said} ({figure.source})"


def _holiday(impact: Impact, notice: HolidayNotice) -> str:
    """Police Regulations 2003, regs 25 and 26 and their determinations (RULES 5)."""
    figure = in_force(PUBLIC_HOLIDAY_CLEAR_DAYS, impact.before.day)
    said = f"{figure.value} clear days or more: double time"
    if notice.another_day:
        said = f"fewer than {figure.value} clear days: double time and another day"
    if notice.needs_authority:
        least = in_force(HOLIDAY_AUTHORITY_CLEAR_DAYS, impact.before.day).value
        said += f", and with fewer than {least} it needs chief-officer authority"
    return f"Indicative, {said} ({figure.source})"


def _rest(impact: Impact) -> Iterator[Line]:
    around = impact.rest
    if around is None:
        return
    for rest, where in ((around.before, "before it"), (around.after, "after it")):
        if rest:
            yield _length(rest, where)
    if around.too_long:
        over = duration(around.too_long.measured - around.too_long.limit)
        yield Line("bad", f"A tour of {duration(around.too_long.measured)}: {over} too long")


def _length(rest: Rest, where: str) -> Line:
    said = f"{duration(rest.minutes)} of rest {where}"
    if not rest.short_by:
        return Line("ok", said)
    owed = f"{duration(rest.short_by)} under the {rest.least // 60} hours of the Working Time Regulations"
    return Line("bad", f"{said}, {owed}: compensatory rest is owed by {day(rest.owed_by)}")


def _bare(one: Bare) -> Line:
    return Line("bad", f"{one.title}, {one.place}, {when(one.span)}, then {STATE_WORDS[one.state.value]}")
