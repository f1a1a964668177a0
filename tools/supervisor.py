"""Two children and one parent: none outlives the parent, and a scheduler that ends is started again."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Self

from tools.steps import PYTHON, ROOT

PATIENCE = 60  # seconds for the first answer; a slow machine needs five
GRACE = 8  # seconds between asking a child to stop and ending it
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a child starts again, doubled while it keeps ending
STEADY = 60  # a child that lived this long begins with the first pause again
PR_SET_PDEATHSIG = 1


def follow_parent() -> None:
    """On Linux this process is told to stop even when its parent was killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Revival:
    """How a child is started again, and when: at once would fill the terminal, never would end its work."""

    start: Callable[[], None]
    pause: float = 0.0
    due: float | None = None
    started: float = field(default_factory=time.monotonic)

    def put_off(self, now: float) -> float:
        steady = now - self.started > STEADY
        self.pause = FIRST_PAUSE if steady or not self.pause else min(2 * self.pause, LONGEST_PAUSE)
        self.due = now + self.pause
        return self.pause

    def go(self, now: float) -> None:
        self.due, self.started = None, now
        self.start()


class Supervisor:
    """Starts children, watches them, and stops them all when one that is needed ends or a signal asks."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.revivals: dict[str, Revival] = {}
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

    def start_again(self, name: str, module: Sequence[str]) -> None:
        """A child that the others can do without for a moment: it is started now, and whenever it ends."""
        self.revivals[name] = Revival(lambda: self.start(name, module))
        self.start(name, module)

    def ended(self) -> str | None:
        """The child whose end ends everything."""
        needed = (name for name in self.children if name not in self.revivals)
        return next((name for name in needed if self.children[name].poll() is not None), None)

    def revive(self) -> None:
        now = time.monotonic()
        for name, revival in self.revivals.items():
            code = self.children[name].poll()
            if code is not None and revival.due is None:
                end_group(self.children[name])  # now, while its number is still nobody else's
                pause = revival.put_off(now)
                print(
                    f"The {name} ended by itself (exit {code}); starting it again in {pause:.0f} s.",
                    file=sys.stderr,
                )
            elif code is not None and revival.due is not None and now >= revival.due:
                revival.go(now)

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
        """Until a signal (0) or the end of a needed child (1); what never became ready is not watched."""
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
            self.revive()
            time.sleep(0.2)
        return 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        waiting = {name for name, revival in self.revivals.items() if revival.due is not None}
        standing = [child for name, child in self.children.items() if name not in waiting]
        for child in standing:
            child.terminate()
        until = time.monotonic() + GRACE
        for child in standing:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, until - time.monotonic()))
            end_group(child)
            child.wait()


def end_group(child: subprocess.Popen[bytes]) -> None:
    """Whatever the child started and left behind; it is the leader of a group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
