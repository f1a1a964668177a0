"""A broken rule as a sentence: which rule, by how much, its source, and what would mend it."""

from datetime import date, timedelta

from roster import clock
from roster.rules.breaches import Breach, DaysBreach, Found, Rule
from roster.rules.figures import AVERAGE_WEEK_WEEKS, in_force
from roster.views.words import day, duration, hour, moment, plural

DAYS_OF_NIGHT_WORK = 6  # a week, weekly rest left out: Working Time Regulations 1998, reg 6(5)


def sentence(found: Found) -> str:
    """Rest of 9 h 30 min before this duty, 1 h 30 min under 11 h (...). Start at 08:30 or later, ..."""
    breach = found.breach
    words = _at_tour(breach, found) if isinstance(breach, Breach) else _of_days(breach)
    said, mends = words
    return f"{said} ({found.source}). {mends}."


def _at_tour(breach: Breach, found: Found) -> tuple[str, str]:
    span, limit = breach.span, timedelta(minutes=breach.limit)
    if breach.rule is Rule.REST_GAP:
        short = _least(breach.limit * 60 - span.seconds)
        where = "before this duty" if found.days[0] == clock.london_date(span.end) else "after this duty"
        said = f"Rest of {duration(breach.measured)} {where}, {short} under {duration(breach.limit)}"
        begin = _on(span.starts_at + limit, clock.london_date(span.end))
        end = _on(span.ends_at - limit, clock.london_date(span.start))
        return said, f"Start at {begin} or later, or end the tour before by {end}"
    over = _least(span.seconds - breach.limit * 60)
    end = _on(span.starts_at + limit, clock.london_date(span.end))
    most = f"{'the advised ' if breach.rule is Rule.TOUR_ADVICE else ''}{duration(breach.limit)}"
    said = f"Tour of {duration(breach.measured)}, {over} over {most}"
    return said, f"End it by {end}"


def _of_days(breach: DaysBreach) -> tuple[str, str]:
    between = f"{day(breach.first)} to {day(breach.last)}"
    over, limit = breach.measured - breach.limit, breach.limit
    if breach.rule is Rule.REST_DAYS_APART:
        said = f"{plural(breach.measured, 'day')} without a rostered rest day, {between}, {over} over {limit}"
        return said, f"Roster a rest day by {day(breach.first + timedelta(days=limit))}"
    if breach.rule is Rule.WEEKLY_REST:
        short = f"{duration(-over)} under {duration(limit)}"
        said = f"Longest rest {duration(breach.measured)} in the week {between}, {short}"
        two = duration(2 * limit)
        return said, f"Leave {duration(limit)} free of work in this week, or {two} in a fortnight with it"
    if breach.rule in (Rule.AVERAGE_WEEK, Rule.NIGHT_WORK):
        return _average(breach)
    word = "night" if breach.rule is Rule.CONSECUTIVE_NIGHTS else "duty day"
    said = f"{plural(breach.measured, word)} in a row, {between}, {over} over {limit}"
    return said, _break(breach, word)


def _break(breach: DaysBreach, word: str) -> str:
    """Which days, left free, leave no part of the run too long."""
    first, last = breach.last - timedelta(days=breach.limit), breach.first + timedelta(days=breach.limit)
    if breach.measured > 2 * breach.limit + 1:
        return f"Free at least one {word} in every {breach.limit + 1}"
    if first >= last:
        return f"Free {day(last)}"
    return f"Free one {word} from {day(first)} to {day(last)}"


def _average(breach: DaysBreach) -> tuple[str, str]:
    weeks = in_force(AVERAGE_WEEK_WEEKS, breach.first).value
    a_week = breach.rule is Rule.AVERAGE_WEEK
    shares = weeks if a_week else weeks * DAYS_OF_NIGHT_WORK
    what, unit = ("Average week of", "") if a_week else ("Night work of", " in each 24 hours on average")
    over = breach.measured - breach.limit
    by = f"{duration(over)} over" if over else "just over"
    said = (
        f"{what} {duration(breach.measured)}{unit}, {day(breach.first)} to {day(breach.last)}, "
        f"{by} {duration(breach.limit)}"
    )
    # The average was rounded down: this much less is enough, whatever was cut off.
    return said, f"Take {duration((over + 1) * shares)} of work out of these {weeks} weeks"


def _least(seconds: int) -> str:
    """A length in minutes, a part of one counted whole: short by 30 seconds is short."""
    return duration(-(-seconds // 60))


def _on(instant: object, usual: date) -> str:
    """The hour; with its day where that is another than one would think."""
    at = clock.to_london(instant)  # type: ignore[arg-type]
    return hour(at) if at.date() == usual else moment(at)
