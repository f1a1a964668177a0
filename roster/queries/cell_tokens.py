"""The token of a cell: a short string that changes whenever what stands in the cell changes."""

from collections.abc import Iterable


def duty_part(duty_id: int, version: int, code: str, span: tuple[int, int]) -> str:
    """Of a duty that starts on the day; one of own times has no code, and says them in seconds."""
    return f"d{duty_id}.{version}{code or f'.{span[0]}-{span[1]}'}"


def rest_part(rest_id: int, version: int, kind: str) -> str:
    """Of a rest day or a free day."""
    return f"r{rest_id}.{version}{'RD' if kind == 'rest_day' else 'FD'}"


def absence_part(absence_id: int) -> str:
    """Of an approved absence of exactly that day, as a code typed in the cell makes it."""
    return f"a{absence_id}"


def token_of(parts: Iterable[str]) -> str:
    """Duties in the order of their starts, then the rest day, then the absence; "" when empty."""
    return ",".join(parts)
