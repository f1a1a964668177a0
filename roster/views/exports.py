"""The roster on paper and in a spreadsheet: PDF, XLSX and CSV of what is on the screen."""

from flask import Blueprint

bp = Blueprint("exports", __name__)
