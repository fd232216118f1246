"""What a bench part gives back: figures, each beside what it has to reach."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured thing. `reached` is None where nothing is asked of it."""

    what: str
    measured: str
    wanted: str = ""
    reached: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A part that cannot be measured here, and why."""

    why: str


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns."""
    rows = [(figure.what, figure.measured, figure.wanted, _verdict(figure)) for figure in figures]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _verdict(figure: Figure) -> str:
    if figure.reached is None:
        return ""
    return "reached" if figure.reached else "MISSED"
