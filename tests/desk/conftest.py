"""The wire's small paper and its agency."""

from wire.conftest import agency, founded, paper

__all__ = ["agency", "founded", "paper"]
