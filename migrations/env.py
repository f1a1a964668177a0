"""How Alembic reaches the database: through the application's own engine."""

from alembic import context
from flask import current_app

from roster.extensions import db


def run() -> None:
    """Apply the migrations in one transaction, on a connection of the application's engine."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with db.engine.connect() as connection:
        _migrate(connection)
        connection.commit()


def _migrate(connection) -> None:
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=db.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()


run()
