"""How the titles of disputed items name treatments: phrases, sessions, dates and settings; pure functions on text."""
