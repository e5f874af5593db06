"""Practice for new colleagues, made from the same clauses and flows that the pages show."""
