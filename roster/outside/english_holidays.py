"""Public holidays of England, as a kept library knows them."""

from datetime import date


def english_holidays(year: int) -> dict[date, str]:
    """The year's public holidays of England by day, substitute days for those at weekends among them."""
    # Loaded only here: it knows every country, and most processes never ask.
    from holidays import country_holidays

    # Without the subdivision it names only what all four nations share: 7 days instead of 9.
    return dict(country_holidays("GB", subdiv="ENG", years=year).items())
