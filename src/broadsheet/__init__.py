"""Broadsheet: a newsroom in one command."""

__version__ = "0.1.0"
