"""`guichet contracts asyncapi`: the AsyncAPI 3.0 document of all events, from the registry."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from contracts.asyncapi import text
from contracts.published import ASYNCAPI, folder

Out = Annotated[Path | None, typer.Option(help="Write to this file instead of standard output")]
Publish = Annotated[bool, typer.Option("--publish", help="Write to where it is kept and served")]


def asyncapi(out: Out = None, publish: Publish = False) -> None:
    """Write the AsyncAPI 3.0 document of every topic and event."""
    target = folder() / ASYNCAPI if publish else out
    if target is None:
        sys.stdout.write(text())
    else:
        target.write_text(text(), encoding="utf-8")
