"""Leave and other absence: asked for by officers, decided by sergeants."""

from flask import Blueprint

bp = Blueprint("leave", __name__)
