"""Builds .venv from the hashed requirements: `python -m tools.environment [run|dev]`."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.steps import ROOT, VENV, digest, is_done, mark_done, one_at_a_time, quietly, say, stop

FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
UNFINISHED = VENV / "unfinished"


def stamp_for(kind: str) -> tuple[Path, str]:
    return VENV / f"installed-{kind}", digest([ROOT / FILES[kind]])


def is_ready(kind: str) -> bool:
    """The developer's environment holds all that the service needs, so either will do to run it."""
    kinds = ["run", "dev"] if kind == "run" else ["dev"]
    return not UNFINISHED.exists() and any(is_done(*stamp_for(each)) for each in kinds) and works()


def works() -> bool:
    """A Python that was removed or replaced under the environment leaves it dead."""
    probe = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    python = VENV / "bin" / "python"
    return python.exists() and subprocess.run([python, "-c", probe], capture_output=True).returncode == 0


def create(folder: Path) -> None:
    """Without pip inside: Debian's python3 comes without ensurepip unless python3-venv is there."""
    shutil.rmtree(folder, ignore_errors=True)
    quietly([sys.executable, "-m", "venv", "--without-pip", folder], f"Making {folder.name}")


def install(folder: Path, requirements: Path) -> None:
    flags = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    command = [*pip_for(folder), "install", *flags, *without_cache(), "-r", requirements]
    quietly(command, "Installing Python packages")


def without_cache() -> list[str]:
    """Pip keeps what it built in the home folder, and fails where it believes wrongly that it may."""
    if os.environ.get("PIP_CACHE_DIR"):
        return []
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return []
    except (OSError, RuntimeError):  # there may be no home folder at all
        return ["--no-cache-dir"]


def pip_for(folder: Path) -> list[str | Path]:
    """Pip outside the environment when it can install into another (22.3 or newer), else a pip inside."""
    inner = folder / "bin" / "python"
    outside: list[str | Path] = [sys.executable, "-m", "pip", "--python", inner]
    if subprocess.run([*outside, "--version"], capture_output=True).returncode == 0:
        return outside
    if importlib.util.find_spec("ensurepip") is None:
        stop("This Python has no usable pip. Install it (on Debian: apt-get install python3-pip).")
    quietly([inner, "-m", "ensurepip", "--upgrade"], "Putting pip into .venv")
    return [inner, "-m", "pip"]


def build(kind: str) -> None:
    say(f"Installing the Python packages of {FILES[kind]} into .venv ...")
    if UNFINISHED.exists() or not works():
        create(VENV)
    stamp, inputs = stamp_for(kind)
    UNFINISHED.touch()
    install(VENV, ROOT / FILES[kind])
    mark_done(stamp, inputs)
    UNFINISHED.unlink()


def ensure(kind: str) -> None:
    """Leave a working .venv of that kind, at once when it is there already."""
    if is_ready(kind):
        return
    with one_at_a_time():
        if not is_ready(kind):
            build(kind)


if __name__ == "__main__":
    ensure(sys.argv[1] if len(sys.argv) > 1 else "dev")
