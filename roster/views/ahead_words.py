"""How a team stands to the rules of one month ahead and three months covered (RULES 7), in words."""

from dataclasses import dataclass
from datetime import date

from roster import clock
from roster.queries.published_ahead import Reached
from roster.rules.lead_time import Cover, Due, cover, due
from roster.rules.london import DAY
from roster.views.cover_words import listed
from roster.views.words import day

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Ahead:
    """A team whose drafts, or next roster without any, begin on a day; to which day it is published.

    hole: "PC Shah has nothing on Mon 1 Feb", where others have.
    """

    team: str
    begins: date
    is_next: bool
    to: date | None  # None where not even the first day is
    hole: str
    due: Due
    cover: Cover


def ahead_of(found: Reached) -> Ahead:
    """By the team's own first draft; without a draft by the day on which the next roster must begin."""
    today, is_next = clock.today(), not found.has_drafts
    begins = found.to + DAY if is_next else found.first
    return Ahead(
        team=found.team,
        begins=begins,
        is_next=is_next,
        to=found.to if found.to >= found.first else None,
        hole=_hole(found),
        due=due(begins, today),
        cover=cover(found.first, found.to, today),
    )


def _hole(found: Reached) -> str:
    if not found.behind:
        return ""
    named, more = found.behind[:MOST_NAMED], len(found.behind) - MOST_NAMED
    who = listed([*named, f"{more} more"] if more > 0 else named)
    return f"{who} {'has' if len(found.behind) == 1 else 'have'} nothing published on {day(found.to + DAY)}"
