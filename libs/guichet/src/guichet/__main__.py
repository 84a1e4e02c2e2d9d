"""The `guichet` command: run it all on one machine, try it, operate it."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

COMMANDS = {
    "up": "house_command:up",
    "demo": "house_command:demo",
    "ledger": "house_command:ledger",
    "deadline": "deadline_command:deadline",
    "rebuild": "rebuild_command:rebuild",
    "route": "route_command:route",
    "contracts": "contracts_command:app",
    "deadletters": "deadletters:app",
    "events": "events_command:app",
    "grid": "grid_command:app",
    "lists": "lists_command:app",
}


class OnDemand(TyperGroup):
    """Imports a command when it is called: what one of them needs, the others do not wait for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """See `click.Group`."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """See `click.Group`."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"guichet.{module}"), name)
        if isinstance(found, typer.Typer):
            command: Any = get_group(found)
        else:
            alone = typer.Typer(add_completion=False)
            alone.command()(found)
            command = get_command(alone)
        command.name = cmd_name
        return command


app = typer.Typer(cls=OnDemand, no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback(help=__doc__)
def guichet() -> None:
    """A group of commands, though none is known yet."""


if __name__ == "__main__":
    app()
