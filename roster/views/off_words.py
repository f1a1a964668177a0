"""Who else of the ward team is not there when somebody wants leave: who, why and when."""

from collections.abc import Iterable, Iterator, Sequence

from roster.models.absence import AbsenceKind
from roster.models.duty import RestKind
from roster.queries.also_off import Off, Others
from roster.views.away_words import absence_kind, away
from roster.views.cover_words import listed
from roster.views.lines import Line
from roster.views.words import plural, when

NAMED = 3  # as many as are told apart in one look; the others are counted
ONE_DAY = 25 * 3_600  # the longest day of the year
REST_WORDS = {RestKind.REST_DAY: "rest day", RestKind.FREE_DAY: "free day"}


def off_lines(others: Others) -> Iterator[Line]:
    """Leave and sickness first, then who is taken, who rests, and who has asked for the same time."""
    count = f"{plural(others.count, 'other')} of the team"
    off = [one for one in others.away if one.approved]
    asked = [one for one in others.away if not one.approved]
    if not (off or others.taken or others.resting):
        yield Line("ok", f"None of {count} is off then." if others.count else "The team has nobody else.")
    for found, tone, one, more in (
        (off, "warn", "is off", "are off"),
        (others.taken, "warn", "is abstracted", "are abstracted"),
        (others.resting, "plain", "rests", "rest"),
    ):
        if found:
            people = len({each.officer_id for each in found})
            yield Line(tone, f"{people} of {count} {one if people == 1 else more} then:", _told(found))
    if asked:
        yield Line("plain", "Asked for the same time, not decided:", _told(asked))


def some(words: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = len(words) - NAMED
    return listed([*words[:NAMED], f"{more} more"] if more > 0 else words)


def _told(found: Iterable[Off]) -> str:
    """PC Lee (training, Thu 3 Dec): each of them once, with all that it is."""
    by_officer: dict[int, list[Off]] = {}
    for one in found:
        by_officer.setdefault(one.officer_id, []).append(one)
    return some([f"{ours[0].name} ({some([_why(one) for one in ours])})" for ours in by_officer.values()])


def _why(one: Off) -> str:
    if isinstance(one.why, AbsenceKind):
        return f"{absence_kind(one.why)}, {away(one.span)}"
    if isinstance(one.why, RestKind):
        several = "s" if one.span.seconds > ONE_DAY else ""
        return f"{REST_WORDS[one.why]}{several} {away(one.span)}"
    return f"to {one.why}, {when(one.span)}"
