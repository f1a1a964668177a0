"""Rotating patterns: the library, one pattern, who follows it, and laying it over a period."""

from flask import Blueprint

bp = Blueprint("patterns", __name__)
