"""The `broadsheet` command. Each subcommand loads what it needs when it runs: `edge` must never load Django."""

from importlib import import_module

import click

from broadsheet.environment.origin import start_as

COMMANDS = {
    "backup": "broadsheet.cli.backup:backup",
    "clerk": "broadsheet.cli.clerk:clerk",
    "demo": "broadsheet.cli.demo:demo",
    "demo_agency": "broadsheet.cli.demo_agency:demo_agency",
    "doctor": "broadsheet.cli.doctor:doctor",
    "export": "broadsheet.cli.export:export",
    "edge": "broadsheet.cli.edge:edge",
    "import": "broadsheet.cli.importing:importing",
    "init": "broadsheet.cli.init:init",
    "move_to_postgres": "broadsheet.cli.move_to_postgres:move_to_postgres",
    "newsroom": "broadsheet.cli.newsroom:newsroom",
    "darkroom": "broadsheet.cli.darkroom:darkroom",
    "person": "broadsheet.cli.person:person",
    "picture_files": "broadsheet.cli.picture_files:picture_files",
    "press_all": "broadsheet.cli.press_all:press_all",
    "related_rank": "broadsheet.cli.related_rank:related_rank",
    "related_rebuild": "broadsheet.cli.related_rebuild:related_rebuild",
    "restore": "broadsheet.cli.restore:restore",
    "run": "broadsheet.cli.run:run",
    "upgrade": "broadsheet.cli.upgrade:upgrade",
    "wire_add_source": "broadsheet.cli.wire_add_source:wire_add_source",
    "wire_read": "broadsheet.cli.wire_read:wire_read",
    "wire_route": "broadsheet.cli.wire_route:wire_route",
    "wire_source": "broadsheet.cli.wire_source:wire_source",
    "manage": "broadsheet.cli.manage:manage",
}


class LateGroup(click.Group):
    """Knows its commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        start_as(cmd_name)
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=LateGroup, name="broadsheet")
@click.version_option(package_name=None, version="0.1.0", prog_name="broadsheet")
def main() -> None:
    """A newsroom in one command."""
