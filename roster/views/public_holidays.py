"""Public holidays: the list, and adding or removing one."""

from flask import Blueprint

bp = Blueprint("public_holidays", __name__)
