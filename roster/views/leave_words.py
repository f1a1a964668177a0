"""What approving leave does, as sentences with a mark each; and how leave is counted in words."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from roster import clock
from roster.forms.leave import year_words
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.queries.also_off import Others, also_off
from roster.queries.harm import Harm, harm_of
from roster.queries.leave import Left, Request, leave_cost, leave_left
from roster.rules.leave import DAY_OF_LEAVE_MINUTES, year_of_leave
from roster.values import Span, total_minutes
from roster.views.harm_words import session_lines
from roster.views.lines import Line, Who
from roster.views.off_words import off_lines, some
from roster.views.strength_words import strength_lines
from roster.views.words import duration, plural, when

STATUS_WORDS = {
    AbsenceStatus.REQUESTED: "Waiting",
    AbsenceStatus.APPROVED: "Approved",
    AbsenceStatus.DECLINED: "Declined",
    AbsenceStatus.CANCELLED: "Cancelled",
}
STATUS_MARKS = {
    AbsenceStatus.REQUESTED: "?",
    AbsenceStatus.APPROVED: "✓",
    AbsenceStatus.DECLINED: "✕",
    AbsenceStatus.CANCELLED: "–",
}


@dataclass(frozen=True, slots=True)
class Impact:
    """All that the sergeant weighs before deciding."""

    who: Who
    harm: Harm
    others: Others
    strength: Sequence[Line] = ()
    costs: Sequence[tuple[Left, int]] = ()  # of annual leave, by leave year


def impact_of(request: Request, team_ids: Collection[int]) -> Impact:
    """What approving it would do, read before anything is decided."""
    absence = request.absence
    who = Who(request.officer)
    harm = harm_of(absence.officer_id, request.span)
    others = also_off(absence.officer_id, team_ids, request.span)
    strength = list(strength_lines(absence.officer_id, team_ids, request.span))
    costs = _costs(absence, request.span) if absence.kind is AbsenceKind.ANNUAL_LEAVE else ()
    return Impact(who, harm, others, strength, costs)


def impact_lines(impact: Impact) -> list[Line]:
    """What matters most first; good news is said too."""
    return [
        *_taken(impact),
        *session_lines(impact.harm, impact.who),
        *impact.strength,
        *_ward(impact.harm),
        *off_lines(impact.others),
        *_left(impact),
        *_duties(impact),
        *_late(impact.harm.span),
    ]


def leave_words(minutes: int) -> str:
    """40 h (5 days)."""
    days = minutes / DAY_OF_LEAVE_MINUTES[0].value
    sign = "−" if minutes < 0 else ""
    return f"{sign}{duration(abs(minutes))} ({sign}{plural_days(abs(days))})"


def plural_days(days: float) -> str:
    """5 days, 1 day, 2½ days; other parts to a tenth."""
    whole = int(days)
    if days == whole:
        return plural(whole, "day")
    if days - whole == 0.5:
        return f"{whole or ''}½ {'day' if whole == 0 else 'days'}"
    return f"{days:.1f} days"


def absence_status(request: Request) -> str:
    """Waiting, Approved, Declined, Withdrawn or Cancelled."""
    return "Withdrawn" if request.is_withdrawn else STATUS_WORDS[request.absence.status]


def absence_mark(request: Request) -> str:
    """A shape for each state, so that none is told by its colour alone."""
    return STATUS_MARKS[request.absence.status]


def _costs(absence: Absence, span: Span) -> list[tuple[Left, int]]:
    """What it takes of each leave year that it touches, beside what is left of that year without it."""
    costs = leave_cost(absence.officer_id, span)
    return [
        (leave_left(absence.officer_id, year_of_leave(year).first, besides=absence.id), minutes)
        for year, minutes in costs.items()
    ]


def _taken(impact: Impact) -> Iterator[Line]:
    for one in impact.harm.conflicts:
        lead = f"{impact.who.name} is taken then:"
        yield Line("bad", lead, f"{one.word}, {when(one.span)}. That would stand.", one.id)


def _ward(harm: Harm) -> Iterator[Line]:
    for team, spans in harm.bare:
        lead = f"{team} is left without anyone on ward duty"
        yield Line("warn", lead, f"{some([when(span) for span in spans])} ({_total(spans)}).")
    if not harm.bare and any(duty.kind == "ward" and not duty.is_draft for duty in harm.duties):
        yield Line("ok", "Somebody else is on ward duty throughout.")


def _left(impact: Impact) -> Iterator[Line]:
    """Each leave year by itself: one that is used up is not helped by the next."""
    for left, minutes in impact.costs:
        year = f" in {year_words(left.year)}" if len(impact.costs) > 1 else ""
        costs = f"Costs {leave_words(minutes)} of annual leave{year}"
        if left.allowance is None or left.minutes is None:
            yield Line("warn", f"{costs};", "no allowance is set for that leave year.")
            continue
        after = left.minutes - minutes
        asked = f"; {duration(left.asked)} more are asked for" if left.asked else ""
        rest = f"{leave_words(after)} of the year’s {duration(left.allowance)} are left afterwards{asked}."
        yield Line("bad" if after < 0 else "ok", f"{costs}:", rest)


def _duties(impact: Impact) -> Iterator[Line]:
    duties = impact.harm.duties
    if not duties:
        yield Line("plain", "Nothing is rostered", f"for {impact.who.name} in that time.")
        return
    minutes = sum(duty.taken_minutes for duty in duties)
    drafts = sum(duty.is_draft for duty in duties)
    named = [f"{duty.word or duty.kind + ' duty'} {when(duty.span)}" for duty in duties]
    lead = f"{plural(len(duties), 'duty', 'duties')} rostered then, {duration(minutes)}:"
    tail = f" {drafts} still {'a draft' if drafts == 1 else 'drafts'}." if drafts else ""
    yield Line("plain", lead, f"{some(named)}.{tail}")


def _late(span: Span) -> Iterator[Line]:
    now = clock.now().timestamp()
    if span.end <= now:
        yield Line("warn", "This time is past:", "it is decided late.")
    elif span.start <= now:
        yield Line("warn", "It has begun already.")


def _total(spans: Sequence[Span]) -> str:
    return duration(total_minutes(spans))


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function for function in (absence_status, absence_mark, leave_words)
}
