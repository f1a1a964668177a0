"""The ground that the measures stand on: one filled database for each engine and length of history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import text

from benchmarks.engines import Engine
from benchmarks.world.days import Diary
from benchmarks.world.people import add_people
from benchmarks.world.promises import add_days
from benchmarks.world.scale import Scale
from benchmarks.world.sink import Sink
from roster import clock
from roster.app import create_app
from roster.extensions import db
from roster.services.catalogue import ensure_catalogue
from roster.services.coverage import review_coverage
from roster.values import Span

HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
# Older rows are written later, but have the lower ids; the first few are those of the catalogue's audit.
RECENT_IDS, OLDER_IDS = 20_000_000, 10_000
JUDGED_AT_ONCE = 2_000


@dataclass(slots=True)
class Ground:
    """Builds what is asked for, once."""

    scale: Scale
    engines: list[Engine]
    years: list[int]
    quick: bool = False
    urls: dict[tuple[str, int], str] = field(default_factory=dict)

    def url(self, engine: Engine, years: int) -> str:
        """A filled database with so many years of history."""
        key = (engine.name, years)
        if key not in self.urls:
            self.urls[key] = self._build(engine) if years == 1 else self._lengthen(engine, years)
        return self.urls[key]

    def _build(self, engine: Engine) -> str:
        url = engine.new()
        with app_on(url):
            ensure_catalogue()
            codes = _codes()

        def fill(sink: Sink) -> None:
            add_people(self.scale, sink, codes["skill"], codes["role"])

        engine.load(url, fill, 1)
        self._pass_days(engine, url, self.scale.recent(), RECENT_IDS)
        with app_on(url):
            _judge_what_is_ahead()
        return url

    def _lengthen(self, engine: Engine, years: int) -> str:
        url = engine.copy(self.url(engine, 1))
        self._pass_days(engine, url, self.scale.older(years), OLDER_IDS)
        return url

    def _pass_days(self, engine: Engine, url: str, when: tuple[date, int], first_id: int) -> None:
        first, count = when
        with app_on(url):
            codes = _codes()
        now = int(clock.now().timestamp())

        def fill(sink: Sink) -> None:
            diary = Diary(
                self.scale, sink, codes["shift_template"], sorted(codes["abstraction_category"].values()), now
            )
            add_days(diary, (diary.open_day(first + timedelta(days=step)) for step in range(count)))

        engine.load(url, fill, first_id)


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """The app as it runs in service, inside its context; only its hashes are cheap."""
    app = create_app(
        {
            "SQLALCHEMY_DATABASE_URI": url,
            "SECRET_KEY": "for benchmarks only",
            "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": HASHES,
        }
    )
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _codes() -> dict[str, dict[str, int]]:
    keys = {"role": "name", "skill": "code", "shift_template": "code", "abstraction_category": "code"}
    return {
        table: {row[0]: row[1] for row in db.session.execute(text(f"SELECT {name}, id FROM {table}"))}
        for table, name in keys.items()
    }


def _judge_what_is_ahead() -> None:
    """Standing flags for all that is yet to come, made by the roster's own judge."""
    now = int(clock.now().timestamp())
    asked = text("SELECT id FROM contact_session WHERE ends_at > :now ORDER BY id")
    ids = list(db.session.scalars(asked, {"now": now}))
    for first in range(0, len(ids), JUDGED_AT_ONCE):
        review_coverage([], Span(now, now + 1), sessions=ids[first : first + JUDGED_AT_ONCE])
