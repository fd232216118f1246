"""What the clerk does for the wire."""

from broadsheet.contracts.steps import Step
from broadsheet.wire.actions import settle_due_items
from broadsheet.wire.cleaning import confirm_clean
from broadsheet.wire.folders import FolderWatch
from broadsheet.wire.keeping import forget_old_copy
from broadsheet.wire.outbox import Teller

# The pauses are short because a reader waits at the other end: a dropped file is readable within a second.
STEPS = (
    Step(name="wire.folders", run=FolderWatch().look, every=0.05),
    Step(name="wire.settle", run=settle_due_items, every=0.1),
    Step(name="wire.tell", run=Teller().look, every=1.0),
    Step(name="wire.clean", run=confirm_clean, every=1.0),
    Step(name="wire.forget", run=forget_old_copy, every=600),
)
