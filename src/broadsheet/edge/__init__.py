"""The readers' server: joins pressed pieces, answers, and never loads Django (DESIGN section 5)."""
