"""Keeping a site: backed up and restored, examined, upgraded, and carried away."""


class KeepingError(Exception):
    """What an administrator asked for cannot be done; the text says why and the way out."""
