"""The web server's door: app = create_app()."""

from roster.app import create_app

app = create_app()
