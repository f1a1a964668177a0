"""The same month grid as one bare function: Core rows, joined escaped strings, a Jinja page. P5's floor.

It has no permissions, no filters, no list for phones, and knows only what the invented force holds;
what it draws is compared with the real table before anything is timed. bare_site.py signs it in.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from sqlalchemy import Engine, text

from roster import clock

_PEOPLE = """
SELECT t.id, t.name, o.id, o.rank, o.first_name || ' ' || o.last_name, o.warrant_number
FROM team AS t JOIN posting AS p ON p.team_id = t.id JOIN officer AS o ON o.id = p.officer_id
WHERE t.id IN ({teams}) AND p.first_day <= :starts AND p.last_day >= :ends
ORDER BY t.name, CASE o.rank WHEN 'PC' THEN 0 ELSE 1 END, o.last_name, o.first_name, o.id
"""
_SKILLS = """
SELECT g.officer_id, s.letters, s.name FROM skill AS s JOIN skill_grant AS g ON g.skill_id = s.id
WHERE g.officer_id IN ({officers}) AND g.last_day > :now AND NOT s.open_to_pcso ORDER BY s.position
"""
_MARKS = """
SELECT d.officer_id, 0 AS layer, d.starts_at AS a, d.ends_at AS b, t.code, t.name, t.colour,
  d.kind = 'ward' AND d.state = 'published' AS ward
FROM duty AS d JOIN shift_template AS t ON t.id = d.shift_template_id
WHERE d.officer_id IN ({officers}) AND d.starts_at >= :starts AND d.starts_at < :ends
UNION ALL
SELECT x.officer_id, 1, x.starts_at, x.ends_at, c.letters, c.name, '', NULL
FROM abstraction AS x JOIN abstraction_category AS c ON c.id = x.category_id
WHERE x.officer_id IN ({officers}) AND x.starts_at >= :starts AND x.starts_at < :ends + 86400
  AND x.status <> 'cancelled'
UNION ALL
SELECT officer_id, 2, starts_at, ends_at, kind, '', '', NULL FROM absence
WHERE officer_id IN ({officers}) AND ends_at > :starts AND starts_at < :ends
UNION ALL
SELECT officer_id, 3, day, day, '', '', '', NULL FROM rest_day
WHERE officer_id IN ({officers}) AND day >= :starts AND day < :ends
ORDER BY 2, 3
"""
_SESSIONS = """
SELECT s.team_id, s.id, s.starts_at, s.ends_at, s.title, v.name, s.officers_needed, f.id, f.state, f.gaps
FROM contact_session AS s JOIN venue AS v ON v.id = s.venue_id
LEFT JOIN cover_flag AS f ON f.contact_session_id = s.id AND f.resolved_at IS NULL
WHERE s.team_id IN ({teams}) AND s.starts_at >= :starts AND s.starts_at < :ends AND s.status = 'planned'
ORDER BY s.starts_at, s.id
"""
_PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Roster</title>
<link rel="stylesheet" href="/static/css/grid.css"></head>
<body><main><h1>Roster</h1><div class="grid-box"><table class="grid">{{ table }}</table></div></main></body>
</html>
"""
FILLS = {"yellow": "ey", "green": "em", "blue": "el", "lavender": "ell", "slate": "en"}
AWAY = {"annual_leave": ("al", "AL", "annual leave"), "sick": ("sk", "SICK", "sick")}
STATES = {
    None: ("ok", "✓", "Covered"),
    "at_risk": ("warn", "!", "At risk"),
    "uncovered": ("bad", "✕", "Uncovered"),
}


@lru_cache(maxsize=4096)
def _hour(instant: int) -> str:
    return f"{clock.to_london(instant):%H:%M}"


@lru_cache(maxsize=4096)
def _duty(code: str, name: str, colour: str, start: int, end: int) -> tuple[str, str, str]:
    return FILLS.get(colour, "pl"), str(escape(code)), str(escape(f"{name} {_hour(start)}–{_hour(end)}"))


def grid_page(engine: Engine, first: date, count: int) -> Callable[[Sequence[int]], str]:
    """A function that makes the page of some teams over these days."""
    days = [first + timedelta(days=step) for step in range(count + 1)]
    midnights = [int(clock.midnight(day).timestamp()) for day in days]
    template = Environment(autoescape=True).from_string(_PAGE)
    bound = {"starts": midnights[0], "ends": midnights[-1], "now": int(clock.now().timestamp())}

    def make(teams: Sequence[int]) -> str:
        with engine.connect() as connection:

            def ask(statement: str, **ids: Sequence[int]) -> Sequence[Any]:
                words = {name: ",".join(map(str, found)) for name, found in ids.items()}
                return connection.execute(text(statement.format(**words)), bound).all()

            people = ask(_PEOPLE, teams=teams)
            officers = [row[2] for row in people]
            skills: dict[int, str] = {}
            for officer, letters, name in ask(_SKILLS, officers=officers):
                skills[officer] = (
                    skills.get(officer, "") + f"<em class=in>{letters}<i> {name}, in date.</i></em>"
                )
            cells, on_ward = _cells(ask(_MARKS, officers=officers), midnights, days)
            pills = _pills(ask(_SESSIONS, teams=teams), midnights)
        return template.render(table=Markup(_table(days[:-1], people, skills, (cells, pills, on_ward))))

    return make


def _cells(
    marks: Sequence[Any], midnights: list[int], days: list[date]
) -> tuple[dict[tuple[int, int], str], list[int]]:
    """What stands in each officer's day, and how many are on ward duty."""
    count = len(midnights) - 1
    duties: dict[tuple[int, int], Any] = {}
    cells: dict[tuple[int, int], str] = {}
    away: dict[tuple[int, int], Any] = {}
    for mark in marks:
        officer, layer, start, end = mark[:4]
        number = bisect_right(midnights, start) - 1
        if layer == 0:
            duties[officer, number] = mark
        elif layer == 1:
            before = duties.get((officer, number - 1))
            away.setdefault((officer, number - 1 if before and before[3] > start else number), mark)
        elif layer == 2:
            last = min(bisect_right(midnights, end - 1), count)
            away.update({(officer, one): mark for one in range(max(number, 0), last)})
        else:
            cells[officer, number] = (
                f"<a class=rd href=/officers/{officer}/days/{days[number]}>·<i>rest day</i></a>"
            )
    on_ward = [0] * count
    for (officer, number), duty in duties.items():
        fill, letters, words = _duty(duty[4], duty[5], duty[6], duty[2], duty[3])
        over = away.get((officer, number))
        left = over is None or (over[1] == 1 and (over[2] > duty[2] or over[3] < duty[3]))
        on_ward[number] += bool(duty[7]) and left
        opens = f'<a class="{fill}" href=/officers/{officer}/days/{days[number]}>{letters}'
        if over is None:
            cells[officer, number] = f"{opens}<i>{words}</i></a>"
        else:
            cells[officer, number] = f"{opens}{_over(over, words)}</a>"
    return cells, on_ward


def _over(mark: Any, words: str) -> str:
    if mark[1] == 2:
        _, letters, name = AWAY[mark[4]]
        return f"<u>{letters}</u><i>{words}, {name}</i>"
    times = f"{_hour(mark[2])}–{_hour(mark[3])}"
    return f"<u>{escape(mark[4])}</u><i>{words}, taken to {escape(mark[5])} {times}</i>"


def _pills(rows: Sequence[Any], midnights: list[int]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for team, one, start, end, title, venue, needed, flag, state, gaps in rows:
        css, shape, word = STATES[state]
        short = "".join(
            f", {gap['short_by']} short {_hour(gap['start'])}–{_hour(gap['end'])}"
            for gap in json.loads(gaps or "[]")
        )
        words = escape(f"{word}: {title}, {venue}, {_hour(start)}–{_hour(end)}, needs {needed}{short}")
        path = f"/flags/{flag}" if flag else f"/contact-sessions/{one}"
        key = (team, bisect_right(midnights, start) - 1)
        pill = f'<a class="s {css}" id="cs-{one}" href="{path}">{shape} {_hour(start)[:2]}<i>{words}</i></a>'
        found[key] = found.get(key, "") + pill
    return found


def _table(days: list[date], people: Sequence[Any], skills: dict[int, str], drawn: tuple[Any, ...]) -> str:
    cells, pills, on_ward = drawn
    heads = "".join(
        f'<th scope="col"><span aria-hidden="true"><b>{day.day}</b>{day:%a}</span>'
        f"<i>{day:%A} {day.day} {day:%B %Y}</i></th>"
        for day in days
    )
    parts = [f'<thead><tr><th scope="col" class="p"><i>Officer</i></th>{heads}</tr></thead>\n']
    numbers, here = range(len(days)), 0
    for team, team_name, officer, rank, name, warrant in people:
        if team != here:
            here = team
            promised = "".join(f"<td>{pills.get((team, number), '')}</td>" for number in numbers)
            parts.append(
                f'<tr class="team"><th scope="rowgroup" colspan="{len(days) + 1}">'
                f'<span>{escape(team_name)}</span></th></tr>\n<tr class="cs"><th scope="row" class="p">'
                f"Contact sessions</th>{promised}</tr>\n"
            )
        parts.append(
            f'<tr><th scope="row" class="p"><div><a class=nm href=/officers/{officer}>'
            f"<small>{escape(rank)}</small> <b>{escape(name)}</b> <span>{escape(warrant)}</span></a>"
            f"{skills.get(officer, '')}</div></th>"
        )
        parts += [f"<td>{cells.get((officer, number), '')}</td>" for number in numbers]
        parts.append("</tr>\n")
    counts = "".join(f"<td>{count}</td>" for count in on_ward)
    parts.append(f'<tfoot><tr><th scope="row" class="p">On ward duty</th>{counts}</tr></tfoot>')
    return "".join(parts)
