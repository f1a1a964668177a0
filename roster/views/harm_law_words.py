"""What taking an officer does to rest and rest days, as sentences."""

from collections.abc import Iterator

from roster.models.officer import Rank
from roster.queries.harm import Harm
from roster.queries.losses import RestDayTaken
from roster.rules.rest import Rest
from roster.views.lines import Line, Who
from roster.views.words import day, duration, hour, moment


def law_lines(harm: Harm, who: Who) -> Iterator[Line]:
    """Rest first, for it is owed back; then the rest days that are cancelled."""
    yield from _rest(harm, who)
    yield from _rest_days(harm, who)


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


def _rest_days(harm: Harm, who: Who) -> Iterator[Line]:
    for one in harm.rest_days:
        word = one.kind.replace("_", " ")
        if one.whole:
            yield Line("warn", f"{word.capitalize()} cancelled, {day(one.day)}:", _notice(one, who))
        else:
            yield Line("warn", f"Runs {duration(one.minutes)} into the {word}", f"of {day(one.day)}.")


def _notice(one: RestDayTaken, who: Who) -> str:
    """Clear days, and what they mean to those whom the regulations cover (RULES 5)."""
    if one.clear_days < 0:
        return "told after the day."
    notice = f"{one.clear_days} clear day{'' if one.clear_days == 1 else 's'}"
    if one.kind != "rest_day" or who.rank not in (Rank.PC, Rank.PS):
        return f"{notice}."
    if one.clear_days < one.least:
        return f"{notice}, fewer than {one.least} (indicative: time and a half)."
    return f"{notice}, {one.least} or more (indicative: another rest day)."
