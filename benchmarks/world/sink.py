"""Where rows go on their way to the database: collected by table, handed on in large batches."""

from collections.abc import Callable
from itertools import count
from typing import Any

Row = tuple[Any, ...]
Write = Callable[[str, list[Row]], None]

BATCH = 50_000
TABLES = {
    "bcu": "id name",
    "borough": "id bcu_id name",
    "team": "id borough_id code name",
    "officer": "id warrant_number first_name last_name rank employment fte_hundredths",
    "posting": "id officer_id team_id first_day last_day",
    "supervision": "id officer_id team_id first_day last_day",
    "charge": "id officer_id borough_id bcu_id",
    "skill_grant": "id officer_id skill_id first_day last_day suspended",
    "account": "id email password active fs_uniquifier officer_id",
    "account_role": "account_id role_id",
    "venue": "id team_id name address",
    "duty": "id officer_id shift_template_id starts_at ends_at kind state published_at version",
    "rest_day": "id officer_id day kind state",
    "absence": "id officer_id starts_at ends_at kind status note decline_reason",
    "abstraction": "id officer_id category_id starts_at ends_at planned_ends_at status requested_by "
    "confirmed_at version",
    "contact_session": "id team_id venue_id required_skill_id title starts_at ends_at officers_needed "
    "status cancelled_because version",
    "naming": "contact_session_id officer_id",
    "cover_flag": "id contact_session_id state gaps fingerprint lost_to_abstraction found_by opened_at "
    "changed_at resolved_at resolution",
    "notice": "id recipient_id kind key abstraction_id created_at read_at",
    "audit_entry": "id at account_id action subject subject_id detail",
}
# What grows with the years; the rest is the force as it stands.
HISTORY = list(TABLES)[list(TABLES).index("duty") :]


class Sink:
    """Lists of rows by table, each emptied into the database when it is long."""

    def __init__(self, write: Write, first_id: int = 1) -> None:
        self.write = write
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.ids = {table: count(first_id) for table in TABLES}

    def add(self, table: str, *values: Any) -> int:
        """One row with the next id, which is returned."""
        key = next(self.ids[table])
        self.rows[table].append((key, *values))
        return key

    def pour(self, least: int = BATCH) -> None:
        """Write every list that holds at least so many rows."""
        for table, rows in self.rows.items():
            if len(rows) >= max(least, 1):
                self.write(table, rows)
                self.rows[table] = []
