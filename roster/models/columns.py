"""Column types shared by the tables: instants, London days, and closed lists of words."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Enum
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from roster.clock import london_date, midnight

# Whole seconds since 1970 in UTC. Text datetimes made the SQLite tables 2.7 times larger.
SECONDS = BigInteger()
# A last day that was left open: 31 December 9999. A number, so that comparisons need no NULL.
FOREVER = 253_402_214_400
DAY_SECONDS = 86_400


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as whole seconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | int | None, dialect: Dialect) -> int | None:
        """Accept an aware datetime, or the seconds themselves."""
        if value is None or isinstance(value, int):
            return value
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """An aware datetime in UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class FirstDay(TypeDecorator[date]):
    """A London day, included: stored as the instant at which it begins."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: date | int | None, dialect: Dialect) -> int | None:
        """Accept a date, or the seconds of its midnight."""
        if value is None or isinstance(value, int):
            return value
        return int(midnight(value).timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """The London date that begins then."""
        return None if value is None else london_date(value)


class LastDay(TypeDecorator[date]):
    """A London day, included: stored as the instant at which it ends; None never ends."""

    impl = BigInteger
    cache_ok = True
    should_evaluate_none = True

    def process_bind_param(self, value: date | int | None, dialect: Dialect) -> int:
        """Accept a date, None for never, or the seconds themselves."""
        if value is None:
            return FOREVER
        if isinstance(value, int):
            return value
        return int(midnight(value + timedelta(days=1)).timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """The London date that ends then, or None where it never does."""
        if value is None or value >= FOREVER:
            return None
        return london_date(value) - timedelta(days=1)


def words(kind: type[StrEnum], name: str) -> Any:
    """A column that holds one of a closed list of words, checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )
