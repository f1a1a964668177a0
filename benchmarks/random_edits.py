"""P3: after thousands of random edits, each re-checked alone, every flag is what a full scan says."""

import json
from random import Random
from typing import Any

from sqlalchemy import text

from benchmarks.cover_floor import statement
from benchmarks.edits import Editor
from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.results import Result
from roster import clock
from roster.extensions import db
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import untrue_flags

EDITS, QUICK_EDITS = 10_000, 300

_STANDING = """
SELECT s.id, f.state, f.gaps FROM cover_flag AS f JOIN contact_session AS s ON s.id = f.contact_session_id
WHERE f.resolved_at IS NULL AND s.starts_at > :starts AND s.starts_at < :ends
"""
_BEGUN = "SELECT id FROM contact_session WHERE starts_at <= {starts} AND ends_at > {starts}"


def agree(ground: Ground, engine: Engine) -> Result:
    """Edit a copy at random, then compare its flags with both full scans, causes included."""
    url = engine.copy(ground.url(engine, 1))
    edits = QUICK_EDITS if ground.quick else EDITS
    starts = int(clock.now().timestamp())
    with app_on(url):
        editor = Editor(Random(17), starts)
        editor.make(edits)
        untrue = untrue_flags(starts, starts + HORIZON_SECONDS).untrue
        standing = _standing(starts, starts + HORIZON_SECONDS)
    ask = engine.floor(url)
    begun = {one for (one,) in ask(_BEGUN.format(starts=starts))}
    scanned = _scanned(ask(statement(engine.name, starts, starts + HORIZON_SECONDS)), begun)
    differ = {one for one in scanned.keys() | standing.keys() if scanned.get(one) != standing.get(one)}
    wrong = len(differ.union(untrue))
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(editor.made.items()))
    return Result(
        *("P3", engine.label, "1", f"{edits:,} random edits ({kinds})", f"{len(scanned):,} gaps"),
        *(f"{wrong} flags wrong", "0 wrong", wrong == 0),
    )


def _standing(starts: int, ends: int) -> dict[int, Any]:
    found = {}
    for one, state, gaps in db.session.execute(text(_STANDING), {"starts": starts, "ends": ends}):
        found[one] = (state, [(gap["start"], gap["end"], gap["short_by"]) for gap in json.loads(gaps)])
    return found


def _scanned(rows: list[Any], begun: set[int]) -> dict[int, Any]:
    """What the statement by hand says, of the sessions that have not begun."""
    found: dict[int, Any] = {}
    for one, start, end, short, state in rows:
        if one not in begun:
            found.setdefault(one, (state, []))[1].append((start, end, int(short)))
    return found
