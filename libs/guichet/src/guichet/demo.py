"""The demonstration: real rows in at both doors, assignments, deadlines and mails out, counted."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import uuid4

import httpx
from contracts.topics import SERVICES
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from guichet.ledger import Ledger, read_ledger
from guichet.pour import pour
from guichet.samples import rows
from guichet.stack import Stack
from guichet.watch import REGISTERED, Watch, quantile, watching

SETTLE_SECONDS = 300.0
QUIET_SECONDS = 1.5
ENDS = (
    "routing.case-assigned.v1",
    "routing.case-unrouted.v1",
    "intake.case-answered.v1",
)
DATABASES = {service: f"guichet_{service}" for service in SERVICES}
ASSIGNED = "routing.case-assigned.v1"
MAIL_ACCEPTED = "notifications.message-accepted.v1"
MAIL_OUT = "notifications.message-handed-over.v1"
MAIL_FAILED = "notifications.message-failed.v1"


@dataclass(frozen=True)
class Result:
    """The table, as `--json` prints it."""

    accepted: int
    routed: int
    out_of_territory: int
    no_rule: int
    parked: int
    dead_lettered: int
    lost: int
    commitments_started: int
    mails_delivered: int
    assignment_p50_ms: float | None
    assignment_p95_ms: float | None
    mail_p50_ms: float | None
    mail_p95_ms: float | None
    broker: str
    database: str
    seconds: float
    answered: int
    other_authority: int
    no_designation: int

    def json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))


async def demonstrate(stack: Stack, count: int, console: Console) -> Result:
    """Pour rows into a running stack and wait until all is done. Raises NotAccepted."""
    run = uuid4().hex[:8]
    started = time.monotonic()
    mongo = stack.database_server.database.uri
    before = await read_ledger(mongo, databases=DATABASES)
    mails_before = len(await stack.mail.mails())
    async with watching(stack.broker_server.broker.bootstrap_servers) as watch:
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        ) as progress:
            bar = progress.add_task("Demandes déposées", total=count)
            taken = await pour(stack, rows(count), run, lambda: progress.advance(bar))
            done = progress.add_task("Dossiers pris en charge", total=taken)
            ledger = await settle(
                stack,
                before.total("accepted") + taken,
                watch,
                lambda ended: progress.update(done, completed=min(ended, taken)),
            )
            progress.update(done, completed=taken)
    mails = len(await stack.mail.mails()) - mails_before
    return result_of(before, ledger, watch, taken=taken, mails=mails, stack=stack, started=started)


async def settle(stack: Stack, expected: int, watch: Watch, tell: Callable[[int], None]) -> Ledger:
    """Wait until every case is somewhere and every mail is out, or the deadline.

    The stores are asked only once the topics have fallen quiet: asking is work for them.
    """
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        events = watch.events
        tell(sum(events[kind] for kind in ENDS))
        late = time.monotonic() > deadline
        mailed = events[MAIL_OUT] + events[MAIL_FAILED] >= events[MAIL_ACCEPTED]
        if late or (mailed and watch.quiet_seconds > QUIET_SECONDS):
            ledger = await read_ledger(stack.database_server.database.uri, databases=DATABASES)
            arrived = ledger.total("accepted") + ledger.parked_records >= expected
            if late or (ledger.settled and arrived):
                return ledger
        await asyncio.sleep(0.2)


def result_of(
    before: Ledger,
    ledger: Ledger,
    watch: Watch,
    *,
    taken: int,
    mails: int,
    stack: Stack,
    started: float,
) -> Result:
    """What this run added to the ledger, and how long things took."""

    def added(column: str) -> int:
        return ledger.total(column) - before.total(column)

    assignment = watch.latencies_ms(REGISTERED, ASSIGNED)
    mail = watch.latencies_ms(REGISTERED, MAIL_OUT)
    broker, database = stack.broker_server.broker, stack.database_server.database
    missing = taken - added("accepted") - (ledger.parked_records - before.parked_records)
    return Result(
        accepted=added("accepted"),
        routed=added("assigned"),
        out_of_territory=added("out_of_territory"),
        no_rule=added("no_rule"),
        parked=added("parked"),
        dead_lettered=added("dead_lettered"),
        lost=max(0, missing) + added("in_flight"),
        commitments_started=watch.events["sla.commitment-started.v1"],
        mails_delivered=mails,
        assignment_p50_ms=quantile(assignment, 0.5),
        assignment_p95_ms=quantile(assignment, 0.95),
        mail_p50_ms=quantile(mail, 0.5),
        mail_p95_ms=quantile(mail, 0.95),
        broker=f"{broker.kind} {broker.version}",
        database=f"{database.kind} {database.version}",
        seconds=round(time.monotonic() - started, 1),
        answered=added("answered"),
        other_authority=added("other_authority"),
        no_designation=added("no_designation"),
    )


WORDS = {
    "accepted": "Dossiers acceptés / accepted",
    "routed": "Confiés à un service / routed",
    "answered": "Répondus au premier contact / answered at first contact",
    "out_of_territory": "Hors territoire / out of territory",
    "other_authority": "Autre autorité / other authority",
    "no_rule": "Sans règle / no rule",
    "no_designation": "Sans responsable désigné / no designation",
    "parked": "Mis de côté / parked",
    "dead_lettered": "Abandonnés / dead-lettered",
    "lost": "Perdus / lost",
    "commitments_started": "Engagements de délai / commitments started",
    "mails_delivered": "Courriels livrés / mails delivered",
    "assignment_p50_ms": "Acceptation → attribution, p50 (ms)",
    "assignment_p95_ms": "Acceptation → attribution, p95 (ms)",
    "mail_p50_ms": "Acceptation → courriel, p50 (ms)",
    "mail_p95_ms": "Acceptation → courriel, p95 (ms)",
    "broker": "Courtier / broker",
    "database": "Base de données / database",
    "seconds": "Secondes / seconds",
}


def show(result: Result, console: Console) -> None:
    """The table that people read."""
    table = Table(title="Guichet : démonstration", show_header=False)
    for name, words in WORDS.items():
        value = getattr(result, name)
        table.add_row(words, "–" if value is None else str(value))
    console.print(table)


async def page_of_one_case(stack: Stack) -> str:
    """Address of a page that shows one case, after choosing a persona."""
    token = await stack.token("demo-technician")
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=stack.url, timeout=30.0, trust_env=False) as client:
        answer = await client.get(
            "/api/intake/v1/cases", params={"status": "assigned", "limit": 1}, headers=headers
        )
    items = answer.json().get("items", []) if answer.status_code == 200 else []
    return f"{stack.url}/dossiers/{items[0]['caseId']}" if items else f"{stack.url}/dossiers"
