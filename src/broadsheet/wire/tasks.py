"""What the clerk does for the wire."""

from broadsheet.contracts.steps import Step
from broadsheet.wire.actions import settle_due_items
from broadsheet.wire.cleaning import confirm_clean
from broadsheet.wire.counting import forget_old_counts
from broadsheet.wire.fetching.collecting import Collector
from broadsheet.wire.fetching.illustrating import Illustrator
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.health import QuietWatch
from broadsheet.wire.keeping import forget_old_copy
from broadsheet.wire.outbox import Teller
from broadsheet.wire.rereading import reread_some

_COLLECTOR = Collector()
_ILLUSTRATOR = Illustrator()

# The pauses are short because a reader waits at the other end: a dropped file is readable within a second.
STEPS = (
    Step(name="wire.folders", run=FolderWatch().look, every=0.05),
    Step(name="wire.fetch", run=_COLLECTOR.look, every=0.05, end=_COLLECTOR.end),
    Step(name="wire.pictures", run=_ILLUSTRATOR.look, every=0.1, end=_ILLUSTRATOR.end),
    Step(name="wire.settle", run=settle_due_items, every=0.1),
    Step(name="wire.reread", run=reread_some, every=1),
    Step(name="wire.quiet", run=QuietWatch().look, every=60),
    Step(name="wire.tell", run=Teller().look, every=1.0),
    Step(name="wire.clean", run=confirm_clean, every=1.0),
    Step(name="wire.forget", run=forget_old_copy, every=600),
    Step(name="wire.forget_counts", run=forget_old_counts, every=3600),
)
