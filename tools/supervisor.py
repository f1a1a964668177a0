"""Two children and one parent: they start together, and none outlives the others."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType, TracebackType
from typing import Self

from tools.steps import PYTHON, ROOT

PATIENCE = 60  # seconds for the first answer; a slow machine needs five
GRACE = 8  # seconds between asking a child to stop and ending it
PR_SET_PDEATHSIG = 1


def follow_parent() -> None:
    """On Linux this process is told to stop even when its parent was killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts children, watches them, and stops them all when one ends or a signal asks."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_stop = False

    def __enter__(self) -> Self:
        # A flag, not an exception: one raised between a fork and its bookkeeping would lose a child.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        return self

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(
        self,
        name: str,
        module: Sequence[str],
        extra: dict[str, str] | None = None,
        keep: socket.socket | None = None,
    ) -> None:
        """In a session of its own, so that Ctrl-C reaches the parent alone and it stops them in order."""
        self.children[name] = subprocess.Popen(
            [PYTHON, "-m", *module],
            cwd=ROOT,
            env={**self.env, **(extra or {})},
            stdin=subprocess.DEVNULL,
            pass_fds=[keep.fileno()] if keep else [],
            start_new_session=True,
            preexec_fn=follow_parent,
        )

    def ended(self) -> str | None:
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait_until_ready(self, port: int) -> bool:
        """True once the health page answers; false when a child ended, patience did, or we were stopped."""
        until = time.monotonic() + PATIENCE
        while not self.asked_to_stop and not self.ended() and time.monotonic() < until:
            if answers(port):
                return True
            time.sleep(0.05)
        if not self.asked_to_stop and not self.ended():
            print(f"The web server gave no healthy answer within {PATIENCE} seconds.", file=sys.stderr)
        return False

    def watch(self, ready: bool) -> int:
        """Until a signal (0) or the end of a child (1); what never became ready is not watched."""
        while not self.asked_to_stop:
            if name := self.ended():
                code = self.children[name].returncode
                print(
                    f"The {name} ended by itself (exit {code}); stopping everything.",
                    file=sys.stderr,
                )
                return 1
            if not ready:
                return 1
            time.sleep(0.2)
        return 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self.children.values():
            child.terminate()
        until = time.monotonic() + GRACE
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, until - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
