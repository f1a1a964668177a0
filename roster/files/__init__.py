"""JSON files that are judged on the terminal: fields and times in, answers or one sentence out."""
