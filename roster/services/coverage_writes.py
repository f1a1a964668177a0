"""Writing flags and notices: every change at once, in a number of statements that never grows."""

import json
from collections.abc import Sequence

from roster.extensions import db
from roster.models.cover_flag import Finder
from roster.queries.coverage_changes import Change
from roster.queries.engines import engine_name, fitted

_NAMES = (
    *("id", "team", "event", "state", "gaps", "fingerprint"),
    *("lost", "worse", "resolution", "kind", "key"),
)
# The changes as rows: each engine reads JSON in its own words.
_CHANGES = {
    "postgresql": """
      SELECT * FROM jsonb_to_recordset(CAST(:changes AS jsonb)) AS c(
        id int, team int, event text, state text, gaps text, fingerprint text,
        lost int, worse int, resolution text, kind text, key text)""",
    "sqlite": "SELECT {columns} FROM json_each(:changes)".replace(
        "{columns}", ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in _NAMES)
    ),
}

# One flag stands for a session: whatever happens to it is written to the row that stands. A flag
# comes down in the same words; it is offered as standing, so that it meets the row it is about.
_FLAGS = """
INSERT INTO cover_flag AS f (contact_session_id, state, gaps, fingerprint, lost_to_abstraction,
  found_by, opened_at, changed_at, resolution)
SELECT c.id, c.state, c.gaps, c.fingerprint, c.lost = 1, :found_by, :at, :at, c.resolution
FROM c WHERE true ORDER BY c.id
ON CONFLICT (contact_session_id) WHERE resolved_at IS NULL DO UPDATE SET
  state = excluded.state, gaps = excluded.gaps, fingerprint = excluded.fingerprint,
  lost_to_abstraction = excluded.lost_to_abstraction,
  changed_at = CASE WHEN excluded.resolution IS NULL THEN excluded.changed_at ELSE f.changed_at END,
  acknowledged_at = CASE WHEN {worse} THEN NULL ELSE f.acknowledged_at END,
  acknowledged_by_id = CASE WHEN {worse} THEN NULL ELSE f.acknowledged_by_id END,
  resolved_at = CASE WHEN excluded.resolution IS NOT NULL THEN excluded.changed_at END,
  resolution = excluded.resolution
"""
_WORSE = "excluded.contact_session_id IN (SELECT c.id FROM c WHERE c.worse = 1)"

NOBODY = 0  # an officer there is none of

# Told to the sergeants who answer for the team now. Whoever made the change saw it on the page that
# made it, so for them it counts as read. The same thing is told once.
_NOTICES = """
INSERT INTO notice (recipient_id, kind, key, contact_session_id, created_at, read_at)
SELECT v.officer_id, c.kind, c.key, c.id, :at, CASE WHEN v.officer_id = :seen_by THEN :at END FROM c
EACH supervision AS v ON v.team_id = c.team AND v.first_day <= :at AND v.last_day > :at PINNED
WHERE c.kind IS NOT NULL
ON CONFLICT DO NOTHING
"""
# What is covered is no news any more. A row that is being read just now is left to its reader.
_SEEN = """
UPDATE notice SET read_at = :at WHERE id IN (
  SELECT n.id FROM notice n WHERE n.contact_session_id IN (SELECT c.id FROM c WHERE c.event = 'resolved')
  AND n.contact_session_id IS NOT NULL AND n.kind = 'cover_lost' AND n.read_at IS NULL{unlocked})
"""
_UNLOCKED = {"sqlite": "", "postgresql": " FOR UPDATE SKIP LOCKED"}


_OPEN = _FLAGS.replace("{worse}", _WORSE)
_GIVEN = {engine: f"WITH c AS ({rows})" for engine, rows in _CHANGES.items()}
_TELL = {engine: f"{given} {_NOTICES}" for engine, given in _GIVEN.items()}
_SEE = {
    engine: f"{given} {_SEEN.replace('{unlocked}', _UNLOCKED[engine])}" for engine, given in _GIVEN.items()
}
_WRITE = {
    # SQLite has no statement that writes to two tables.
    "sqlite": (f"{_GIVEN['sqlite']} {_OPEN}", _TELL["sqlite"]),
    "postgresql": (f"{_GIVEN['postgresql']}, told AS ({_NOTICES}) {_OPEN}",),
}


def write_flags(changes: Sequence[Change], *, found_by: Finder, at: int, seen_by: int = NOBODY) -> None:
    """Open, change and resolve the flags, and tell the supervising sergeants; one has seen it already."""
    if not changes:
        return
    bound = {"changes": json.dumps(changes), "found_by": found_by.value, "at": at, "seen_by": seen_by}
    for statement in _WRITE[engine_name()]:
        db.session.execute(fitted(statement), bound)
    if any(change["event"] == "resolved" for change in changes):
        db.session.execute(fitted(_SEE[engine_name()]), {"changes": bound["changes"], "at": at})


def write_notices(changes: Sequence[Change], *, at: int) -> None:
    """Tell the supervising sergeants what they have not been told."""
    if changes:
        db.session.execute(
            fitted(_TELL[engine_name()]), {"changes": json.dumps(changes), "at": at, "seen_by": NOBODY}
        )
