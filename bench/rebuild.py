"""Events per second of a rebuild of intake's timeline, against its live consumption, same events.

Live: the projection as intake runs it, without its pace, from the first record to the last one
applied. Rebuild: once where all is right (read, fold, compare), once where all is gone (and write);
the slower counts. Run: `python bench/rebuild.py [--cases N] [--runs N]`; prints medians.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from chassis.kit import Kit
from chassis.process import Life, die
from chassis.rebuild_role import rebuild
from chassis.record import Record
from chassis.sealing import new_key
from contracts import Event
from contracts.events.notifications import MessageHandedOverV1
from contracts.events.routing import CaseAssignedV1
from contracts.events.sla import CommitmentMetV1, CommitmentStartedV1
from guichet_testing.live import send
from guichet_testing.servers import Servers, start_servers
from guichet_testing.toy import record_of
from intake.bootstrap import build
from intake.settings import IntakeSettings
from pydantic import SecretStr

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PER_CASE = 6


def said_of(case_id: str) -> Iterator[Record]:
    """What the others say of a case in its first days: assigned, promised, written to, kept."""
    assigned = CaseAssignedV1(
        case_id=case_id,
        decided_at=NOW,
        reason_fr="Grille de Pierrefonds-Roxboro, version 3, règle « voirie »",
        reason_en="Grid of Pierrefonds-Roxboro, version 3, rule “roads”",
        responsible_borough="pierrefonds-roxboro",
        department="travaux-publics",
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="tp-reception",
        grid_version=3,
        rule="voirie",
    )
    yield record_of(assigned, 1)
    promises = [("acknowledge", 2), ("complete", 30)]
    for number, (kind, days) in enumerate(promises, 1):
        due_at = NOW + timedelta(days=days)
        yield record_of(
            CommitmentStartedV1.model_validate(
                {
                    "case_id": case_id,
                    "commitment_id": f"{case_id}:{kind}",
                    "commitment_kind": kind,
                    "due_at": due_at,
                    "original_due_at": due_at,
                    "started_at": NOW,
                    "counting": "calendar_days",
                    "amount": days,
                    "demonstration": False,
                    "explanation_fr": "Du 20 novembre, fins de semaine et fériés non comptés",
                    "explanation_en": "From 20 November, weekends and holidays not counted",
                }
            ),
            number,
        )
    met: Event = CommitmentMetV1.model_validate(
        {
            "case_id": case_id,
            "commitment_id": f"{case_id}:acknowledge",
            "commitment_kind": "acknowledge",
            "due_at": NOW + timedelta(days=2),
            "met_at": NOW,
        }
    )
    yield record_of(met, 3)
    for number, recipient in enumerate(("citizen", "department"), 1):
        sent = {
            "case_id": case_id,
            "delivery_id": f"{case_id}:{recipient}",
            "template": "acknowledgement",
            "channel": "email",
            "recipient": recipient,
            "at": NOW,
        }
        yield record_of(MessageHandedOverV1.model_validate(sent), number)


def timeline_alone(servers: Servers, run: str) -> Kit:
    """Intake with nothing but its timeline, in a database of this run."""
    kit = build(
        IntakeSettings(
            kafka_bootstrap=servers.broker.bootstrap_servers,
            mongo_uri=SecretStr(servers.database.uri),
            mongo_database=f"rebuild_{run}",
            tracking_secret=SecretStr("x" * 32),
            storage_key=SecretStr(new_key()),
            http_port=0,
        )
    )
    kit.inboxes[:] = [inbox for inbox in kit.inboxes if inbox.projection]
    kit.inboxes[0].pace_seconds = 0.0
    kit.starts.clear()
    kit.loops.clear()
    return kit


async def live(kit: Kit, cases: int) -> float:
    """Seconds from the first document to the last record applied."""
    collection = kit.projections["timeline"].store.collection
    last: dict[str, Any] = {
        "seen.sla-commitments": 3,
        "seen.routing-assignments": 1,
        "seen.notifications-deliveries": 2,
    }
    app = Life(kit, "worker", die).app()
    started = 0.0
    async with app.router.lifespan_context(app):
        while not started or await collection.count_documents(last) < cases:
            await asyncio.sleep(0.05)
            if not started and await collection.find_one({}, {"_id": 1}):
                started = time.monotonic()
        return time.monotonic() - started


async def main(cases: int, runs: int) -> None:
    lives, rebuilds, ratios = [], [], []
    events = cases * PER_CASE
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            async with start_servers(Path(folder), must_be_kafka=False) as servers:
                poured = [record for _ in range(cases) for record in said_of(str(uuid4()))]
                await send(servers.broker.bootstrap_servers, poured)
                kit = timeline_alone(servers, str(number))
                reference = events / await live(kit, cases)
                right = await rebuild(kit, "timeline")
                await kit.projections["timeline"].store.collection.delete_many({})
                gone = await rebuild(kit, "timeline")
        assert (right.equal, gone.added) == (cases, cases)
        speeds = [right.events_per_second, gone.events_per_second]
        lives.append(reference)
        rebuilds.append(min(speeds))
        ratios.append(min(speeds) / reference)
        sys.stdout.write(
            f"run {number + 1}: rebuild {speeds[0]:.0f}/s (all right), {speeds[1]:.0f}/s "
            f"(all gone), live {reference:.0f}/s\n"
        )
    sys.stdout.write(
        f"median: rebuild {statistics.median(rebuilds):.0f} events/s, "
        f"live {statistics.median(lives):.0f} events/s, ratio {statistics.median(ratios):.2f}\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.cases, arguments.runs))
