"""The house rules that no linter knows: sizes, guards, transactions, words and settings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.databases import app_on

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "roster").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Views of Flask-Security, which guards its own.
LIBRARY = {"security.login", "security.logout", "security.static"}
BARE = {"session", "sessions"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """Its body without its docstring: what somebody has to read."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def place(path: Path) -> str:
    return path.relative_to(ROOT / "roster").as_posix()


@pytest.fixture(scope="module")
def house() -> Flask:
    return app_on("sqlite://")


def test_every_file_opens_with_one_line_that_says_what_it_is_for() -> None:
    bad = []
    for path in SOURCES + TESTS:
        said = ast.get_docstring(tree(path))
        if not said or len(said.splitlines()[0]) > 110 or not said.splitlines()[0].strip():
            bad.append(str(path.relative_to(ROOT)))
    assert bad == []


def test_rooms_stay_small() -> None:
    long = [place(path) for path in SOURCES if len(path.read_text().splitlines()) > 250]
    long += [path.name for path in TESTS if len(path.read_text().splitlines()) > 400]
    assert long == []


@pytest.mark.parametrize(("room", "most"), [("views", 15), ("services", 25), ("", 30)])
def test_functions_stay_short(room: str, most: int) -> None:
    long = [
        f"{place(path)}:{function.name} has {lines_of(function)} lines"
        for path in SOURCES
        if place(path).startswith(room)
        for function in functions(path)
        if (room != "views" or _is_view(function)) and lines_of(function) > most
    ]
    assert long == []


def _is_view(function: Function) -> bool:
    return any("bp." in ast.unparse(one) for one in function.decorator_list)


def test_nothing_is_called_by_a_bare_session() -> None:
    bad = []
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else ""
            if name in BARE and not (place(path).startswith("services/coverage") and name == "sessions"):
                bad.append(f"{place(path)}:{node.lineno} {name}")
    assert bad == []


def test_there_is_no_room_for_odds_and_ends() -> None:
    assert [place(path) for path in SOURCES if re.search(r"util|helper|misc|common", path.stem)] == []


def test_the_front_hall_holds_a_docstring_and_nothing_else() -> None:
    assert len(tree(ROOT / "roster" / "__init__.py").body) == 1


def test_every_page_is_guarded_or_public(house: Flask) -> None:
    unguarded = [
        endpoint
        for endpoint, view in house.view_functions.items()
        if endpoint not in LIBRARY and not hasattr(view, "permission") and not hasattr(view, "is_public")
    ]
    assert unguarded == []


def test_every_guard_names_a_permission_of_the_table(house: Flask) -> None:
    from roster.permissions import PERMISSIONS

    asked = {getattr(view, "permission", None) for view in house.view_functions.values()} - {None}
    assert asked - set(PERMISSIONS) == set()


def test_every_address_is_kebab_case_and_typed(house: Flask) -> None:
    bad = []
    for rule in house.url_map.iter_rules():
        if rule.endpoint in LIBRARY:
            continue
        for part in rule.rule.strip("/").split("/"):
            typed = re.fullmatch(r"<(int|day):\w+>(\.csv)?", part)
            if part and not typed and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(\.(csv|xlsx|pdf))?", part):
                bad.append(rule.rule)
    assert bad == []


def test_every_change_that_a_person_makes_is_one_transaction() -> None:
    """Whatever says who did it (by) is a service; the steps it takes join its transaction."""
    bad = [
        f"{place(path)}:{node.name}"
        for path in sorted((ROOT / "roster" / "services").glob("*.py"))
        for node in tree(path).body
        if isinstance(node, Function) and not node.name.startswith("_")
        if "by" in {one.arg for one in node.args.kwonlyargs}
        if "transaction()" not in {ast.unparse(one) for one in node.decorator_list}
    ]
    assert bad == []


def test_templates_hold_no_script_no_style_and_trust_nobody() -> None:
    bad = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for what in (
            r"<script(?![^>]*\bsrc=)",
            r"\sstyle=",
            r"<style",
            r"\|\s*safe\b",
            r"\son\w+=",
            r"javascript:",
        ):
            if re.search(what, text):
                bad.append(f"{path.relative_to(ROOT)}: {what}")
    assert bad == []


def test_every_setting_is_in_the_operators_book() -> None:
    source = (ROOT / "roster" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r"environment\.get\(\s*\"([A-Z_]+)\"", source))
    book = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert read, "the settings are read through environment.get"
    assert {name for name in read if f"`{name}`" not in book} == set()


# What the administrator's book calls it, where that is not its own name.
CALLED = {
    "officer-day": "day",
    "my-duties": "own duties",
    "duty": "duties",
    "cell-change": "changes",
    "pattern-line": "follows which pattern",
    "shift-template": "shifts",
    "absence": "absences|leave",
    "request": "requests for leave|approving",
    "officer": "officers|record",
}


def test_the_administrators_book_says_what_each_role_may() -> None:
    from roster.permissions import PERMISSIONS

    book = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\w+) \|(.+)$", book, re.M))
    missing = []
    for permission, roles in PERMISSIONS.items():
        noun = permission.partition(":")[0]
        named = re.compile(CALLED.get(noun, noun.replace("-", " ")))
        missing += [f"{role}: {noun}" for role in roles if not named.search(rows["everyone"] + rows[role])]
    assert missing == []
