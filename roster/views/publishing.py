"""Publishing a period: the checklist, and doing it."""

from flask import Blueprint

bp = Blueprint("publishing", __name__)
