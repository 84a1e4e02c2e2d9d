"""Search and twins over many cases on the database of one machine, against a find by `_id`.

Cases lie there as intake's own store writes them, put in two hundred at once (the embedded server
stalls over more) by several processes; names fall off as in a telephone book (the commonest is one
in a hundred), places lie on the streets of intake's gazetteer, 95 of 100 are completed, and every
run makes the same ones. Run: `python bench/search.py [--cases N] [--queries N] [--data DIR]`; a DIR
that holds them already is measured as it is, one that holds some is filled up.
"""

import argparse
import asyncio
import csv
import functools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import bson
import intake
from bson.raw_bson import RawBSONDocument
from chassis.document import Document, Draft
from chassis.mongo import DUPLICATE_KEY, MongoStore, connect
from chassis.store import Scope
from chassis.stored import inserted
from contracts.words import Channel, Kind
from guichet.embedded.chooser import choose_database
from intake.adapters.case_index import INDEXES, searched_by
from intake.domain.activities import Vocabulary
from intake.domain.case import Case
from intake.domain.derived_keys import derived_key
from intake.domain.dossier import Assignment, Brought, Contact, Origin, Place, Work
from intake.domain.search_query import read_query
from intake.domain.search_terms import SearchTerms
from intake.domain.tracking import TrackingCodes
from intake.domain.twins import Point
from intake.entrypoints.case_finder import CaseFinder
from pymongo import WriteConcern
from pymongo.errors import BulkWriteError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Call = Callable[[int], Awaitable[int]]
BULK, LANES, PROCESSES = 200, 3, 2
SECRET = "search-bench-" * 4
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SAVED_AT = NOW - timedelta(days=1)  # what was just saved is read again by every public question
SPAN_SECONDS = 18 * 30 * 24 * 3600
GAZETTEER = Path(intake.__file__).parent / "places" / "montreal.csv"
SYLLABLES = (
    *("ba", "beau", "bel", "bois", "cha", "char", "des", "du", "fon", "ga", "gre", "lan"),
    *("mar", "mon", "no", "per", "ri", "ro", "ton", "vil"),
)
SURNAMES = [f"{a}{b}{c}".title() for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES][:5000]
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(SURNAMES))))
FIRST_NAMES = [f"{a}{b}e".title() for a in SYLLABLES for b in SYLLABLES][:300]
ACTIVITIES = [f"Activité {number}" for number in range(300)]


class Town:
    """Cases that depend on nothing but their number, so that queries can be made of them again."""

    def __init__(self, count: int) -> None:
        with GAZETTEER.open(newline="") as lines:
            self._streets = [row for row in csv.DictReader(lines) if row["form"] == "address"]
        self._count = count
        self._codes = TrackingCodes(SECRET)
        brought = Brought(
            borough="montreal",
            kind=Kind.REQUEST,
            activity="x",
            channel=Channel.PHONE,
            origin=Origin.CITIZEN,
            received_at=NOW,
            description="Un trou profond devant l'entrée, il faut le réparer avant l'hiver. " * 3,
            is_of_grid=True,
        )
        self._new = Case(case_id="", borough="").register(brought, "")[0]
        assigned = Assignment(
            responsible_borough="verdun",
            department="travaux-publics",
            department_name_fr="Travaux publics",
            department_name_en="Public works",
            reception="tp-reception",
            execution=None,
            activity="x",
            grid_version=3,
            rule="voirie",
            reason_fr="Grille, version 3, règle « voirie »",
            reason_en="Grid, version 3, rule “roads”",
            decided_at=NOW,
        )
        self._assigned = self._new.routed(assigned)[0]
        work = Work(done_on=date(2026, 11, 20), completed_at=NOW, intervention_code="238")
        self._done = self._assigned.work_completed(work)[0]

    def case(self, number: int) -> Case:
        """The case of a number below the count."""
        luck = random.Random(number)
        street = luck.choice(self._streets)
        address = f"{luck.randrange(1, 15_000)}, {street['street']}, {street['postal_code']}"
        age = SPAN_SECONDS * (1 - number / self._count)
        base = luck.choices((self._done, self._assigned, self._new), (95, 3, 2))[0]
        assert base.registration is not None
        case_id = str(UUID(int=luck.getrandbits(128), version=4))
        surname = luck.choices(SURNAMES, cum_weights=WEIGHTS)[0]
        registration = base.registration.model_copy(
            update={
                "activity": luck.choice(ACTIVITIES),
                "received_at": NOW - timedelta(seconds=age),
                "tracking_hash": self._codes.hash_for(case_id),
                "contact": Contact(
                    name=f"{luck.choice(FIRST_NAMES)} {surname}",
                    phone=f"514 {luck.randrange(200, 999)}-{luck.randrange(10_000):04d}",
                ),
                "place": Place(
                    longitude=float(street["longitude"]) + luck.uniform(-0.004, 0.004),
                    latitude=float(street["latitude"]) + luck.uniform(-0.003, 0.003),
                    address=address,
                ),
            }
        )
        update = {"case_id": case_id, "borough": street["borough"], "registration": registration}
        return base.model_copy(update=update)

    def code_of(self, number: int) -> str:
        """The tracking code of a case."""
        return self._codes.code_of(self.case(number).case_id)

    def where(self) -> Scope:
        """The boroughs of a technician of one borough that has cases: here, of all of them."""
        return Scope(frozenset(row["borough"] for row in self._streets))


@functools.cache
def town_of(count: int) -> Town:
    """Made once in a process."""
    return Town(count)


def encoded(count: int, start: int, end: int) -> list[bytes]:
    """Cases of these numbers as the store writes them, in a process of its own."""
    terms = SearchTerms(derived_key(SECRET, "search"))
    town, index = town_of(count), searched_by(terms, lambda: SAVED_AT)
    found = []
    for number in range(start, end):
        case = town.case(number)
        draft: Draft[Case] = Draft.of(Document(case.case_id))
        draft.state, draft.borough = case, case.borough
        found.append(bson.encode(inserted(draft, "bench", index(case))))
    return found


async def fill(store: MongoStore[Case], count: int) -> None:
    """Put in the cases that are not there; nothing is measured here, so none waits for the disk."""
    hasty = store.collection.with_options(write_concern=WriteConcern(w=1))
    there = await store.collection.estimated_document_count()
    # Those that were under way when an earlier run was stopped may be there or not.
    first = max(0, there - there % BULK - LANES * BULK) if there < count else count
    starts, loop = iter(range(first, count, BULK)), asyncio.get_running_loop()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool,
        Progress(*columns, TimeElapsedColumn()) as progress,
    ):
        task = progress.add_task("cases put in", total=count, completed=first)

        async def lane() -> None:
            for at in starts:
                end = min(at + BULK, count)
                made = await loop.run_in_executor(pool, encoded, count, at, end)
                try:
                    await hasty.insert_many([RawBSONDocument(one) for one in made], ordered=False)
                except BulkWriteError as error:
                    if {one["code"] for one in error.details["writeErrors"]} != {DUPLICATE_KEY}:
                        raise
                progress.advance(task, end - at)

        await asyncio.gather(*(lane() for _ in range(LANES)))


async def measure(name: str, call: Call, numbers: Sequence[int]) -> float:
    """Print the percentiles of a call, in milliseconds; the 95th."""
    times, counts = [], list[int]()
    for number in numbers:
        started = time.perf_counter()
        found = await call(number)
        times.append((time.perf_counter() - started) * 1000)
        counts.append(found)
    p95 = statistics.quantiles(times, n=20)[-1]
    sys.stdout.write(
        f"{name:<16} p50 {statistics.median(times):8.1f} ms   p95 {p95:8.1f} ms   "
        f"found {min(counts)} to {max(counts)}\n"
    )
    return p95


def calls_on(store: MongoStore[Case], town: Town) -> dict[str, Call]:
    """What is measured: from the text as typed to the cases, by the number of a case."""
    terms = SearchTerms(derived_key(SECRET, "search"))
    finder, words = CaseFinder(store, terms), Vocabulary()
    everywhere = town.where()

    async def by_id(number: int) -> int:
        name = town.case(number).case_id
        return (await store.load([name]))[name].version

    async def seek(text: str, scope: Scope) -> int:
        query = read_query(text)
        found = await finder.search(query, scope, with_contacts=True, offset=0, limit=50)
        return found.total

    async def by_phone(number: int) -> int:
        return await seek(_contact(town.case(number)).phone or "", everywhere)

    async def by_name_and_street(number: int) -> int:
        case = town.case(number)
        name = (_contact(case).name or "").split()[-1]
        return await seek(f"{name} {_place(case).address.split(', ')[1]}", everywhere)

    async def by_full_name(number: int) -> int:
        return await seek(_contact(town.case(number)).name or "", everywhere)

    async def by_address(number: int) -> int:
        return await seek(" ".join(_place(town.case(number)).address.split(", ")[:2]), everywhere)

    async def by_surname_in_a_borough(number: int) -> int:
        case = town.case(number)
        return await seek((_contact(case).name or "").split()[-1], Scope(frozenset({case.borough})))

    async def by_code(number: int) -> int:
        return await seek(town.code_of(number), everywhere)

    async def twins(number: int) -> int:
        case = town.case(number)
        place = _place(case)
        point = Point(place.longitude, place.latitude)
        assert case.registration is not None
        activity = case.registration.activity
        return len(await finder.twins(everywhere, case.borough, activity, point, words, NOW))

    return {
        "find by _id": by_id,
        "phone": by_phone,
        "name and street": by_name_and_street,
        "full name": by_full_name,
        "address": by_address,
        "surname alone": by_surname_in_a_borough,
        "code": by_code,
        "twins": twins,
    }


class Placed(Place):
    """A place of which all is known."""

    longitude: float
    latitude: float
    address: str


def _contact(case: Case) -> Contact:
    assert case.registration is not None
    assert case.registration.contact is not None
    return case.registration.contact


def _place(case: Case) -> Placed:
    assert case.registration is not None
    assert case.registration.place is not None
    return Placed.model_validate(case.registration.place.model_dump())


async def main(count: int, queries: int, data: Path | None) -> None:
    town, terms = Town(count), SearchTerms(derived_key(SECRET, "search"))
    kept = nullcontext(str(data)) if data else tempfile.TemporaryDirectory()
    with kept as folder:
        database = await choose_database(data_dir=Path(folder))
        async with database:
            connection = connect(database.database.uri, "search", timeout_seconds=600)
            store = MongoStore(connection, "cases", Case, searched_by(terms), indexes=INDEXES)
            await store.prepare()
            started = time.monotonic()
            await fill(store, count)
            sys.stdout.write(f"{count} cases, filled in {time.monotonic() - started:.0f} s\n")
            luck = random.Random(7)
            for name, call in calls_on(store, town).items():
                await measure(name, call, [luck.randrange(count) for _ in range(queries)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.cases, arguments.queries, arguments.data))
