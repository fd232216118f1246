"""Every slice's steps, in the order in which news flows: in from the wire, out through the press."""

from importlib import import_module, util

from broadsheet.contracts.steps import Step

SLICES = ("wire", "stories", "related", "popular", "fronts", "press", "media", "accounts", "desk", "clerk")


def all_steps() -> tuple[Step, ...]:
    """The steps that slices name as STEPS in their `tasks` module; a slice without one has none."""
    steps: list[Step] = []
    for slice_name in SLICES:
        module_name = f"broadsheet.{slice_name}.tasks"
        if util.find_spec(module_name) is not None:
            steps.extend(import_module(module_name).STEPS)
    return tuple(steps)
