"""Changes: everything that alters the roster, each in one transaction with its audit."""
