"""`python -m <service> rebuild <projection>`: rebuilds one projection while the house is up.

Tells how far it is on standard output, one JSON object a line, the report last. Exit codes: 0 all
is as the log says, 1 some documents kept moving, 2 refused or a server is away.
"""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, cast

from chassis.batch import Item
from chassis.document import Draft
from chassis.faults import Permanent, Transient, WaitTooLong
from chassis.inbox import Inbox
from chassis.kit import Kit
from chassis.log_reader import LogReader
from chassis.outbox import Publisher
from chassis.parking import Aside, Parking
from chassis.projection import Listener, Projection
from chassis.rebuild import Rebuild, Report

Tell = Callable[[dict[str, Any]], None]
TOLD_EVERY_SECONDS = 0.2


class PassedBy:
    """Stands for parking: live consumption has set these records aside already, or will."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    async def keep(self, asides: Iterable[Aside]) -> None:
        """Count them. The document is marked by the inbox, as it is live."""
        self.ids |= {aside.record.id for aside in asides}

    async def forget_records(self, ids: Iterable[str]) -> None:
        """They were handled after all."""
        self.ids -= set(ids)


class Refold(Inbox[Any]):
    """An inbox that takes what operators gave up for given up."""

    dropped: frozenset[str] = frozenset()

    def _apply(self, draft: Draft[Any], item: Item) -> None:
        if item.record.id in self.dropped:
            draft.saw(item.record.topic, item.received.envelope.sequence)
        else:
            super()._apply(draft, item)


def named(kit: Kit, name: str) -> Projection[Any]:
    """The projection of this name. Raises Permanent, with those that there are."""
    found = kit.projections.get(name)
    if found is None:
        there = ", ".join(sorted(kit.projections)) or "none"
        raise Permanent(
            f"{kit.service} has no projection {name!r} (there are: {there}); what has effects "
            "(timers, deliveries, cases) is never rebuilt"
        )
    return found


async def rebuild(
    kit: Kit, name: str, on_progress: Callable[[Report], None] = lambda report: None
) -> Report:
    """Rebuild a projection of this service; see Rebuild.

    Raises Permanent when it cannot be rebuilt from the log, Transient and WaitTooLong when a server
    is away; it can be repeated at any time.
    """
    projection = named(kit, name)
    if reason := projection.why_not():
        raise Permanent(f"{name} cannot be rebuilt: {reason}")
    started, store = time.monotonic(), projection.store
    await store.forget_scratches(kit.clock())
    await store.prepare()
    silence = kit.settings.wait_limit_seconds
    log = LogReader(kit.settings.kafka_bootstrap, projection.topics, silence_seconds=silence)
    scratch = store.scratch(kit.clock())
    async with log:
        await log.require_all()
        if not any((await log.ends()).values()):
            async for _ in store.ids():
                raise Permanent(f"{name} cannot be rebuilt: its topics are empty, it is not")
        try:
            await scratch.prepare()
            passed_by = PassedBy()
            fold = Refold(
                projection.subscription.into(scratch),
                scribe=Listener(kit.service, kit.scribe.seals, kit.clock),
                publisher=Publisher(scratch, kit.producer),
                parking=cast("Parking", passed_by),
                patience=kit.patience,
                clock=kit.clock,
            )
            fold.dropped = await kit.parking.of(name).dropped()
            report = await Rebuild(store, scratch, log, fold.handle, on_progress).run()
        finally:
            await scratch.drop()
    report.passed_by, report.seconds = len(passed_by.ids), time.monotonic() - started
    return report


def main(kit: Kit, arguments: list[str]) -> int:
    """The role; the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"usage: python -m {kit.service} rebuild <projection>\n")
        return 2
    # Each record that is passed by was told of when it was parked.
    logging.getLogger("chassis.inbox").setLevel(logging.CRITICAL)
    told_at = 0.0

    def tell(report: Report) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= TOLD_EVERY_SECONDS:
            told_at = time.monotonic()
            sys.stdout.write(json.dumps({"progress": asdict(report)}) + "\n")
            sys.stdout.flush()

    try:
        report = asyncio.run(rebuild(kit, arguments[0], tell))
    except (Permanent, Transient, WaitTooLong) as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    rate = {"events_per_second": round(report.events_per_second, 1)}
    sys.stdout.write(json.dumps({"report": {**asdict(report), **rate}}) + "\n")
    return 1 if report.unsettled else 0
