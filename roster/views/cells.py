"""Cells of the grid: saved as they are typed, and what others changed meanwhile."""

from flask import Blueprint

bp = Blueprint("cells", __name__)
