"""`guichet events`: look at the stream as integrators see it, and send requests as the pilot."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Collection
from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import typer
from chassis.clock import utc_now
from contracts import Undecodable, event_types
from contracts.codec import read_envelope
from contracts.events.pilot import REJECTIONS, REQUESTS
from contracts.events.routing import GRIDS
from contracts.topics import TOPICS
from rich.console import Console

from guichet.events_attach import (
    CannotAttach,
    Keys,
    attached,
    bootstrap_of,
    keys_in,
    pilots_keys,
)
from guichet.events_publish import WRITABLE, Checked, answers, check, send
from guichet.events_reading import BEGINNING, NEXT, read_topic, start_of
from guichet.events_view import Seen, json_of, line_of, see

app = typer.Typer(no_args_is_help=True, help=__doc__)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
HERE = Path(".data")

Data = Annotated[Path, typer.Option(help="Data directory of the running `guichet up`")]
Bootstrap = Annotated[str | None, typer.Option(help="HOST:PORT of any Kafka, else that house's")]
KeysFile = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        envvar="GUICHET_TOPIC_KEYS_FILE",
        help='JSON file {"<topic>": {"<key id>": "<32 bytes, base64>"}} of sealed topics',
    ),
]


@app.command()
def tail(
    topic: Annotated[str, typer.Argument(help="A topic of the catalogue, as intake-cases")],
    borough: Annotated[str | None, typer.Option(help="Events of this borough only")] = None,
    type_: Annotated[
        list[str] | None, typer.Option("--type", help="Events of this type only; may be repeated")
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="beginning, now, a time (Montréal's without a zone), OFFSET, or PARTITION:OFFSET;"
            " else now, or beginning with --until-end",
        ),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow/--until-end", help="Go on, or stop at what is there now")
    ] = True,
    json_: Annotated[
        bool, typer.Option("--json", help="One CloudEvents JSON object a line")
    ] = False,
    language: Annotated[str, typer.Option(help="Names of events: fr or en")] = "fr",
    data: Data = HERE,
    bootstrap: Bootstrap = None,
    keys: KeysFile = None,
) -> None:
    """Show a topic's events as they come; leaves no consumer group, commits nothing."""
    types = _known_types(topic, type_ or [])
    try:
        start = start_of(from_) if from_ else NEXT if follow else BEGINNING
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from None
    if language not in ("fr", "en"):
        raise typer.BadParameter("language: fr or en")

    async def look_on() -> int:
        address, given = bootstrap_of(data, bootstrap), keys_in(keys)
        async with attached(address, topic):
            if borough is not None:
                await _must_be_known(borough, address)
            if TOPICS[topic].sealed and topic not in given:
                errors.print(
                    f"{topic} : valeurs scellées, enveloppes seulement / values are sealed,"
                    " envelopes only (--keys)"
                )
            async with aclosing(read_topic(address, topic, start, follow=follow)) as records:
                async for record in records:
                    seen = see(record, given)
                    if _wanted(seen, borough, types):
                        show(seen)
        return 0

    def show(seen: Seen) -> None:
        if json_:
            print_(json_of(seen))
        elif sys.stdout.isatty():
            screen.print(line_of(seen, language), no_wrap=True, overflow="ellipsis")
        else:
            print_(line_of(seen, language).plain.rstrip())

    screen = Console(highlight=False)
    raise typer.Exit(_run(look_on))


@app.command()
def publish(
    file: Annotated[
        str, typer.Argument(help="JSON lines, one JSON object or an array; - is stdin")
    ],
    topic: Annotated[str, typer.Option(help="Where to; outsiders write one topic")] = REQUESTS,
    source: Annotated[
        str, typer.Option(help="CloudEvents source: who you are; ids are yours within it")
    ] = "/pilot/online",
    check_only: Annotated[bool, typer.Option("--check", help="Check, send nothing")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Send the good ones all the same")
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for what comes of each")] = False,
    wait_seconds: Annotated[float, typer.Option(min=1, help="Longest wait for answers")] = 60.0,
    data: Data = HERE,
    bootstrap: Bootstrap = None,
    keys: KeysFile = None,
) -> None:
    """Send requests as the city's online pilot: all are checked before one is sent."""
    if topic not in WRITABLE:
        raise typer.BadParameter(f"topic: services alone write there; yours: {', '.join(WRITABLE)}")
    checked = check(_text_of(file), topic=topic, source=source, now=utc_now())
    for fault in checked.faults:
        errors.print(f"{file}: {fault}", markup=False)
    if check_only or (checked.faults and not skip_bad) or not checked.ready:
        done = "nothing sent" if not check_only else f"{len(checked.ready)} good"
        errors.print(f"{done}, {len(checked.faults)} faults")
        raise typer.Exit(1 if checked.faults or not checked.ready else 0)

    async def deliver() -> int:
        address, given = bootstrap_of(data, bootstrap), pilots_keys(data, keys)
        if topic not in given:
            raise CannotAttach(f"{topic}: its values are sealed; give its key with --keys")
        wanted = (topic, *((REJECTIONS,) if wait else ()))
        async with attached(address, *wanted):
            lost = await send(checked.ready, address, topic, given)
            for fault in lost:
                errors.print(f"{file}: {fault}", markup=False)
            print_(f"{len(checked.ready) - len(lost)} sent to {topic}, acknowledged")
            all_well = not lost and not checked.faults
            if wait:
                all_well &= await _report_answers(checked, address, given, wait_seconds)
        return 0 if all_well else 1

    raise typer.Exit(_run(deliver, interrupted=130))


async def _report_answers(checked: Checked, address: str, keys: Keys, seconds: float) -> bool:
    """Print what came of each; whether all were taken."""
    silent = {one.envelope.subject for one in checked.ready}
    taken = True
    try:
        async with (
            asyncio.timeout(seconds),
            aclosing(answers(checked.ready, address, keys)) as coming,
        ):
            async for answer in coming:
                silent.discard(answer.request_id)
                if answer.case_id is not None:
                    print_(f"{answer.request_id}  acceptée / accepted  {answer.case_id}")
                    continue
                taken = False
                print_(f"{answer.request_id}  refusée / rejected")
                for fault in answer.faults:
                    print_(f"    {fault}")
    except TimeoutError:
        for request_id in sorted(silent):
            print_(
                f"{request_id}  sans réponse / no answer in {seconds:g} s:"
                " taken before with other content, or intake does not run"
            )
    return taken and not silent


def print_(line: str) -> None:
    """A line for people and for pipes alike: never wrapped, never styled."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _text_of(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as fault:
        raise typer.BadParameter(f"{file}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file}: is not UTF-8") from None


def _known_types(topic: str, types: Collection[str]) -> frozenset[str]:
    """Types to show, none meaning all; ends the command on an unknown topic or type."""
    if topic not in TOPICS:
        raise typer.BadParameter(f"unknown topic {topic}; known: {', '.join(sorted(TOPICS))}")
    known = sorted(
        name
        for name, cls in event_types().items()
        if cls.topic == topic or (cls.topic.startswith("*") and topic.endswith(cls.topic[1:]))
    )
    for wire_type in types:
        if wire_type not in known:
            raise typer.BadParameter(f"unknown type {wire_type}; on {topic}: {', '.join(known)}")
    return frozenset(types)


async def _must_be_known(borough: str, bootstrap: str) -> None:
    """Boroughs are those that published a grid on this broker; none yet: any may come."""
    known = set()
    async for record in read_topic(bootstrap, GRIDS, BEGINNING, follow=False):
        try:
            known.add(read_envelope(record.headers).borough)
        except Undecodable:
            continue
    if known and borough not in known:
        raise CannotAttach(f"unknown borough {borough}; known: {', '.join(sorted(known))}")


def _wanted(seen: Seen, borough: str | None, types: Collection[str]) -> bool:
    """A record without an envelope belongs to nobody, so everybody is shown it."""
    envelope = seen.envelope
    return envelope is None or (
        (borough is None or envelope.borough == borough) and (not types or envelope.type in types)
    )


def _run(work: Callable[[], Awaitable[int]], *, interrupted: int = 0) -> int:
    """Do it; the exit code. A closed pipe is an ordinary end, and so is Ctrl-C of who looks on."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # the commands say it in their words

    async def whole() -> int:
        task = asyncio.current_task()
        assert task is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        return await work()

    try:
        return asyncio.run(whole())
    except CannotAttach as fault:
        errors.print(str(fault), style="red", markup=False)
        return 2
    except BrokenPipeError:
        # What Python still would flush at its end has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, asyncio.CancelledError):
        return interrupted
