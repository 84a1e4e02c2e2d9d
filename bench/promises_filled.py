"""Fills a database with promises of sla as its store writes them: for benches of any size.

A few are made by sla's own decisions, the rest are their bytes with another case's id: a million
costs what the server takes for it.
"""

import asyncio
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import bson
from bson.raw_bson import RawBSONDocument
from chassis.document import Document, Draft
from chassis.kit import Kit
from chassis.outcome import Outcome
from chassis.scribe import Cause
from chassis.stored import inserted
from guichet_testing.sla_promises import AMOUNTS, BOROUGHS, due_promise, grids, promise, rule_book
from pymongo import WriteConcern
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sla.domain.commitment import Commitments

FILLED_AT_ONCE, IN_FLIGHT = 500, 2
FIRST_ACTIVE, FIRST_OF_HERDS = 2**64, 2**65  # as numbers, the ids of the first cases


def store_of(kit: Kit, name: str) -> Any:
    """The store of a collection."""
    stores: list[Any] = list(kit.stores)
    return next(one for one in stores if one.collection.name == name)


class Model(NamedTuple):
    """A document as bytes, of a case of that id."""

    case_id: str
    document: bytes

    def of(self, number: int) -> RawBSONDocument:
        """The same of the case of that number: ids are of one length, so the rest stays as is."""
        mine = str(UUID(int=number))
        return RawBSONDocument(self.document.replace(self.case_id.encode(), mine.encode()))


def stored(states: Sequence[Commitments], kit: Kit) -> list[Model]:
    """The same as documents, as the store writes them: registered and assigned, all said."""
    found, index = [], store_of(kit, "commitments")._ix
    for state in states:
        draft: Draft[Commitments] = Draft.of(Document(state.case_id))
        kit.scribe.apply(draft, Outcome(state, borough=state.facts.borough or ""), Cause("bench"))
        draft.seen = {"intake-cases": 1, "routing-assignments": 1}
        draft.sequences = {"sla-commitments": 1}
        document = inserted(draft, "bench", index(state))
        found.append(Model(state.case_id, bson.encode(document)))
    return found


def active(start: int, end: int, kit: Kit) -> Iterator[RawBSONDocument]:
    """Documents of promises to come, number by number: each like one of a few, with its own id."""
    book = rule_book()
    pairs = [(borough, days) for days in AMOUNTS for borough in BOROUGHS]
    models = stored([promise(book, UUID(int=1), *pair) for pair in pairs], kit)
    for number in range(start, end):
        yield models[number % len(models)].of(FIRST_ACTIVE + number)


async def put(collection: Any, documents: Sequence[RawBSONDocument]) -> None:
    """Some writes at once; nothing is measured here, so none waits for the disk."""
    hasty = collection.with_options(write_concern=WriteConcern(w=1))
    parts = (documents[at : at + FILLED_AT_ONCE] for at in range(0, len(documents), FILLED_AT_ONCE))
    while some := list(itertools.islice(parts, IN_FLIGHT)):
        await asyncio.gather(*(hasty.insert_many(part, ordered=False) for part in some))


async def take_out(collection: Any) -> None:
    """Remove what is there of herds."""
    herds = {"_id": {"$gte": str(UUID(int=FIRST_OF_HERDS))}}
    while found := await collection.find(herds, {"_id": 1}).limit(FILLED_AT_ONCE).to_list():
        await collection.delete_many({"_id": {"$in": [raw["_id"] for raw in found]}})


async def fill(kit: Kit, count: int) -> None:
    """Add what lacks to that many."""
    commitments, book = store_of(kit, "commitments"), store_of(kit, "grids")
    await commitments.prepare()
    await book.prepare()
    for grid in grids():
        draft: Any = Draft.of((await book.load([f"{grid.borough}@1"]))[f"{grid.borough}@1"])
        draft.state, draft.borough, draft.changed = grid, grid.borough, True
        await book.save([draft])
    await take_out(commitments.collection)
    there = await commitments.collection.estimated_document_count()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn()) as progress:
        task = progress.add_task("promises", total=count, completed=there)
        documents = active(there, count, kit)
        while part := list(itertools.islice(documents, FILLED_AT_ONCE * IN_FLIGHT)):
            await put(commitments.collection, part)
            progress.advance(task, len(part))


@functools.cache
def herd_models(kit: Kit, size: int) -> list[Model]:
    """So many promises due within one second, warned of already."""
    book, model = rule_book(), UUID(int=1)
    return stored(
        [
            due_promise(book, model, BOROUGHS[number % len(BOROUGHS)], number, size)
            for number in range(size)
        ],
        kit,
    )


async def put_herd(kit: Kit, size: int) -> list[RawBSONDocument]:
    """A herd of that size; its documents."""
    herd = [
        model.of(FIRST_OF_HERDS + number) for number, model in enumerate(herd_models(kit, size))
    ]
    await put(store_of(kit, "commitments").collection, herd)
    return herd
