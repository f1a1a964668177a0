"""What taking an officer does to rest, hours and the days that were to be free, as sentences."""

from collections.abc import Iterator
from datetime import date

from roster import clock
from roster.queries.cell_impact import Terms
from roster.queries.harm import Harm
from roster.queries.losses import RestDayTaken
from roster.queries.owed_rest_days import Owed
from roster.rules.breaches import Rule, Severity
from roster.rules.figures import (
    HOLIDAY_AUTHORITY_CLEAR_DAYS,
    PUBLIC_HOLIDAY_CLEAR_DAYS,
    REST_DAY_CLEAR_DAYS,
    REST_DAY_NOTIFIED_DAYS,
    in_force,
)
from roster.rules.notice import Band, HolidayNotice, holiday_notice
from roster.rules.rest import Rest
from roster.views.breach_words import sentence
from roster.views.lines import Line, Who
from roster.views.words import day, duration, hour, moment, plural


def law_lines(harm: Harm, who: Who) -> Iterator[Line]:
    """Rest first, for it is owed back; then other rules of hours, and the days that become duty."""
    yield from _rest(harm, who)
    yield from _broken(harm)
    yield from _rest_days(harm, who)
    yield from _holiday(harm, who)


def _rest(harm: Harm, who: Who) -> Iterator[Line]:
    around = harm.rest
    if around is None:
        return
    if around.before and around.before.short_by:
        yield _short(around.before, f"after the last work, which ends {moment(around.before.span.start)}")
    if around.after and around.after.short_by:
        yield _short(around.after, f"before the next duty, {moment(around.after.span.end)}")
    elif around.after:
        left = f"to {who.name}’s next duty, {moment(around.after.span.end)}: lawful."
        yield Line("ok", f"{duration(around.after.minutes)} of rest", left)
    else:
        yield Line("ok", "No duty in the next three days", "to be rested for.")
    if around.too_long:
        tour = f"{hour(around.tour.start)}–{hour(around.tour.end)}: over {around.too_long.limit // 60} hours."
        yield Line("warn", f"One tour of {duration(around.too_long.measured)}", tour)


def _short(rest: Rest, where: str) -> Line:
    least = f"{duration(rest.short_by)} under the {rest.least // 60} hours of the Working Time Regulations"
    if rest.already:
        return Line("warn", f"{duration(rest.minutes)} of rest {where}", f"– {least}, and was so already.")
    owed = f"Compensatory rest of {duration(rest.short_by)} is owed by {day(rest.owed_by)}."
    return Line("bad", f"{duration(rest.minutes)} of rest {where}", f"– {least}. {owed}")


def _broken(harm: Harm) -> Iterator[Line]:
    """What the rest to the next duty and the length of the tour do not say already."""
    for one in harm.broken:
        if one.found.rule in (Rule.REST_GAP, Rule.TOUR_LENGTH):
            continue
        if one.found.severity is Severity.ADVICE:
            yield Line("plain", "Advised against:", sentence(one.found))
        elif one.already:
            yield Line("warn", "Breaks by more a rule that is broken already:", sentence(one.found))
        else:
            yield Line("warn", "Breaks a rule:", sentence(one.found))


def _rest_days(harm: Harm, who: Who) -> Iterator[Line]:
    for one in harm.rest_days:
        word = one.kind.replace("_", " ")
        if not one.whole:
            yield Line("warn", f"Runs {duration(one.minutes)} into the {word}", f"of {day(one.day)}.")
        elif one.already:
            yield Line("plain", f"The {word} of {day(one.day)} is worked already:", "nothing more is owed.")
        else:
            said = _notice(one, who, named=not harm.holiday)
            yield Line("warn", f"{word.capitalize()} cancelled, {day(one.day)}:", said)


def _notice(one: RestDayTaken, who: Who, *, named: bool) -> str:
    """Clear days; and what they mean, to those whom the regulations cover (RULES 5)."""
    notice = _clear(one.notice.clear_days)
    if one.kind != "rest_day":
        return f"{notice}."
    if who.terms is Terms.REGULATIONS and named:
        notice += _outcome(one)
    return f"{notice}. It stays owed until it is re-rostered."


def _outcome(one: RestDayTaken) -> str:
    least = in_force(REST_DAY_CLEAR_DAYS, one.day).value
    if one.notice.band is Band.AT_LEAST_15:
        within = in_force(REST_DAY_NOTIFIED_DAYS, one.day).value
        return f", {least} or more (indicative: another rest day, to be notified within {within} days)"
    time = "time and a half, 4 hours at least, as pay or time at the officer’s choice"
    return f", fewer than {least} (indicative: {time})"


def _holiday(harm: Harm, who: Who) -> Iterator[Line]:
    if not harm.holiday:
        return
    duty_date = clock.force_day(harm.span.start)
    given = holiday_notice(duty_date, clock.today())
    said = _clear(given.clear_days)
    if who.terms is Terms.REGULATIONS:
        said += _holiday_outcome(given, duty_date)
    yield Line("warn", f"{harm.holiday}, a public holiday, becomes duty, {day(duty_date)}:", f"{said}.")


def _holiday_outcome(given: HolidayNotice, duty_date: date) -> str:
    least = in_force(PUBLIC_HOLIDAY_CLEAR_DAYS, duty_date).value
    said = f", {least} or more (indicative: double time)"
    if given.another_day:
        said = f", fewer than {least} (indicative: double time and another day)"
    if given.needs_authority:
        said += f". With fewer than {in_force(HOLIDAY_AUTHORITY_CLEAR_DAYS, duty_date).value} it needs "
        said += "chief-officer authority"
    return said


def rest_day_back(owed: Owed, *, taken_besides: bool) -> Line:
    """What becomes of the rest day that an abstraction cancelled, once it is called off."""
    lead, on = f"The rest day of {day(owed.day)}", owed.re_rostered_to
    if on and owed.is_draft:
        return Line("warn", f"{lead} is planned for {day(on)}, a draft:", "that stays.")
    if on:
        return Line("warn", f"{lead} was given back on {day(on)}:", "that stays.")
    if owed.after:
        return Line("plain", f"{lead} stays owed:", f"it is {owed.after} now.")
    if taken_besides:
        return Line("plain", f"{lead} stays owed:", "another abstraction takes it.")
    return Line("ok", f"{lead} stands again", "and is no longer owed.")


def rest_day_kept(owed: Owed) -> Line:
    """The same where the abstraction is only ended early: some of that day is worked."""
    if not owed.is_owed:
        return Line("plain", f"The rest day of {day(owed.day)}", "was given back already.")
    return Line("plain", f"The rest day of {day(owed.day)} stays owed:", "a part of it is worked.")


def _clear(clear_days: int) -> str:
    return "told on the day or after it" if clear_days < 0 else plural(clear_days, "clear day")
