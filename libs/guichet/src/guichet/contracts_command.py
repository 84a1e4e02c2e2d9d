"""`guichet contracts`: what the events promise, held against what was released."""

from typing import Annotated

import typer
from contracts import releases
from rich.console import Console

from guichet.asyncapi_command import asyncapi
from guichet.openapi_command import openapi

app = typer.Typer(no_args_is_help=True, help=__doc__)
app.command()(asyncapi)
app.command()(openapi)
out = Console(soft_wrap=True, highlight=False, markup=False)


@app.command()
def check() -> None:
    """Hold today's events and topics against the last release; name what is broken, and the way."""
    released = releases.releases()
    if not released:
        out.print(f"✗ {releases.RELEASED}: no release to hold against. Make one: release 1.")
        raise typer.Exit(1)
    last, now = released[-1], releases.today()
    found = releases.findings(last, now)
    for one in found:
        out.print(f"✗ {one}")
    if found:
        raise typer.Exit(1)
    added = len(set(now.schemas) - set(last.schemas))
    out.print(
        f"✓ {len(now.schemas)} event types ({added} new) and {len(now.topics)} topics, "
        f"compatible with release {last.name}."
    )


@app.command()
def release(
    name: Annotated[str, typer.Argument(help="A number after the last release: 2, 2.1")],
) -> None:
    """Write today's schemas, examples and catalogue as a release, if nothing is broken."""
    try:
        folder = releases.release(name)
    except releases.CannotRelease as fault:
        out.print(f"✗ {fault}")
        raise typer.Exit(1) from fault
    out.print(f"✓ {folder}: from now on a promise. Commit it.")
