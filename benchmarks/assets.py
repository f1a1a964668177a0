"""P16: how much CSS, JavaScript and SVG a page brings along, as it is sent, and whether all is ours."""

import re
from posixpath import join, normpath
from urllib.parse import urlsplit

from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.history import page_addresses
from benchmarks.results import Result
from benchmarks.visitor import Visitor
from benchmarks.world.scale import MANAGER, SERGEANT

BAR = 100_000  # bytes
_IN_PAGES = re.compile(rb'<(?:link|script|img|use|source|iframe|image)\b[^>]*?\b(?:href|src)="([^"]+)"')
_IN_STYLES = re.compile(rb"""(?:url\(|@import\s+)["']?([^"')\s]+)""")
_IN_SCRIPTS = re.compile(rb"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


def measure(ground: Ground) -> list[Result]:
    """Every page of a sergeant and a manager; the heaviest counts. One engine: it changes nothing."""
    engine: Engine = ground.engines[0]
    weights: dict[str, int] = {}
    foreign: set[str] = set()
    with app_on(ground.url(engine, 1)) as app:
        for email in (SERGEANT, MANAGER):
            visitor = Visitor(app, email)
            for endpoint, address in page_addresses(app, email, ground.scale).items():
                weights[endpoint], elsewhere = _weigh(visitor, address)
                foreign |= elsewhere
    heaviest = max(weights, key=lambda endpoint: weights[endpoint])
    bytes_sent = weights[heaviest]
    what = f"{heaviest}, the heaviest of {len(weights)} pages; {len(foreign)} addresses of other sites"
    return [
        Result(
            *("P16", "both", "", what, ""),
            *(f"{bytes_sent / 1000:.1f} kB", f"≤ {BAR // 1000} kB", bytes_sent <= BAR and not foreign),
        )
    ]


def _weigh(visitor: Visitor, address: str) -> tuple[int, set[str]]:
    """Bytes of all that the page leads to, and what of it lies elsewhere."""
    waiting = {_absolute(address, found) for found in _IN_PAGES.findall(visitor.page(address))}
    seen: set[str] = set()
    foreign: set[str] = set()
    total = 0
    while waiting:
        one = waiting.pop()
        seen.add(one)
        if one.startswith("data:"):
            continue
        if urlsplit(one).netloc:
            foreign.add(one)
            continue
        sent, leads_to = _fetch(visitor, one)
        total += sent
        waiting |= leads_to - seen
    return total, foreign


def _fetch(visitor: Visitor, address: str) -> tuple[int, set[str]]:
    sent = visitor.get(address, HTTP_ACCEPT_ENCODING="gzip")
    if sent.status != 200:
        raise RuntimeError(f"{address} answered {sent.status}")
    plain = visitor.get(address, HTTP_ACCEPT_ENCODING="identity").body
    patterns = {".css": [_IN_STYLES], ".js": [_IN_SCRIPTS], ".mjs": [_IN_SCRIPTS]}
    ending = address[address.rfind(".") :].partition("?")[0]
    found = {hit for pattern in patterns.get(ending, []) for hit in pattern.findall(plain)}
    return len(sent.body), {_absolute(address, one) for one in found}


def _absolute(base: str, found: bytes) -> str:
    address = found.decode().partition("#")[0]
    if address.startswith(("data:", "http:", "https:", "//")):
        return address
    return normpath(join(base.rpartition("/")[0] + "/", address))
