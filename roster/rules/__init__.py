"""Rules of working time: spans of work in, breaches and what is owed out; no web, no database."""
