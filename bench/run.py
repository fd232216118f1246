"""
`make bench`, or `python bench/run.py edge …`: runs the named parts, all of them by default, and prints their figures.

A part is a module beside this one with a function `measure() -> list[Figure] | Skipped`. Ends with 1 when a figure
was missed.
"""

import sys
from importlib import import_module
from pathlib import Path

from figures import Skipped, table

NOT_PARTS = {
    "contact_sheet",
    "run",
    "figures",
    "made_archive",
    "made_hits",
    "made_site",
    "made_stories",
    "made_wire",
    "million_items",
    "page_load",
    "popular_plot",
    "publishing",
    "running",
    "servers",
    "story_desk",
    "agency_server",
    "walking",
}


def main(names: list[str]) -> int:
    parts = names or sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - NOT_PARTS)
    missed = 0
    for part in parts:
        print(f"\n== {part}", flush=True)
        outcome = import_module(part).measure()
        if isinstance(outcome, Skipped):
            print(f"skipped: {outcome.why}")
            continue
        print(table(outcome))
        missed += sum(figure.reached is False for figure in outcome)
    print(f"\n{missed} figures missed" if missed else "\nevery figure reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
