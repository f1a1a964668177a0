"""Installs the Debian packages the tests drive: Chromium, its fonts and driver, and PostgreSQL's server."""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

from tools.steps import quietly, say, stop


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


NEEDED = {
    "chromium": lambda: shutil.which("chromium") is not None,
    "fonts-liberation": lambda: any(Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf")),
    "postgresql": lambda: (
        shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    ),
    "libatomic1": lambda: loads("libatomic.so.1"),  # what drives Chromium is linked with it
}


def missing() -> list[str]:
    return [name for name, is_there in NEEDED.items() if not is_there()]


def privilege() -> list[str] | None:
    """What to put before apt-get; none when this account may not install."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    asked = ["sudo", "-n", "true"]
    may = shutil.which("sudo") and subprocess.run(asked, capture_output=True).returncode == 0
    return ["sudo", "-n"] if may else None


def ensure() -> None:
    """Leave all of them installed, or stop and name what is missing."""
    wanted = missing()
    if not wanted:
        return
    names = " ".join(wanted)
    before = privilege()
    if before is None:
        may_not = "The tests need packages that this account may not install; somebody who may must type"
        stop(f"{may_not}: apt-get install {names}")
    say(f"Installing what the tests drive: {names} ...")
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    quietly([*apt, "update"], "Reading Debian's package lists")
    quietly([*apt, "install", "--no-install-recommends", *wanted], "Installing Debian packages")
    if still := missing():
        stop(f"Debian installed its packages, but this is still missing: {' '.join(still)}")


if __name__ == "__main__":
    ensure()
