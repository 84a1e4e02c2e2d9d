"""About 700 real rows of Montréal's open data, completed and marked, to try the house with.

It reads what `build_samples.py` made, and reaches for nothing outside the package.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from typing import Any, Literal

Kind = Literal["request", "complaint", "information", "claim", "access"]
Channel = Literal["phone", "email", "counter", "letter", "web", "mobile"]
Expected = Literal["assigned", "no_rule", "out_of_territory", "other_authority", "answered"]


@dataclass(frozen=True, slots=True)
class SampleContact:
    """Nobody: every name, address and number is made up."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class SampleComplaint:
    """The form of a complaint, for its admissibility."""

    is_written: bool
    is_signed: bool
    facts_days_ago: int
    is_danger: bool


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One case to pour in; `made_up` names the fields that no real row gave."""

    external_id: str
    """`<file>#<row>`, rows counted from 1 after the heading; a repetition adds `~2`, `~3`..."""
    stratum: str
    tenant: str
    """Slug of the borough whose counter takes the case."""
    kind: Kind
    activity: str
    description: str
    longitude: float | None
    latitude: float | None
    street: str | None
    channel: Channel
    via: Literal["http", "pilot"]
    original_date: str
    """As the source gives it: a local time, or a month."""
    language: Literal["fr", "en"]
    contact: SampleContact | None
    complaint: SampleComplaint | None
    expected: Expected | None
    """What routing must say of it, where that is known beforehand; `answered`: never routed."""
    expected_borough: str | None
    made_up: tuple[str, ...]


def rows(count: int) -> list[SampleRow]:
    """A stratified subset, the same for the same count; every stratum is there from 20 rows on.

    Beyond the size of the sample its rows come again, with ids of their own.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    held = _strata()
    size = sum(len(stratum) for stratum in held)
    laps, rest = divmod(count, size)
    parts = [of[:n] for of, n in zip(held, _quotas(rest), strict=True)]
    return [
        row if lap == 0 else replace(row, external_id=f"{row.external_id}~{lap + 1}")
        for lap in range(laps + 1)
        for row in _mixed(held if lap < laps else parts)
    ]


def strata() -> dict[str, int]:
    """How many rows the sample has of each stratum."""
    return {held[0].stratum: len(held) for held in _strata()}


@cache
def _strata() -> tuple[list[SampleRow], ...]:
    source = files("guichet.samples") / "rows.jsonl"
    held: dict[str, list[SampleRow]] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        row = _parse(json.loads(line))
        held.setdefault(row.stratum, []).append(row)
    return tuple(held.values())


def _parse(raw: dict[str, Any]) -> SampleRow:
    contact, complaint = raw.pop("contact"), raw.pop("complaint")
    return SampleRow(
        **raw | {"made_up": tuple(raw["made_up"])},
        contact=None if contact is None else SampleContact(**contact),
        complaint=None if complaint is None else SampleComplaint(**complaint),
    )


def _quotas(count: int) -> list[int]:
    """One of each stratum first, as far as the count goes, then in proportion."""
    sizes = [len(held) for held in _strata()]
    quotas = [int(place < count) for place in range(len(sizes))]
    left = count - sum(quotas)
    spare = [size - 1 for size in sizes]
    shares = [left * size / sum(spare) for size in spare]
    quotas = [quota + int(share) for quota, share in zip(quotas, shares, strict=True)]
    by_remainder = sorted(range(len(sizes)), key=lambda i: (int(shares[i]) - shares[i], i))
    for place in by_remainder[: count - sum(quotas)]:
        quotas[place] += 1
    return quotas


def _mixed(parts: tuple[list[SampleRow], ...] | list[list[SampleRow]]) -> Iterator[SampleRow]:
    """Turn and turn about, so that any moment of a run sees every stratum."""
    return (row for row in chain.from_iterable(zip_longest(*parts)) if row is not None)
