"""The roster that an address asks for, as far as the person may see it: on screen, on paper, as a file."""

from roster.errors import NotAllowed
from roster.forms.rosters import Asked
from roster.permissions import may
from roster.queries.rosters import Roster, roster_of
from roster.views.guards import actor, reach


def roster_asked(asked: Asked) -> Roster:
    """Drafts are for those who plan or oversee: a draft is nobody's duty yet, and may still change."""
    mine = reach("roster:show") or frozenset()
    if not mine.issuperset(asked.teams):
        raise NotAllowed
    planned = reach("draft:show") or frozenset()
    everywhere = mine.issubset(planned)
    skill = asked.skill if may(actor(), "board:show") else ""
    return roster_of(mine, asked.teams, asked.days, skill, None if everywhere else planned)
