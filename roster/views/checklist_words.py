"""The checklist before publishing, in words: breaches, skills, strength, and what is new for whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from roster.queries.checklists import Checklist, mark_of
from roster.queries.seen import drafts_in, gone
from roster.queries.skill_mix import Mix
from roster.queries.strength import Strength
from roster.rules.breaches import Found, Severity
from roster.views.ahead_words import Ahead, ahead_of
from roster.views.breach_words import sentence
from roster.views.cover_words import listed
from roster.views.words import day, plural

MOST_DAYS_NAMED = 4  # more days than these are only counted


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken rule, or advice: whose, where it is drawn, its sentence."""

    officer_id: int
    officer: str
    days: tuple[date, ...]
    sentence: str
    is_breach: bool
    is_new: bool  # since the page was looked at


@dataclass(frozen=True, slots=True)
class TeamMix:
    """A team's days: on which nobody is on ward duty, or nobody with a skill; "" where there are none."""

    team: str
    nobody: str
    without: tuple[str, ...]  # in the order of the skills
    mix: tuple[Mix, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A team's day below minimum strength, in words."""

    team: str
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What the page says, part by part; others: rules that were broken without these drafts."""

    broken: tuple[Broken, ...]
    others: tuple[Broken, ...]
    mix: tuple[TeamMix, ...]
    short: tuple[Short, ...]
    ahead: tuple[Ahead, ...]
    # Since the page was looked at: marks of drafts that came or changed, and days of those that are gone.
    fresh: frozenset[str]
    gone: tuple[date | None, ...]

    @property
    def breaches(self) -> int:
        """How many of them need the reason."""
        return sum(one.is_breach for one in self.broken)


def lines_of(found: Checklist, looked_at: frozenset[str] | None = None) -> Lines:
    """Everything on the checklist that takes a sentence; looked_at: the marks of what was seen before."""
    teams = {one.team_id: one.team for one in found.newly}
    due = {one: parted.due for one, parted in found.breaches.items()}
    others = {one: parted.others for one, parted in found.breaches.items()}
    before = found.marks if looked_at is None else looked_at
    return Lines(
        broken=tuple(_broken(found, due, before)),
        others=tuple(_broken(found, others, None)),
        mix=tuple(_mix(found, teams)),
        short=tuple(_short(found.short, teams)),
        ahead=tuple(map(ahead_of, found.ahead)),
        fresh=drafts_in(found.marks - before),
        gone=tuple(gone(before, found.marks)),
    )


def since_words(lines: Lines) -> str:
    """What has changed since the page was looked at; nothing where it shows the same."""
    breaches = sum(one.is_new and one.is_breach for one in lines.broken)
    counts = (
        (len(lines.fresh), "draft", "drafts", "new or changed"),
        (len(lines.gone), "draft", "drafts", f"gone{_of_days(lines.gone)}"),
        (breaches, "breach", "breaches", "new or changed"),
    )
    said = [
        f"{plural(n, one, many)} {'is' if n == 1 else 'are'} {what}" for n, one, many, what in counts if n
    ]
    return f"Since you looked, {listed(said)}. Look through what is marked, then publish" if said else ""


def _of_days(days: Sequence[date | None]) -> str:
    """Nothing marks what is gone: its days are named here, as long as they are few."""
    named = sorted({one for one in days if one})
    few = named and None not in days and len(named) <= MOST_DAYS_NAMED
    return f", of {listed([day(one) for one in named])}" if few else ""


def _broken(
    found: Checklist, breaches: Mapping[int, Sequence[Found]], before: frozenset[str] | None
) -> list[Broken]:
    """Breaches before advice, then in the order of the officers."""
    names = {one.officer_id: one.officer for one in found.newly}
    every = [
        Broken(
            officer_id,
            name,
            one.days,
            sentence(one),
            is_breach=one.severity is Severity.BREACH,
            is_new=before is not None and mark_of(officer_id, one) not in before,
        )
        for officer_id, name in names.items()
        for one in breaches.get(officer_id, ())
    ]
    return sorted(every, key=lambda one: not one.is_breach)


def _mix(found: Checklist, teams: dict[int, str]) -> Iterator[TeamMix]:
    for team_id, days in groupby(found.mix, key=lambda one: one.team_id):
        mix = tuple(days)
        nobody = [one.day for one in mix if not one.officers]
        # A day with nobody is said once, and not for each skill again.
        there = [one for one in mix if one.officers]
        without = ([one.day for one in there if not one.skilled[place]] for place in range(len(found.skills)))
        yield TeamMix(teams[team_id], _days(nobody, mix), tuple(_days(one, there) for one in without), mix)


def _short(found: Iterable[Strength], teams: dict[int, str]) -> list[Short]:
    """In the order of teams and days."""
    places = {team_id: place for place, team_id in enumerate(teams)}
    ordered = sorted(found, key=lambda one: (places[one.team_id], one.day))
    return [
        Short(teams[team_id], on, "; ".join(one.short for one in shifts))
        for (team_id, on), shifts in groupby(ordered, key=lambda one: (one.team_id, one.day))
    ]


def _days(days: list[date], of: Sequence[Mix]) -> str:
    if len(days) <= MOST_DAYS_NAMED:
        return listed(map(day, days))
    return f"{len(days)} of {len(of)} days, first {day(days[0])}"
