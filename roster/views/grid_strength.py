"""The row beneath a team that says on which days a shift is below minimum strength."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import escape

from roster.forms.rosters import Asked
from roster.permissions import may
from roster.queries.rosters import Roster
from roster.queries.strength import Strengths, strength_of
from roster.views.grid_rows import Frame
from roster.views.guards import actor


@dataclass(frozen=True, slots=True)
class DayStrength:
    """The codes of the shifts that are short that day, and those in words; where none is, all of them."""

    short: tuple[str, ...]
    words: str


TeamStrength = Mapping[str, DayStrength]  # by ISO day; a day that needs nobody is not in it


def strength_on(roster: Roster, asked: Asked) -> Mapping[int, TeamStrength]:
    """One statement more, and only where a team on the page has a minimum and the person may see it."""
    teams = [
        team.id
        for team in roster.teams
        if team.has_minimum and may(actor(), "minimum-strength:show", team.id)
    ]
    return by_team(strength_of(teams, asked.first, asked.last)) if teams else {}


def by_team(found: Strengths) -> dict[int, dict[str, DayStrength]]:
    """By team and ISO day."""
    teams: dict[int, dict[str, DayStrength]] = {}
    for (team_id, day), shifts in found.items():
        short = tuple(one.code for one in shifts if one.short)
        missing = "; ".join(one.short for one in shifts if one.short)
        words = missing or "; ".join(f"{one.name}: {one.there} of {one.needed}" for one in shifts)
        teams.setdefault(team_id, {})[day.isoformat()] = DayStrength(short, words)
    return teams


def strength_row(frame: Frame, team_id: int, days: TeamStrength) -> str:
    """Drawn as static/js/grid/rules.js draws it again after a change."""
    cells = "".join(_cell(tag, days.get(day)) for tag, day in zip(frame.tags, frame.dates, strict=True))
    address = f"{frame.root}/teams/{team_id}/minimum-strength"
    return (
        f'<tr class=min data-t={team_id}><th scope="row" class="p"><a href={address}>Minimum strength</a>'
        f"</th>{cells}</tr>\n"
    )


@lru_cache(maxsize=2048)
def _cell(tag: str, found: DayStrength | None) -> str:
    if found is None:
        return f"{tag}</td>"
    css = " ".join(["now"] * ("now" in tag) + ["low"] * bool(found.short))
    shown, words = escape(" ".join(found.short) or "✓"), escape(found.words)
    said = "below the minimum, " if found.short else ""
    marked = f' class="{css}"' if css else ""
    return f'<td{marked} title="{words}">{shown}<i> {said}{words}</i></td>'
