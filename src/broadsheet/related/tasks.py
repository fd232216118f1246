"""Related Stories among the clerk's steps."""

from datetime import datetime
from functools import cache
from pathlib import Path

from broadsheet.contracts.steps import Step
from broadsheet.environment import places, site
from broadsheet.related.relating import Relater


def work_off_orders(now: datetime) -> bool:
    """Index and relate the stories that go first."""
    return relater(places.index_folder()).work_off(now)


def relate_archive(now: datetime) -> bool:
    """Relate stories that are in the index and were pressed without their company: 100,000 of them wait for readers."""
    return relater(places.index_folder()).relate_archive(now)


def check_index(now: datetime) -> bool:
    """Begin the index anew where there is none that can be used."""
    return relater(places.index_folder()).check_index(now)


@cache
def relater(folder: Path) -> Relater:
    """The one that works on the index in that folder."""
    return Relater(folder=folder, language=site.language())


STEPS = (
    Step(name="related.check_index", run=check_index, every=60.0),
    Step(name="related.work_off_orders", run=work_off_orders, every=5.0, wakes=True),
    Step(name="related.relate_archive", run=relate_archive, every=5.0, wakes=True, patient=True),
)
