"""Swaps of duties: offered, taken, approved."""

from flask import Blueprint

bp = Blueprint("swaps", __name__)
