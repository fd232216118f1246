"""The wire's small paper and its agency."""

from wire.conftest import agency, paper

__all__ = ["agency", "paper"]
