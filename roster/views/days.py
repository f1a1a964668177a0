"""A London day in an address: /officers/12/days/2026-12-03."""

from datetime import date

from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter, ValidationError


class DayConverter(BaseConverter):
    """A date as ISO 8601 writes it; anything else is a page that is not found."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The date, if there is such a day between 2000 and 2099."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None
        if not 2000 <= day.year <= 2099:
            raise ValidationError
        return day

    def to_url(self, value: date | str) -> str:
        """2026-12-03."""
        return str(value)


def teach(state: BlueprintSetupState) -> None:
    """Let the app's addresses speak of days: a blueprint records this before its views."""
    state.app.url_map.converters["day"] = DayConverter
