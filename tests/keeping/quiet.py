"""Keeps the Progress Protocol, and says nothing."""


class NoProgress:
    def begin(self, what: str, *, total: int) -> None: ...

    def reach(self, done: int) -> None: ...
