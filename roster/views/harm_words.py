"""What taking an officer does, and what giving one back brings, as sentences with a mark each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from roster import clock
from roster.coverage.gaps import State
from roster.queries.harm import Gain, Harm, SessionChange
from roster.values import Span, total_minutes
from roster.views.cover_words import gap_sentence, listed
from roster.views.harm_law_words import law_lines
from roster.views.lines import Line, Who
from roster.views.words import day, duration, hours, moment, plural, when

LONG_SECONDS = 86_400  # of a day or more, leave stands above the lines without a day of its own
NAMED = 3  # as many are told apart in one look
KEPT_NAMED = 2  # more than these, which it does not harm, are only counted
ABSENCES = {"annual_leave": "annual leave", "sick": "sick leave", "time_off_in_lieu": "time off in lieu"}


def harm_lines(harm: Harm, who: Who, skill: str = "", strength: Iterable[Line] = ()) -> list[Line]:
    """Everything taking the officer does, what matters most first; good news is said too."""
    return [
        *_conflicts(harm, who),
        *session_lines(harm, who),
        *_ward(harm),
        *strength,
        *law_lines(harm, who),
        *_leave(harm, who),
        *_skill(harm, who, skill),
        *_duties(harm),
        *_late(harm),
    ]


def gain_lines(gain: Gain, name: str) -> list[Line]:
    """What giving the officer back brings."""
    lines = [_better(one) for one in gain.contact_sessions if one.weighed.is_better]
    if not lines:
        lines.append(Line("plain", "No contact session changes."))
    for span in gain.ward:
        lines.append(Line("ok", f"{name} is back on ward duty", f"{when(span)}."))
    return lines


def _better(one: SessionChange) -> Line:
    if one.weighed.before.state is one.weighed.after.state:
        return Line("ok", f"{_session(one)} stays {_state(one)},", "but for less time or by fewer officers.")
    return Line("ok", f"{_session(one)} becomes {_state(one)}.", f"It is {_was(one)} now.")


def _conflicts(harm: Harm, who: Who) -> Iterator[Line]:
    for one in harm.conflicts:
        lead = f"{who.name} is already taken then:"
        yield Line("bad", lead, f"{one.word}, {_then(one.span, harm)}.", one.id)


def session_lines(harm: Harm, who: Who) -> Iterator[Line]:
    """What becomes of the contact sessions; also where leave takes the officer, and no abstraction."""
    for one in harm.lost:
        uncovered = one.weighed.after.state is State.UNCOVERED
        lead = f"{_session(one, harm)} {_becomes(one)}."
        yield Line("bad" if uncovered else "warn", lead, _why(one, who))
    kept = listed(_session(one, harm) for one in harm.kept[:KEPT_NAMED])
    if len(harm.kept) > KEPT_NAMED:
        kept = f"{len(harm.kept)} other contact sessions"
    if not harm.lost:
        yield Line("ok", "No contact session is lost.", f"{kept}: no worse than now." if kept else "")
    elif kept:
        yield Line("ok", "No worse than now:", f"{kept}.")


def _becomes(one: SessionChange) -> str:
    if one.weighed.before.state is one.weighed.after.state:
        return f"is {_was(one)} already, and is for longer or by more"
    return f"becomes {_state(one)}"


def _why(one: SessionChange, who: Who) -> str:
    weighed = one.weighed
    need, after = weighed.need, weighed.after
    said = [gap_sentence(after.gaps, need.officers_needed, str(after.state), need.named)]
    if weighed.named:
        said.append(f"{who.name} is named on it.")
    names = [name for _, name in one.free]
    if names and weighed.after.state is State.AT_RISK:
        said.append(f"{_some(names, last='or')} could stand in.")
    elif one.free_in_part and weighed.after.state is State.AT_RISK:
        parts = [f"{name} {listed(hours(span) for span in spans)}" for name, spans in one.free_in_part]
        said.append(f"Free for part of it: {_some(parts)}.")
    elif weighed.after.state is State.UNCOVERED:
        said.append(f"Free, but not enough: {_some(names)}." if names else "Nobody could stand in.")
    return " ".join(said)


def _some(words: Sequence[str], last: str = "and") -> str:
    """The first few, and how many others: of a team of thirty nobody reads all names."""
    others = len(words) - NAMED
    return listed([*words[:NAMED], plural(others, "other")] if others > 0 else words, last)


def _session(one: SessionChange, harm: Harm | None = None) -> str:
    return f"{one.title}, {one.venue}, {_then(one.span, harm)}"


def _then(span: Span, harm: Harm | None) -> str:
    """The hours; the day as well, where it is not the one that stands above all of the lines."""
    if harm is None or harm.span.seconds >= LONG_SECONDS:
        return when(span)
    same = clock.london_date(span.start) == clock.london_date(harm.span.start)
    return hours(span) if same else when(span)


def _state(one: SessionChange) -> str:
    return str(one.weighed.after.state).replace("_", " ")


def _was(one: SessionChange) -> str:
    return str(one.weighed.before.state).replace("_", " ")


def _ward(harm: Harm) -> Iterator[Line]:
    for team, spans in harm.bare:
        bare = listed(hours(span) for span in spans)
        yield Line("warn", f"{team} is left without anyone on ward duty", f"{bare} ({_total(spans)}).")
    if not harm.bare and any(duty.kind == "ward" and not duty.is_draft for duty in harm.duties):
        yield Line("ok", "Somebody else is on ward duty throughout.")


def _total(spans: tuple[Span, ...]) -> str:
    return duration(total_minutes(spans))


def _leave(harm: Harm, who: Who) -> Iterator[Line]:
    for one in harm.absences:
        away = ABSENCES.get(one.word, f"an approved absence ({one.word.replace('_', ' ')})")
        yield Line("warn", f"{who.name} is on {away},", f"{_days(one.span, harm)}.")


def _days(span: Span, harm: Harm) -> str:
    """Whole days by their names: leave has no hours that anybody would recognise."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    whole = (
        clock.midnight(first) == span.starts_at and clock.midnight(last + timedelta(days=1)) == span.ends_at
    )
    if not whole:
        same = first == last
        return _then(span, harm) if same else f"{moment(span.start)} to {moment(span.end)}"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _skill(harm: Harm, who: Who, skill: str) -> Iterator[Line]:
    if skill and not harm.holds_skill:
        lead = f"{who.name} does not hold {skill} in date"
        yield Line("warn", lead, f"on {day(harm.span.start)}, which this asks for.")


def _duties(harm: Harm) -> Iterator[Line]:
    for one in harm.duties:
        name = one.word or f"{one.kind} duty"
        draft = ", still a draft" if one.is_draft else ""
        whole = one.taken_minutes == one.span.minutes
        share = "the whole" if whole else f"{duration(one.taken_minutes)} of the {duration(one.span.minutes)}"
        yield Line("plain", f"Takes {share}", f"of {name} {_then(one.span, harm)}{draft}.")
    if not harm.duties:
        yield Line("plain", "Takes no duty:", f"it adds {duration(harm.span.minutes)} of work.")


def _late(harm: Harm) -> Iterator[Line]:
    now = clock.now().timestamp()
    if harm.span.end <= now:
        yield Line("warn", "This time is past:", "it is logged late, as it was worked.")
    elif harm.span.start <= now:
        yield Line("plain", "It has begun already.")
