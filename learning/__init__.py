"""Learning from the flows: lessons, cards, practice calls, progress."""
