"""The roster as an A3 PDF that a screen reader can read too (PDF/UA-1)."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from roster.files.roster_paper import Cell, Paper, Strength, TeamSheet

TEMPLATE = Path(__file__).with_name("roster.typ")
# A narrower column would cut the letters short: longer periods go on further pages.
MOST_DAYS = 42
SATURDAY = 5


def pdf_of(paper: Paper) -> bytes:
    """The paper, its header repeated on every page. The data goes in as JSON, never as markup."""
    # Loaded only here: it brings a typesetter along.
    import typst

    words = {"paper": json.dumps(_plain(paper), ensure_ascii=False)}
    template = TEMPLATE.read_bytes()
    try:
        return typst.compile(template, sys_inputs=words, format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        # The standard refuses a letter that no font here can draw, such as one of a name in another
        # script. Such a paper is still tagged; it only cannot promise that every letter is seen.
        return typst.compile(template, sys_inputs=words, format="pdf")


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "made": f"{paper.teams_words}. {paper.made}",
        "parts": list(_parts(paper)),
        "key": [{"cell": _cell(cell), "words": words} for cell, words in paper.key],
        "notes": list(paper.notes),
        "broken": [_broken(team) for team in paper.teams if team.broken],
    }


def _parts(paper: Paper) -> Iterator[dict[str, Any]]:
    """The period in runs of days that fit across a page."""
    count = len(paper.dates)
    pages = -(-count // MOST_DAYS)
    weeks = -(-count // 7 // pages) or 1
    for number, start in enumerate(range(0, count, weeks * 7)):
        some = slice(start, start + weeks * 7)
        days = paper.dates[some]
        title = f"{days[0]:%a} {days[0].day} {days[0]:%b} to {days[-1]:%a} {days[-1].day} {days[-1]:%b}"
        yield {
            "number": number,
            "title": title,
            "days": [_day(day, start + at in paper.holidays) for at, day in enumerate(days)],
            "teams": [_team(team, some) for team in paper.teams],
            "on_ward": [str(one) for one in paper.on_ward[some]],
            "on_ward_words": paper.on_ward_words,
        }


def _day(day: date, is_holiday: bool) -> dict[str, Any]:
    return {
        "number": f"1 {day:%b}" if day.day == 1 else str(day.day),
        "weekday": f"{day:%a} PH" if is_holiday else f"{day:%a}",
        "weekend": day.weekday() >= SATURDAY,
    }


def _team(team: TeamSheet, some: slice) -> dict[str, Any]:
    lines = [
        {
            "rank": line.rank,
            "name": line.name,
            "number": line.number,
            "skills": line.skills,
            "cells": [_cell(cell) for cell in line.cells[some]],
        }
        for line in team.lines
    ]
    strength = [_strength(one) for one in team.strength[some]]
    return {"name": team.name, "promises": list(team.promises[some]), "lines": lines, "strength": strength}


def _strength(one: Strength | None) -> dict[str, Any]:
    return {"letters": one.letters if one else "", "short": bool(one and one.short)}


def _broken(team: TeamSheet) -> dict[str, Any]:
    lines = [
        {"officer": one.officer, "days": one.days, "words": one.words, "advice": one.advice}
        for one in team.broken
    ]
    return {"team": team.name, "lines": lines}


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    background, ink = cell.colours
    return {
        "letters": cell.letters,
        "band": cell.band,
        "draft": cell.draft,
        "mark": cell.mark,
        "paper": background,
        "ink": ink,
    }
