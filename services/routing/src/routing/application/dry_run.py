"""Decides cases that are only asked about, by the same code as the service; nothing is kept.

One JSON line in, one out (`guichet route`). The people are those that the manifests name.
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from routing.application.dry_run_lines import AskedCase, LineRefused, read_line
from routing.application.snapshot import Snapshot
from routing.domain.considered import read_aloud
from routing.domain.decision import decide
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseFacts, Decision, Outcome
from routing.domain.grid import Grid
from routing.domain.holders import turn_of
from routing.domain.place import borough_in

Language = Literal["fr", "en"]
Point = tuple[float, float]
Locate = Callable[[str, str], Point | None]
"""The point (longitude, latitude) of an address told at a counter, as intake knows it; or None."""

_NOT_ROUTED = (
    "Réponse au premier contact : le dossier n'est acheminé à personne (PV-15).",
    "Answered at first contact: the case is routed to nobody (PV-15).",
)
KEYS_SAID = (
    "outcome",
    "borough",
    "unit",
    "department",
    "responsable",
    "execution",
    "scheme",
    "rule",
    "reason",
    "grid_version",
    "territory",
    "authority",
)
_MOST_SAID = 50_000
_OFF_THE_MAP = ""
Question = tuple[object, ...]
_written = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Wishes:
    """`counter`: the slug of the counter of all cases; `at`: the date in force for all of them."""

    today: datetime.date
    at: datetime.date | None = None
    counter: str | None = None
    language: Language = "fr"
    explain: bool = False


class DryRun:
    """A snapshot, asked line by line."""

    def __init__(self, snapshot: Snapshot, wishes: Wishes, locate: Locate | None = None) -> None:
        self._snapshot, self._wishes, self._locate = snapshot, wishes, locate
        self._which = 0 if wishes.language == "fr" else 1
        self._counter = wishes.counter or self._city()
        self._names = {grid.slug: grid.manifest.borough.name for grid in snapshot.grids}
        self._abbreviations = {
            grid.manifest.borough.abbreviation: grid.slug
            for grid in snapshot.grids
            if grid.manifest.borough.abbreviation
        }
        nothing = dict.fromkeys(KEYS_SAID) | {"outcome": "none"}
        self._not_routed = _as_line(nothing | {"reason": _NOT_ROUTED[self._which]})
        self._have_plugins = any(grid.plugin is not None for grid in snapshot.grids)
        self._answered: dict[Question, bytes] = {}
        self._said: dict[int, tuple[Decision, bytes]] = {}
        self._of_borough = lru_cache(maxsize=4096)(self._named)
        self.ignored: set[str] = set()
        """Keys of the lines read so far that mean nothing here."""

    def answer(self, raw: bytes, number: int) -> tuple[bytes, bool]:
        """The JSON line of an answer and whether it is a decision; `number` counts from 1."""
        try:
            asked = read_line(raw)
            if asked.ignored:
                self.ignored |= asked.ignored
            line = self._line_of(asked)
        except LineRefused as refused:
            return self._refusal(refused, number), False
        except PluginFault as fault:
            told = LineRefused("serverError", "plugin", str(fault), str(fault))
            return self._refusal(told, number), False
        if asked.reference is None:
            return line, True
        return b'{"id": ' + _written(asked.reference).encode() + b", " + line[1:], True

    def _line_of(self, asked: AskedCase) -> bytes:
        """What was asked before is not decided again, where no plug-in looks at more than that.

        Asked is the territory rather than the point, and the days on which the same grids and the
        same people were in force rather than the day. Raises as `decide` does.
        """
        if self._have_plugins or (asked.address and not asked.borough):
            return self._line(self.decide(asked))
        snapshot, (counter, place) = self._snapshot, self._place(asked)
        on = self._wishes.at or self._received_on(asked, counter)
        question = (
            asked.activity,
            asked.kind.value,
            counter,
            place,
            self._territory(asked.point),
            snapshot.grids.turn(on),
            turn_of(snapshot.directory, on),
        )
        line = self._answered.get(question)
        if line is None:
            if len(self._answered) >= _MOST_SAID:
                self._answered.clear()
            line = self._answered[question] = self._line(self.decide(asked))
        return line

    def _territory(self, point: Point | None) -> str | None:
        found = None if point is None else self._snapshot.territories.locate(*point)
        return found.slug if found else None if point is None else _OFF_THE_MAP

    def decide(self, asked: AskedCase) -> Decision | None:
        """None for information (PV-15). Raises LineRefused, PluginFault."""
        facts, snapshot = self.facts(asked), self._snapshot
        on = self._wishes.at or facts.received_on
        return decide(facts, snapshot.grids, snapshot.territories, snapshot.directory, on)

    def facts(self, asked: AskedCase) -> CaseFacts:
        """What routing would know of the case. Raises LineRefused."""
        counter, place = self._place(asked)
        point = asked.point
        if point is None and asked.address and not asked.borough and self._locate is not None:
            point = self._locate(asked.address, counter)
        return CaseFacts(
            counter_borough=counter,
            kind=asked.kind,
            activity=asked.activity,
            longitude=point[0] if point else None,
            latitude=point[1] if point else None,
            address_borough=place,
            received_on=self._received_on(asked, counter),
        )

    def _place(self, asked: AskedCase) -> tuple[str, str | None]:
        """The counter, and the borough named. A borough or town named has a counter of its own."""
        own, place = None, None
        if asked.borough:
            own, place = self._of_borough(asked.borough)
        elif asked.address:
            place = borough_in(asked.address, self._snapshot.grids, self._snapshot.territories)
            own = self._snapshot.grids.borough_named(place) if place else None
        return (self._wishes.counter or own or self._counter), place

    def _named(self, text: str) -> tuple[str | None, str | None]:
        """Slug of the tenant, none for a linked city, and the name that says so to `decide`."""
        slug = self._abbreviations.get(text) or self._snapshot.grids.borough_named(text)
        if slug is not None:
            return slug, self._names[slug]
        territory = self._snapshot.territories.named(text)
        if territory is None:
            raise LineRefused(
                "invalidParameter",
                "borough",
                "aucun arrondissement ni ville connus de ce nom",
                "no borough or town known by that name",
            )
        return None, territory.name

    def _received_on(self, asked: AskedCase, counter: str) -> datetime.date:
        received = asked.received
        if received is None:
            return self._wishes.at or self._wishes.today
        if isinstance(received, datetime.datetime):
            return self._snapshot.today(counter, received)
        return received

    def _city(self) -> str:
        """The counter of a case that names no borough: the one city, else the first tenant."""
        held = sorted(self._snapshot.grids, key=_cities_first)
        return held[0].slug if held else ""

    def _line(self, decision: Decision | None) -> bytes:
        """A decision that was made before was said before: it is the very same object."""
        if decision is None:
            return self._not_routed
        held = self._said.get(id(decision))
        if held is not None:
            return held[1]
        line = _as_line(self._as_json(decision))
        if len(self._said) >= _MOST_SAID:
            self._said.clear()
        # The decision is kept beside its line: while it is, nothing else has its id.
        self._said[id(decision)] = decision, line
        return line

    def _as_json(self, decision: Decision) -> dict[str, Any]:
        borough = decision.responsible_borough
        if borough is None and decision.outcome is Outcome.NO_RULE:
            borough = decision.territory
        said: dict[str, Any] = dict(
            zip(
                KEYS_SAID,
                (
                    decision.outcome.value.replace("_", "-"),
                    borough,
                    decision.unit,
                    decision.department,
                    decision.reception_person,
                    decision.execution_person,
                    decision.scheme,
                    decision.rule,
                    (decision.reason_fr, decision.reason_en)[self._which],
                    decision.grid_version,
                    decision.territory,
                    decision.authority,
                ),
                strict=True,
            )
        )
        if self._wishes.explain:
            steps = read_aloud(decision.considered, self._name)
            said["considered"] = [step[self._which] for step in steps]
        return said

    def _name(self, slug: str) -> str:
        territory = None if slug in self._names else self._snapshot.territories.named(slug)
        return territory.name if territory else self._names.get(slug, slug)

    def _refusal(self, refused: LineRefused, number: int) -> bytes:
        error = {
            "code": refused.code,
            "message": (refused.fr, refused.en)[self._which],
            "target": refused.target,
            "innererror": {"line": number},
        }
        return _as_line({"error": error})


def _cities_first(grid: Grid) -> tuple[bool, str]:
    return not grid.is_city, grid.slug


def _as_line(said: dict[str, Any]) -> bytes:
    return _written(said).encode() + b"\n"
