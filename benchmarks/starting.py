"""P15: how soon the web server answers, and how much memory a worker holds after a thousand pages."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import urlencode

from flask_security.utils import hash_password
from sqlalchemy import select

from benchmarks.engines import Engine
from benchmarks.ground import Ground, app_on
from benchmarks.results import Result
from benchmarks.world.scale import SERGEANT
from roster.config import ROOT
from roster.extensions import db
from roster.models.account import Account

READY_WITHIN, MOST_MIB = 1.5, 120
PAGES, QUICK_PAGES = 1000, 60
STARTS = 3
PASSWORD = "only for this benchmark"
MIX = (
    "/board",
    "/roster",
    "/contact-sessions",
    "/abstractions",
    "/officers",
    "/my-duties",
    "/notices",
    "/reports/abstraction",
)


def measure(ground: Ground) -> list[Result]:
    """On each engine with one year of history."""
    return [result for engine in ground.engines for result in _on(ground, engine)]


def _on(ground: Ground, engine: Engine) -> list[Result]:
    url = engine.copy(ground.url(engine, 1))
    with app_on(url):
        account = db.session.scalars(select(Account).where(Account.email == SERGEANT)).unique().one()
        account.password = hash_password(PASSWORD)
        db.session.commit()
    pages = QUICK_PAGES if ground.quick else PAGES
    waits = []
    for _ in range(STARTS - 1):
        with _server(url) as (_, wait, _):
            waits.append(wait)
    with _server(url) as (port, wait, pid):
        waits.append(wait)
        answered = _walk(port, pages)
        memory = max(map(_resident_mib, _children(pid)))
    ready = sorted(waits)[len(waits) // 2]
    return [
        Result(
            *("P15", engine.label, "1", f"from start to the first answer, median of {STARTS}", ""),
            *(f"{ready:.2f} s", f"≤ {READY_WITHIN} s", ready <= READY_WITHIN),
        ),
        Result(
            *("P15", engine.label, "1", f"the largest worker after {answered:,} mixed pages", ""),
            *(f"{memory:.0f} MiB", f"≤ {MOST_MIB} MiB", memory <= MOST_MIB and answered == pages),
        ),
    ]


@contextmanager
def _server(url: str) -> Iterator[tuple[int, float, int]]:
    """gunicorn as it is deployed, on a free port of this machine; it is stopped whatever happens."""
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": "for benchmarks only",
        "BIND": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
    began = perf_counter()
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield port, _ready_after(port, began, server), server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready_after(port: int, began: float, server: subprocess.Popen[bytes]) -> float:
    """Seconds until /health/ready is answered."""
    while perf_counter() - began < 30 and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return perf_counter() - began
        except OSError:
            sleep(0.01)  # not listening yet: there is no event to wait for
        finally:
            connection.close()
    raise RuntimeError("the web server did not become ready")


def _walk(port: int, pages: int) -> int:
    """Sign in, then fetch the mix again and again; how many answered 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    cookie = _signed_in(connection)
    answered = 0
    for number in range(pages):
        connection.request("GET", MIX[number % len(MIX)], headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        answered += answer.status == 200
        if number % 50 == 49:  # another connection, so that both workers are used
            connection.close()
    connection.close()
    return answered


def _signed_in(connection: HTTPConnection) -> str:
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', answer.read())
    cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
    form = {"email": SERGEANT, "password": PASSWORD, "csrf_token": token.group(1).decode() if token else ""}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"signing in answered {answer.status}")
    return str(answer.headers["Set-Cookie"]).partition(";")[0]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
