"""Checks that the lock files hold what was chosen, hashed, and no address of anybody's machine."""

import json
import re
import sys

from tools.steps import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)", re.M)
ADDRESS = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links|\"resolved\"")
LISTS = ["requirements", "requirements-dev"]
LOCKS = ["requirements.txt", "requirements-dev.txt", "tools/npm-fallback.txt", "package-lock.json", ".npmrc"]


def pins(name: str) -> dict[str, str]:
    found = PIN.findall((ROOT / name).read_text())
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def differences(chosen: str, locked: str) -> list[str]:
    """Each package of the first list that the second has not, or has in another version."""
    wanted, there = pins(chosen), pins(locked)
    return [
        f"{locked} has {name} {there.get(name, 'nowhere')}, {chosen} says {version}"
        for name, version in wanted.items()
        if there.get(name) != version
    ]


def unhashed(locked: str) -> list[str]:
    """Each pinned package must be followed by its hashes."""
    lines = (ROOT / locked).read_text().splitlines()
    following = zip(lines, [*lines[1:], ""], strict=True)
    return [
        f"{locked}: {line} has no hash"
        for line, after in following
        if PIN.match(line) and "--hash" not in after
    ]


def npm_differences() -> list[str]:
    chosen = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return [
        f"package-lock.json does not hold {name} {version}"
        for name, version in chosen.items()
        if locked.get(f"node_modules/{name}", {}).get("version") != version
    ]


def faults() -> list[str]:
    found = [line for name in LISTS for line in differences(f"{name}.in", f"{name}.txt")]
    found += differences("requirements.txt", "requirements-dev.txt")
    found += [line for name in LISTS for line in unhashed(f"{name}.txt")]
    found += [f"{name} holds an address" for name in LOCKS if ADDRESS.search((ROOT / name).read_text())]
    return found + npm_differences()


if __name__ == "__main__":
    said = faults()
    print("\n".join(said) + ("\nRun `make deps`." if said else "The pins are in step."))
    sys.exit(bool(said))
