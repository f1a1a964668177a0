"""P5: the month grid of thirty officers over 28 days, as a signed-in sergeant fetches it."""

import re
from datetime import timedelta

from sqlalchemy import select

from benchmarks.bare_site import BareSite, Draw
from benchmarks.engines import Engine
from benchmarks.grid_floor import grid_page
from benchmarks.ground import Ground, app_on
from benchmarks.results import Result, ms
from benchmarks.timing import compare
from benchmarks.visitor import Visitor, statements
from benchmarks.world.scale import LONE_SERGEANT, SERGEANT, TEAMS_A_SERGEANT
from roster import clock
from roster.extensions import db
from roster.models.account import Account

BAR, MOST_STATEMENTS, DAYS = 1.3, 6, 28
ADDRESS = "/roster"
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def measure(ground: Ground) -> list[Result]:
    """Time against a bare page, and the number of statements for one and for thirty officers."""
    results, counts = [], {}
    for engine in ground.engines:
        for years in ground.years:
            result, sent = _on(ground, engine, years)
            results.append(result)
            counts[engine.label, years] = sent
    every = {number for sent in counts.values() for number in sent}
    shown = ", ".join(map(str, sorted(every)))
    what = "statements, for 1 and 30 officers and each length of history"
    met = len(every) == 1 and max(every) <= MOST_STATEMENTS
    return [*results, Result("P5", "each", "", what, "", shown, f"≤ {MOST_STATEMENTS}, all the same", met)]


def _on(ground: Ground, engine: Engine, years: int) -> tuple[Result, tuple[int, int]]:
    first = ground.scale.today - timedelta(days=ground.scale.today.weekday())
    teams = list(range(1, TEAMS_A_SERGEANT + 1))
    with app_on(ground.url(engine, years)) as app:
        sergeant = Visitor(app, SERGEANT)
        draw = grid_page(db.engine, first, DAYS)
        floor = _bare(draw)
        page = sergeant.page(ADDRESS)
        differs = _difference(page.decode(), floor.page(ADDRESS).decode())
        pair = compare(lambda: sergeant.page(ADDRESS), lambda: floor.page(ADDRESS), turns=100, seconds=10)
        function = compare(lambda: draw(teams), lambda: draw(teams), turns=20, seconds=2)
        sent = (_sent(Visitor(app, LONE_SERGEANT), 1), _sent(sergeant, 30))
    bare = f"the table alone, without a request: {ms(function.floor)}"
    what = f"30 officers, {DAYS} days, {len(page) / 1000:.0f} kB ({bare}){differs}"
    result = Result(
        *("P5", engine.label, str(years), what, ms(pair.floor), ms(pair.ours)),
        *(f"≤ {BAR} ×", pair.ratio <= BAR and not differs, pair.ratio),
    )
    return result, sent


def _bare(draw: Draw) -> Visitor:
    """The same sergeant on the bare site."""
    key = db.session.scalars(select(Account.fs_uniquifier).where(Account.email == SERGEANT)).one()
    db.session.rollback()
    site = BareSite(db.engine, draw, key, int(clock.now().timestamp()))
    return Visitor.with_cookie(site.app, site.cookie)


def _sent(visitor: Visitor, officers: int) -> int:
    """How many statements the page needs; it must show so many officers."""
    with statements() as sent:
        page = visitor.page(ADDRESS).decode()
    found = len(set(re.findall(r"B\d{6}", _words(page))))
    if found != officers:
        raise RuntimeError(f"the page shows {found} officers, not {officers}")
    return len(sent)


def _words(page: str) -> str:
    return " ".join(_TAGS.sub(" ", _TABLE.findall(page)[0]).split())


def _difference(ours: str, floor: str) -> str:
    """What makes the comparison unfair: other words in the table. Today and a caption are allowed."""
    mine, bare = (_words(page) for page in (ours, floor))
    missing = abs(len(mine) - len(bare)) / len(mine)
    cells = abs(ours.count("<td") - floor.count("<td"))
    return f"; FLOOR DIFFERS by {missing:.0%}, {cells} cells" if missing > 0.03 or cells else ""
