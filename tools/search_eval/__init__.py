"""How well the search answers, measured on questions people type."""
