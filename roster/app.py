"""create_app(): the roof; it knows every room and is known by none."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import roster.models  # noqa: F401  (every table, known to migrations and to the mapper)
from roster import cli, config
from roster.extensions import csrf, db, migrate, security
from roster.models.account import Account, AccountRole
from roster.queries.sign_ins import Accounts
from roster.views import errors, guards, headers, kept_input, layout, sign_in
from roster.views.routes import BLUEPRINTS
from roster.views.row_ids import RowId
from roster.views.sign_in import SignInForm


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The whole application, from the environment and, in tests, from overrides."""
    app = Flask(
        __name__,
        template_folder=str(config.ROOT / "templates"),
        static_folder=None,  # WhiteNoise serves static/, compressed and with its own headers
    )
    app.config.from_mapping(config.settings())
    app.config.from_mapping(overrides or {})
    _extensions(app)
    _rooms(app)
    _serve_files(app)
    return app


def _extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    datastore = Accounts(db, Account, AccountRole)
    security.init_app(app, datastore, login_form=SignInForm)


def _rooms(app: Flask) -> None:
    headers.install(app)
    guards.install(app)
    errors.install(app)
    kept_input.install(app)
    layout.install(app)
    sign_in.install(app)
    app.url_map.converters["int"] = RowId
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in cli.COMMANDS:
        app.cli.add_command(command)


def _serve_files(app: Flask) -> None:
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(config.ROOT / "static"),
        prefix="static/",
        max_age=3600,
        autorefresh=app.debug or app.testing,
        add_headers_function=headers.for_files(app),
    )
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
