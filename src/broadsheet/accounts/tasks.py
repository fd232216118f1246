"""What the clerk does for signing in."""

from broadsheet.accounts.sessions import sweep_sessions
from broadsheet.contracts.steps import Step

STEPS = (Step(name="accounts.sweep_sessions", run=sweep_sessions, every=600.0),)
