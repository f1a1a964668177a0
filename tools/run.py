"""`make run`: sets up what is missing, then runs the web server and the scheduler until told to stop."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from tools import assets, database, environment
from tools.steps import ROOT, say, stop
from tools.supervisor import Supervisor, follow_parent

HOST = "127.0.0.1"


def chosen_port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop(f"PORT={text} is not a port number; choose one from 1 to 65535, such as PORT=8080.")
    return int(text)


def claimed(port: int) -> socket.socket:
    """The listening socket, held from the first moment so that nobody takes the port during set-up."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if isinstance(error, PermissionError):
            stop(f"This account may not use port {port}; choose one above 1023: PORT=8080 make run")
        stop(f"Port {port} is taken by another program; choose another: PORT=8080 make run")
    return listener


def settings() -> dict[str, str]:
    env = {**os.environ, "SECRET_KEY": os.environ.get("SECRET_KEY") or database.secret_key()}
    if not env.get("DATABASE_URL"):
        env.pop("DATABASE_URL", None)
    return env


def sign_ins(asked: "subprocess.Popen[str]") -> str:
    lines, _ = asked.communicate()
    return lines.rstrip()


def serve(listener: socket.socket, env: dict[str, str]) -> int:
    """Start both children, say where to go once the first page answers, and watch over them."""
    port = listener.getsockname()[1]
    with Supervisor(env) as children:
        bind = {"BIND": f"fd://{listener.fileno()}"}
        children.start("web server", ["gunicorn"], extra=bind, keep=listener)
        children.start_again("scheduler", ["flask", "--app", "wsgi", "scheduler"])
        asked = subprocess.Popen(
            [*database.FLASK, "demo", "--sign-ins"],
            cwd=ROOT,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        ready = children.wait_until_ready(port)
        shown = sign_ins(asked) if ready else ""
        if ready and not children.asked_to_stop:
            say(f"\nSNT Roster is ready at http://{HOST}:{port}\n\n{shown}\n\nCtrl-C stops it.")
        asked.kill()
        asked.wait()
        return children.watch(ready)


def interrupted(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    follow_parent()
    listener = claimed(chosen_port(os.environ.get("PORT") or "5000"))
    environment.ensure("run")
    assets.ensure()
    env = settings()
    database.prepare(env)
    with contextlib.closing(listener):
        return serve(listener, env)


if __name__ == "__main__":
    sys.exit(main())
