"""What every set-up step shares: saying what it does, staying quiet, and remembering that it is done."""

import contextlib
import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(sentence: str) -> None:
    print(sentence, flush=True)


def stop(sentence: str, code: int = 1) -> NoReturn:
    """End the command with one sentence that says why."""
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(code)


def quietly(command: Sequence[str | Path], doing: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command without its chatter; when it fails, show all it said and stop."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(done.stdout.rstrip(), file=sys.stderr)
        stop(f"{doing} failed: the lines above say why.")


def digest(paths: Iterable[Path], *words: str) -> str:
    """Fingerprint of the inputs of a step: the files' contents and any further words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def is_done(stamp: Path, inputs: str) -> bool:
    return stamp.is_file() and stamp.read_text().strip() == inputs


def mark_done(stamp: Path, inputs: str) -> None:
    """Written last, so that an interrupted step is done again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    draft = stamp.with_name(stamp.name + ".new")
    draft.write_text(inputs + "\n")
    draft.replace(stamp)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the set-up lock, so that two commands started together do not build the same thing."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up this checkout; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
