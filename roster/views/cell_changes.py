"""Changes to what was published: told, acknowledged, and the history of a cell."""

from flask import Blueprint

bp = Blueprint("cell_changes", __name__)
