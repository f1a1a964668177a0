"""The last guard: nobody is in two places at once, and the audit is only ever added to."""

from alembic import op

revision = "0008"
down_revision = "0007"

# constraint: table, column of the start, column of the end, what else is the same, which rows count
OVERLAPS = {
    "duty_no_overlap": ("duty", "starts_at", "ends_at", (), None),
    "abstraction_no_overlap": (
        "abstraction",
        "starts_at",
        "ends_at",
        (),
        "status IN ('confirmed', 'ended_early')",
    ),
    "posting_no_overlap": ("posting", "first_day", "last_day", (), None),
    "skill_grant_no_overlap": (
        "skill_grant",
        "first_day",
        "last_day",
        ("skill_id",),
        None,
    ),
}


def upgrade() -> None:
    """Refuse overlaps, and any change to what the audit holds."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for overlap in OVERLAPS.values():
        _refuse_overlaps(*overlap)
    for name, overlap in OVERLAPS.items():
        for statement in _triggers(name, *overlap) if sqlite else [_exclusion(name, *overlap)]:
            op.execute(statement)
    for statement in SQLITE_AUDIT if sqlite else POSTGRESQL_AUDIT:
        op.execute(statement)


def downgrade() -> None:
    """Lift the guards."""
    if op.get_bind().dialect.name == "sqlite":
        for name in OVERLAPS:
            op.execute(f"DROP TRIGGER {name}_on_insert")
            op.execute(f"DROP TRIGGER {name}_on_update")
        op.execute("DROP TRIGGER audit_entry_no_update")
        op.execute("DROP TRIGGER audit_entry_no_delete")
        return
    for name, (table, *_) in OVERLAPS.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute("DROP TRIGGER audit_entry_only_added ON audit_entry")
    op.execute("DROP FUNCTION audit_entry_only_added()")


def _refuse_overlaps(table, start, end, same, counts) -> None:
    """Which of two rows is the true one, only people know: say which they are, and change nothing."""
    keys = ", ".join(("officer_id", *same))
    asked = (
        f"SELECT id FROM (SELECT id, {start} AS begins, max({end}) OVER (PARTITION BY {keys} "
        f"ORDER BY {start}, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_until "
        f"FROM {table} WHERE {counts or 'true'}) AS taken WHERE begins < taken_until ORDER BY id"
    )
    found = op.get_bind().exec_driver_sql(asked).scalars().all()
    if found:
        raise RuntimeError(
            f"nobody may be in two places at once, but these rows of the table {table} begin before an "
            f"earlier one of the same officer ends: {', '.join(map(str, found))} (column id). "
            "Mend them first. Nothing was changed."
        )


def _exclusion(name, table, start, end, same, counts) -> str:
    # A range of one integer stands for equality: it needs no extension, so no superuser.
    keys = "".join(f"int4range({key}, {key}, '[]') WITH &&, " for key in ("officer_id", *same))
    where = f" WHERE ({counts})" if counts else ""
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} "
        f"EXCLUDE USING gist ({keys}int8range({start}, {end}) WITH &&){where}"
    )


def _triggers(name, table, start, end, same, counts) -> list[str]:
    matches = "".join(f" AND {key} = NEW.{key}" for key in same)
    others = f" AND {counts}" if counts else ""
    # Duties and abstractions last a day at most: older rows are history, and need no look.
    look_back = f" AND {start} > NEW.{start} - 86400" if start == "starts_at" else ""
    when = f" WHEN NEW.{counts}" if counts else ""
    body = (
        f"{when} BEGIN SELECT RAISE(ABORT, '{name}') WHERE EXISTS (SELECT 1 FROM {table} "
        f"WHERE officer_id = NEW.officer_id{matches} AND id IS NOT NEW.id{others} "
        f"AND {start} < NEW.{end} AND {end} > NEW.{start}{look_back}); END"
    )
    return [
        f"CREATE TRIGGER {name}_on_insert BEFORE INSERT ON {table}{body}",
        f"CREATE TRIGGER {name}_on_update BEFORE UPDATE ON {table}{body}",
    ]


SQLITE_AUDIT = [
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END",
]

POSTGRESQL_AUDIT = [
    "CREATE FUNCTION audit_entry_only_added() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$",
    "CREATE TRIGGER audit_entry_only_added BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_only_added()",
]
