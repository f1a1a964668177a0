"""What every answer says to the browser: run and load only what is ours."""

from collections.abc import Callable, MutableMapping

from flask import Flask, Response, current_app

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = 63_072_000
HTTPS_ONLY = {"Strict-Transport-Security": f"max-age={TWO_YEARS}"}


def install(app: Flask) -> None:
    """Put the headers on every answer, errors too."""
    app.after_request(_protect)


def for_files(app: Flask) -> Callable[[MutableMapping[str, str], str, str], None]:
    """The same for the files that WhiteNoise serves."""

    def protect(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
        for name, value in _headers(app).items():
            headers[name] = value

    return protect


def _headers(app: Flask) -> dict[str, str]:
    return HEADERS | HTTPS_ONLY if app.config["ROSTER_HTTPS"] else HEADERS


def _protect(response: Response) -> Response:
    for name, value in _headers(current_app).items():
        response.headers.setdefault(name, value)
    # Pages are about people: no copy of them is kept on a shared desk's computer.
    if "no-store" in response.headers.get("Cache-Control", "no-store"):
        response.headers["Cache-Control"] = "no-store"  # the sign-in library writes it malformed
    return response
