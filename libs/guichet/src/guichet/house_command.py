"""`guichet up`, `demo` and `ledger`: the whole house on one machine, and what it holds."""

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from guichet.demo import DATABASES, demonstrate, page_of_one_case, show
from guichet.embedded.process import EmbeddedServerError
from guichet.events_attach import BOOTSTRAP_FILE
from guichet.ledger import COLUMNS, Ledger, read_ledger
from guichet.pour import NotAccepted
from guichet.stack import DEFAULT_PORT, Options, Stack, running
from guichet.stores import ADDRESS, stores_of

Data = Annotated[Path, typer.Option(help="Where everything is kept")]
Port = Annotated[int, typer.Option(help="The one port, on this machine only")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget what was kept, start empty")]
BrokerChoice = Annotated[str, typer.Option(help="auto, kafka, tansu, or HOST:PORT of a Kafka")]
Mongo = Annotated[str, typer.Option(help="auto, compiled, wheel, or your MongoDB's URI")]
HERE = Path(".data")
errors = Console(stderr=True)


def up(
    data: Data = HERE,
    port: Port = DEFAULT_PORT,
    fresh: Fresh = False,
    broker: BrokerChoice = "auto",
    mongo: Mongo = "auto",
) -> None:
    """Start broker, database, mail sink and the five services; stop them with Ctrl-C."""

    async def stay(stack: Stack) -> int:
        where_to_look(stack)
        await asyncio.Event().wait()
        return 0

    run(Options(data, port, broker, mongo, fresh), stay)


def demo(
    cases: Annotated[int, typer.Option(min=1, help="How many real rows to pour")] = 200,
    exit_: Annotated[bool, typer.Option("--exit", help="Stop everything when done")] = False,
    json_: Annotated[bool, typer.Option("--json", help="The table as JSON, last line")] = False,
    data: Data = HERE,
    port: Port = DEFAULT_PORT,
    fresh: Fresh = False,
    broker: BrokerChoice = "auto",
    mongo: Mongo = "auto",
) -> None:
    """Do as `up`, then pour a sample of real Montréal requests through both doors and count."""

    async def pour_and_count(stack: Stack) -> int:
        result = await demonstrate(stack, cases, errors)
        show(result, errors)
        where_to_look(stack)
        errors.print(f"  un dossier    {await page_of_one_case(stack)}")
        if not exit_:
            errors.print("Ctrl-C pour arrêter / to stop.")
            await asyncio.Event().wait()
        if json_:
            last_line.append(result.json())
        return 0 if result.lost == 0 else 1

    last_line: list[str] = []
    code = run(Options(data, port, broker, mongo, fresh), pour_and_count)
    for line in last_line:
        sys.stdout.write(f"{line}\n")
    raise typer.Exit(code)


def ledger(
    mongo: Annotated[
        str | None, typer.Option(help="Connection string; else what lies under --data")
    ] = None,
    data: Data = HERE,
) -> None:
    """Prove from the stores, per borough, that every accepted case is somewhere."""

    async def read() -> Ledger:
        async with stores_of(data, mongo, errors.print) as uri:
            return await read_ledger(uri, databases=DATABASES)

    try:
        found = asyncio.run(read())
    except EmbeddedServerError as fault:
        errors.print(f"[red]{fault}[/red]")
        raise typer.Exit(2) from fault
    show_ledger(found)
    raise typer.Exit(0 if found.settled else 1)


def run(options: Options, work: Callable[[Stack], Awaitable[int]]) -> int:
    """Start the stack, do the work, stop in order; the exit code."""

    async def whole() -> int:
        task = asyncio.current_task()
        assert task is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        started = time.monotonic()
        async with running(options, lambda line: errors.print(line)) as stack:
            remember(options.data, stack)
            errors.print(f"Prêt en {time.monotonic() - started:.1f} s / ready.")
            return await work(stack)

    try:
        return asyncio.run(whole())
    except (EmbeddedServerError, NotAccepted) as fault:
        errors.print(f"[red]{fault}[/red]")
        raise typer.Exit(1) from fault
    except (KeyboardInterrupt, asyncio.CancelledError):
        errors.print("Arrêté / stopped.")
        return 0


def where_to_look(stack: Stack) -> None:
    """Addresses."""
    broker, database = stack.broker_server.broker, stack.database_server.database
    kept = "" if broker.persistent else " (en mémoire seulement / memory only)"
    errors.print(f"""
Guichet : {stack.url}
  suivi         {stack.url}/suivi
  personnel     {stack.url}/dossiers  (choisir une persona / choose a persona)
  courriels     {stack.url}/courriels
  documentation {stack.url}/documentation
  courtier      {broker.kind} {broker.version}, {broker.bootstrap_servers}{kept}
  base          {database.kind} {database.version}
  journaux      {stack.options.data / "logs"}""")


def remember(data: Path, stack: Stack) -> None:
    """Leave the addresses where `guichet ledger`, `deadletters` and `events` look."""
    (data / ADDRESS).write_text(stack.database_server.database.uri)
    (data / BOOTSTRAP_FILE).write_text(stack.broker_server.broker.bootstrap_servers)
    (data / "url").write_text(stack.url)


def show_ledger(found: Ledger) -> None:
    """The ledger as people read it."""
    from rich.table import Table

    # What is empty everywhere is not shown: the table has to fit a terminal.
    columns = [column for column in COLUMNS if found.total(column)]
    table = Table(show_footer=True)
    table.add_column("borough", "total", no_wrap=True)
    table.add_column("accepted", str(found.total("accepted")), justify="right", overflow="fold")
    for column in columns:
        words = column.replace("_", " ")
        table.add_column(words, str(found.total(column)), justify="right", overflow="fold")
    table.add_column("=", "✓" if found.settled else "✗")
    for borough, line in sorted(found.lines.items()):
        cells = [str(line.went[column]) for column in columns]
        table.add_row(borough, str(line.accepted), *cells, "✓" if line.balanced else "✗")
    Console().print(table)
    waiting = {name: count for name, count in found.pending.items() if count}
    Console().print(f"unpublished: {waiting or 'nothing'}; parked records: {found.parked_records}")
