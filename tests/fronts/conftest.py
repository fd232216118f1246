"""The wire's small paper, with people of every role, in which fronts are arranged."""

from wire.conftest import founded, paper

__all__ = ["founded", "paper"]
