"""The barest signed-in site there can be: Flask, a signed cookie, one Core statement for who asks.

P5 measures the month grid as a signed-in person fetches it. Its floor is signed in too, or the two
would differ by what no signed-in page can leave out: a request, a cookie, a look at the account.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask, abort, session
from sqlalchemy import Engine, text

Draw = Callable[[Sequence[int]], str]

_WHO = """
SELECT s.team_id FROM account AS a JOIN supervision AS s ON s.officer_id = a.officer_id
WHERE a.fs_uniquifier = :key AND a.active AND s.first_day <= :now AND s.last_day > :now
"""


class BareSite:
    """One page behind one cookie; a Visitor fetches from it as from the real one."""

    def __init__(self, engine: Engine, draw: Draw, uniquifier: str, now: int) -> None:
        self.app = Flask("bare", static_folder=None)
        self.app.config.update(SECRET_KEY="bare", PERMANENT_SESSION_LIFETIME=timedelta(minutes=30))
        asked = text(_WHO)

        @self.app.get("/roster")
        def show() -> str:
            with engine.connect() as connection:
                teams = connection.scalars(asked, {"key": session.get("key", ""), "now": now}).all()
            if not teams:
                abort(404)
            return draw(teams)

        self.cookie = f"session={self._signed({'key': uniquifier, '_permanent': True})}"

    def _signed(self, held: dict[str, object]) -> str:
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signer.dumps(held))
