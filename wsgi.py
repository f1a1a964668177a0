"""The web server's door: app = create_app()."""

from roster.app import create_app
from roster.config import Misconfigured

try:
    app = create_app()
except Misconfigured as reason:
    raise SystemExit(f"SNT Roster cannot start: {reason}.") from None
