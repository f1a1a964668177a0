"""Minimum strength of a ward team: what it needs, and changing that."""

from flask import Blueprint

bp = Blueprint("minimum_strengths", __name__)
