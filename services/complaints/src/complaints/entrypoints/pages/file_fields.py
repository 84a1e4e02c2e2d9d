"""From what a page of a complaint sends to the fields of a command: rows, boxes, local times.

All forms of the page are on it at once, so each field carries the name of its action
(`conclude.reasons`): no two fields of a page have one id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from complaints.entrypoints.pages.page_forms import Sent

MOST_ROWS = 60
DAY, MOMENT = "day", "moment"
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class Fields:
    """What a form has, by the names of the API.

    `several`: boxes, each ticked one a value. `rows`: lists of small records, `targets.0.personId`
    and so on. `times`: local days (their end) and moments, which the API takes as instants.
    `pairs`: one choice that says two fields, `targeted:employe` for capacity and person.
    """

    single: Sequence[str] = ()
    several: Sequence[str] = ()
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def names(self) -> set[str]:
        """The fields that are there whatever was sent; rows are known by their list."""
        return {*self.single, *self.several, *self.rows, *self.times, *self.pairs}


def values_of(fields: Fields, sent: Sent, action: str, zone: str) -> dict[str, Any]:
    """What the command takes; blank fields and rows are left out."""

    def text(name: str) -> str:
        return sent[f"{action}.{name}"]

    values: dict[str, Any] = {name: said for name in fields.single if (said := text(name))}
    for name in fields.several:
        values[name] = list(sent.all(f"{action}.{name}"))
    for name, columns in fields.rows.items():
        values[name] = [
            {column: said for column, said in row.items() if said}
            for row in rows_sent(sent, action, name, columns)
        ]
    for name, what in fields.times.items():
        if said := text(name):
            values[name] = _instant(said, what, zone)
    for name, (first, second) in fields.pairs.items():
        if said := text(name):
            values[first], _, values[second] = said.partition(":")
    return values


def given_back(fields: Fields, sent: Sent, action: str) -> dict[str, Any]:
    """What was typed, for the form that is shown again; rows without the blank ones between."""
    given: dict[str, Any] = {}
    for name in (*fields.single, *fields.times, *fields.pairs):
        given[f"{action}.{name}"] = sent[f"{action}.{name}"]
    for name in fields.several:
        given[f"{action}.{name}"] = list(sent.all(f"{action}.{name}"))
    for name, columns in fields.rows.items():
        given |= as_rows(action, name, rows_sent(sent, action, name, columns))
    return given


def as_rows(action: str, name: str, rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Rows as the fields of a form are called."""
    return {
        f"{action}.{name}.{number}.{column}": said
        for number, row in enumerate(rows)
        for column, said in row.items()
    }


def rows_sent(sent: Sent, action: str, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows in which the first column or any other but a mere choice was filled."""
    found = []
    for number in range(MOST_ROWS):
        row = {column: sent[f"{action}.{name}.{number}.{column}"] for column in columns}
        if any(said for column, said in row.items() if column != "capacity"):
            found.append(row)
    return found


def _instant(said: str, what: str, zone: str) -> str:
    """The local day or moment as an instant; what is neither goes as it is, and is refused."""
    try:
        local = datetime.fromisoformat(said)
    except ValueError:
        return said
    if what == DAY:
        if len(said) != len("2026-11-20"):
            return "?"
        local = datetime.combine(local.date(), END_OF_DAY)
    elif len(said) <= len("2026-11-20"):
        return "?"  # a day alone is no moment
    return local.replace(tzinfo=local.tzinfo or ZoneInfo(zone)).isoformat()
