"""What the clerk does for the desk: notices go out by mail, old ones go."""

from broadsheet.contracts.steps import Step
from broadsheet.desk.mailing import Postman
from broadsheet.desk.notices import sweep_notices

_postman = Postman()

STEPS = (
    Step(name="desk.mail_notices", run=_postman.look, every=5.0),
    Step(name="desk.sweep_notices", run=sweep_notices, every=3600.0, patient=True),
)
