"""What a script is told of the grid's cells: results, cells drawn again, breaches; as views/cells.py says."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from flask import request

from roster import clock
from roster.permissions import may
from roster.queries.cell_feed import Changed, News, cells_within
from roster.queries.cell_seen import runs_in_words
from roster.queries.cell_values import Cell
from roster.queries.roster_days import Days
from roster.queries.roster_people import postings_in
from roster.queries.roster_promises import Promises, promises_of
from roster.services.cell_answers import Answer, Conflict, NeedsReason, Refused, Saved
from roster.views.cell_words import Line, impact_lines
from roster.views.grid_breaches import breaches_of_posted, by_cell
from roster.views.grid_cells import redrawn
from roster.views.grid_promises import pills
from roster.views.guards import actor, reach
from roster.views.words import moment

PUBLISHED = "This is published: say why it changes"


def result_of(answer: Answer) -> dict[str, Any]:
    """One cell: what stands now, and what became of what was typed."""
    cell = answer.cell
    stands = {
        "officer": cell.officer_id,
        "day": cell.day.isoformat(),
        "token": cell.token,
        "code": cell.code,
        "state": cell.state,
        "words": cell.words,
    }
    if isinstance(answer, Saved):
        return stands | {"outcome": "saved"}
    if isinstance(answer, Conflict):
        return stands | _conflict(answer)
    if isinstance(answer, Refused):
        return stands | {"outcome": "refused", "problem": answer.problem}
    return stands | {"outcome": "needs_reason", "problem": PUBLISHED, "shown": _shown(answer)}


def status_of(answers: Sequence[Answer]) -> int:
    """409 when somebody was first in some cell, 422 when some cell was not saved, else 200."""
    if any(isinstance(one, Conflict) for one in answers):
        return 409
    return 200 if all(isinstance(one, Saved) for one in answers) else 422


def touched(answers: Sequence[Answer]) -> set[tuple[int, date]]:
    """The cells that may be shown again: not those that are not the person's to see."""
    return {
        (one.cell.officer_id, one.cell.day)
        for one in answers
        if not (isinstance(one, Refused) and one.unknown)
    }


def drawn(cells: Collection[tuple[int, date]], days: Days) -> dict[str, Any]:
    """These cells again, with the breaches of their officers over the days, in the person's own wards."""
    if not cells:
        return {"rows": {}, "breaches": {}}
    officers = {officer for officer, _ in cells}
    posted = postings_in(reach("cell:change") or frozenset(), days)
    own = {officer: posted[officer] for officer in officers & posted.keys()}
    found = by_cell(breaches_of_posted(own, days.dates[0], days.dates[-1]))
    breaches: dict[str, dict[str, Any]] = {str(officer): {} for officer in officers}
    for (officer, day), marked in found.items():
        breaches[str(officer)][day.isoformat()] = marked._asdict()
    return {"rows": redrawn(officers, days, cells), "breaches": breaches}


def drawn_whole(cells: Collection[tuple[int, date]], sight: Days | None) -> dict[str, Any]:
    """Every day in sight of the officers of these cells that is a day of the person's own wards."""
    if not cells:
        return {"rows": {}, "breaches": {}}
    if sight is None:
        return drawn(cells, _days(cells))
    planned = reach("cell:change") or frozenset()
    return drawn(cells_within({officer for officer, _ in cells}, planned, sight), sight)


def news_words(news: News, account_id: int) -> dict[str, Any]:
    """Who changed what, for a script."""
    return {
        "changes": [_changed(one, account_id) for one in news.changes],
        "published": [
            {
                "by": one.by,
                "at": moment(one.at),
                "second": int(one.at.timestamp()),
                "mine": one.account_id == account_id,
            }
            for one in news.publishes
        ],
        "since": news.since,
        "after": news.after,
        "seen": runs_in_words(news.seen),
    }


def pills_now(team_ids: Collection[int], days: Days, seen: str) -> dict[str, Any]:
    """The teams' contact sessions as they stand, day by day; nothing where the page has just these."""
    promises = promises_of(team_ids, days)
    drawn = {str(team_id): _pills(team_id, promises.get(team_id, {}), days) for team_id in sorted(team_ids)}
    mark = sha256(repr(drawn).encode()).hexdigest()[:16]
    return {} if mark == seen else {"pills": drawn, "pills_seen": mark}


def now_second() -> int:
    """What a grid that is drawn now asks to hear from."""
    return int(clock.now().timestamp())


def _pills(team_id: int, promises: Promises, days: Days) -> list[str]:
    with_flags = may(actor(), "cover-flag:show", team_id)
    return [
        pills(promises.get(number, ()), request.script_root, with_flags=with_flags)
        for number in range(len(days.dates))
    ]


def _conflict(answer: Conflict) -> dict[str, Any]:
    theirs = answer.cell.words or "nothing"
    last = answer.last
    by, at = (last.by, moment(last.at)) if last else ("", "")
    who = f"{by} changed it to {theirs}, {at}" if by else f"meanwhile it holds {theirs}"
    return {
        "outcome": "conflict",
        "problem": f"You typed {answer.yours}; {who}",
        "yours": answer.yours,
        "theirs": theirs,
        "by": by,
        "at": at,
    }


def _shown(answer: NeedsReason) -> dict[str, Any]:
    impact = answer.impact
    notice, *lines = impact_lines(impact) if impact else [Line("", "")]
    return {
        "before": _words(answer.cell),
        "after": _words(answer.after),
        "notice": notice.words,
        "tone": notice.tone,
        "lines": [{"tone": line.tone, "words": line.words} for line in lines],
    }


def _words(cell: Cell) -> str:
    return cell.words or "nothing"


def _changed(one: Changed, account_id: int) -> dict[str, Any]:
    return {
        "officer": one.officer_id,
        "day": one.day.isoformat(),
        "before": one.before,
        "after": one.after,
        "by": one.by,
        "at": moment(one.at),
        "mine": one.account_id == account_id,
    }


def _days(cells: Collection[tuple[int, date]]) -> Days:
    first, last = min(day for _, day in cells), max(day for _, day in cells)
    return Days.starting(first, (last - first) // timedelta(days=1) + 1)
