"""Rest days that are still owed, and giving one back."""

from flask import Blueprint

bp = Blueprint("owed_rest_days", __name__)
