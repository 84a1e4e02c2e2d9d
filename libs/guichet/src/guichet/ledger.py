"""Where every accepted case went, counted from the services' own stores (no event is trusted)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.mongo import connect

COLUMNS = (
    "assigned",
    "no_rule",
    "no_designation",
    "out_of_territory",
    "other_authority",
    "answered",
    "joined",
    "withdrawn",
    "closed",
    "parked",
    "dead_lettered",
    "in_flight",
)
ROUTED = {
    "assigned": "assigned",
    "no-rule": "no_rule",
    "no-designation": "no_designation",
    "out-of-territory": "out_of_territory",
    "other-authority": "other_authority",
}
ENDED = {"answered": "answered", "joined": "joined", "withdrawn": "withdrawn"}


@dataclass
class Line:
    """One borough's counter."""

    accepted: int = 0
    went: Counter[str] = field(default_factory=Counter)

    @property
    def balanced(self) -> bool:
        """True when every accepted case is somewhere, and nothing is under way."""
        return self.accepted == sum(self.went.values()) and self.went["in_flight"] == 0


@dataclass
class Ledger:
    """Lines by borough, and what still waits to be published, by service."""

    lines: dict[str, Line] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    parked_records: int = 0

    def total(self, column: str) -> int:
        """Sum of a column over all boroughs; `accepted` is one too."""
        if column == "accepted":
            return sum(line.accepted for line in self.lines.values())
        return sum(line.went[column] for line in self.lines.values())

    @property
    def settled(self) -> bool:
        """True when nothing is in flight anywhere."""
        return all(line.balanced for line in self.lines.values()) and not any(self.pending.values())


def place_of(case: Mapping[str, Any], routed: Mapping[str, Any] | None, parked: str | None) -> str:
    """The one column in which a case counts; `closed`: without work, before anybody had it."""
    if parked is not None:
        return "parked" if parked == "parked" else "dead_lettered"
    ended = ENDED.get(case["ix"]["status"])
    if ended is not None:
        return ended
    outcome = None if routed is None else routed["ix"].get("outcome")
    unrouted = "closed" if case["ix"]["status"] == "closed" else "in_flight"
    return ROUTED.get(str(outcome), unrouted)


async def read_ledger(
    mongo_uri: str, *, databases: Mapping[str, str], only: Iterable[str] | None = None
) -> Ledger:
    """Read the stores; `only` limits to these case ids. Raises Transient when one is away."""
    wanted = None if only is None else set(only)
    of = {name: connect(mongo_uri, base, timeout_seconds=20.0) for name, base in databases.items()}
    ledger = Ledger()
    fields = {"ix": 1, "borough": 1, "pending.id": 1}
    routed = {raw["_id"]: raw async for raw in of["routing"]["assignments"].find({}, fields)}
    parked: dict[str, str] = {}
    for name, database in of.items():
        async for raw in database["parked"].find({}, {"ix": 1, "state.document_id": 1}):
            ledger.parked_records += raw["ix"]["status"] == "parked"
            if raw["ix"].get("document_id"):
                parked[raw["ix"]["document_id"]] = raw["ix"]["status"]
        ledger.pending[name] = 0
        for collection in await database.list_collection_names():
            ledger.pending[name] += await database[collection].count_documents(
                {"pending.id": {"$exists": True}}
            )
    async for case in of["intake"]["cases"].find({"ix.registered": True}, fields):
        if wanted is not None and case["_id"] not in wanted:
            continue
        line = ledger.lines.setdefault(case["borough"], Line())
        line.accepted += 1
        line.went[place_of(case, routed.get(case["_id"]), parked.get(case["_id"]))] += 1
    for database in of.values():
        database.client.close()
    return ledger
