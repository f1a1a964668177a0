"""A client whose requests stand alone, and the page it fetched with what every page must have."""

import contextvars
from collections import Counter
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roster.extensions import db

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class Client(FlaskClient):
    """Each request gets a context of its own, as in production, and sees what the test saved."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()  # ends the test's own reading too: what it looks at next is fresh
        return contextvars.Context().run(super().open, *args, **kwargs)


class Page:
    """What came back from a path, checked."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.soup = BeautifulSoup(self.text, "html.parser")

    @property
    def words(self) -> str:
        """The visible text with its spaces evened out."""
        return " ".join(self.soup.get_text(" ").split())

    def faults(self) -> list[str]:
        """What every page must have and this one has not."""
        headings = len(self.soup.find_all("h1"))
        found = [f"{headings} h1"] if headings != 1 else []
        if not (self.soup.title and self.soup.title.get_text(strip=True)):
            found.append("no title")
        if "Content-Security-Policy" not in self.response.headers:
            found.append("no Content-Security-Policy")
        ids = Counter(str(tag["id"]) for tag in self.soup.find_all(id=True))
        found += [f"id {name} {times} times" for name, times in ids.items() if times > 1]
        fields = self.soup.find_all(["input", "select", "textarea"])
        return found + [
            f"{field.get('name')} has no label" for field in fields if not self.is_labelled(field)
        ]

    def is_labelled(self, field: Tag) -> bool:
        if field.get("type") in UNLABELLED or field.get("aria-label") or field.get("aria-labelledby"):
            return True
        if field.find_parent("label"):
            return True
        return bool(field.get("id") and self.soup.find("label", attrs={"for": field["id"]}))
