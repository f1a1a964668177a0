"""P1: the coming 28 days of the whole force judged with reasons, as the scheduler does each minute."""

from benchmarks.cover_floor import statement
from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.results import Result, ms
from benchmarks.timing import compare
from roster import clock
from roster.extensions import db
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import Force, untrue_flags

BAR = 1.5


def measure(ground: Ground) -> list[Result]:
    """The scheduler's judging, which remembers no earlier one, against one statement that only finds gaps."""
    return [_on(ground, engine, years) for engine in ground.engines for years in ground.years]


def _on(ground: Ground, engine: Engine, years: int) -> Result:
    url = ground.url(engine, years)
    starts = int(clock.now().timestamp())
    ends = starts + HORIZON_SECONDS
    ask, best = engine.floor(url), statement(engine.name, starts, ends)
    with app_on(url):

        def ours() -> Force:
            force = untrue_flags(starts, ends)
            db.session.rollback()
            return force

        force = ours()
        alike = _gaps(force) == [tuple(row) for row in ask(best)]
        pair = compare(ours, lambda: ask(best))
    what = f"{force.judged:,} sessions judged, {len(force.bare):,} not covered"
    what += "" if alike else "; FLOOR DIFFERS"
    met = alike and pair.ratio <= BAR
    return Result(
        "P1", engine.label, str(years), what, ms(pair.floor), ms(pair.ours), f"≤ {BAR} ×", met, pair.ratio
    )


def _gaps(force: Force) -> list[tuple[int, int, int, int, str]]:
    return [
        (one, gap.span.start, gap.span.end, gap.short_by, verdict.state.value)
        for one, verdict in sorted(force.bare.items())
        for gap in verdict.gaps
    ]
