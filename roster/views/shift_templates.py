"""Shift templates: the list, one to edit, withdrawing one."""

from flask import Blueprint

bp = Blueprint("shift_templates", __name__)
