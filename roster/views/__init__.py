"""HTTP: a guard, a form, one service or query, a page; one file a noun."""
