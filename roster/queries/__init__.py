"""Questions: they read, load all that their page needs, and never commit."""
