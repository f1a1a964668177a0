"""Judging cover: needs and facts in, states, gaps and causes out; no web, no database, no clock."""
