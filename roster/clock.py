"""What time it is, and how London reads it; nothing else asks the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roster.values import Span

LONDON = ZoneInfo("Europe/London")

# A force day begins at 07:00 (RULES 1, a default of the rule set).
FORCE_DAY_BEGINS_AT_HOUR = 7

MINUTES_IN_A_DAY = 24 * 60


def now() -> datetime:
    """This instant in UTC, in whole seconds as the database keeps them."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The date in London at this instant."""
    return london_date(now())


def to_utc(wall: datetime, zone: ZoneInfo = LONDON) -> datetime:
    """The instant of a wall time: the first of two; one that is skipped, by the offset before."""
    if wall.tzinfo is not None:
        raise ValueError("a wall time carries no offset")
    # fold=0 is both rules of RULES 1 at once: the first occurrence, and the offset before.
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def to_london(instant: datetime | int) -> datetime:
    """An instant as the clocks of London show it."""
    if isinstance(instant, int):
        return datetime.fromtimestamp(instant, LONDON)
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its offset from UTC")
    return instant.astimezone(LONDON)


def london_date(instant: datetime | int) -> date:
    return to_london(instant).date()


def midnight(day: date, zone: ZoneInfo = LONDON) -> datetime:
    """The instant at which the day begins in London."""
    return to_utc(datetime.combine(day, time.min), zone)


def wall_span(day: date, start_minute: int, end_minute: int) -> Span:
    """The span between two minutes after midnight; an end not after the start is next day's.

    A spring-night span that lies in the hour that is skipped has no length: ValueError.
    """
    for minute in (start_minute, end_minute):
        if not 0 <= minute <= MINUTES_IN_A_DAY:
            raise ValueError("a clock has 24 hours of 60 minutes")
    if end_minute <= start_minute:
        end_minute += MINUTES_IN_A_DAY
    # Minutes are added to the wall time, not to the instant: 06:00 is 06:00 on every night.
    begins = datetime.combine(day, time.min)
    starts_at = to_utc(begins + timedelta(minutes=start_minute))
    ends_at = to_utc(begins + timedelta(minutes=end_minute))
    return Span.between(starts_at, ends_at)


def force_day(instant: datetime | int, begins_at_hour: int = FORCE_DAY_BEGINS_AT_HOUR) -> date:
    """The duty date of a start: one at 06:59 belongs to the day before (RULES 1 and 6)."""
    wall = to_london(instant)
    return wall.date() if wall.hour >= begins_at_hour else wall.date() - timedelta(days=1)


def clear_days(duty_date: date, told_date: date) -> int:
    """Days between, counting neither the day told nor the day worked (RULES 5)."""
    return (duty_date - told_date).days - 1
