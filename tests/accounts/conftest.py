"""The wire's small paper and its agency, as everybody who signs in finds them."""

from wire.conftest import agency, founded, paper, publishing

__all__ = ["agency", "founded", "paper", "publishing"]
