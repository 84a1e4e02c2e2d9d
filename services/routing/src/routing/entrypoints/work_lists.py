"""The lists of work: what each holds, for whom, and what somebody asked to see of it.

The lists are those that a clause names: one's own work (PV-24), one's department's, what nobody has
taken charge of, transfers to answer (MH-06), work that intake refused (PV-57), and for the
technician what could be given to nobody (PV-25). What is asked comes from an address anybody may
type: whatever is unknown there asks for nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chassis.identity import Caller
from fastapi import Request

from routing.domain.directory import Directory
from routing.domain.elected import ElectedState
from routing.domain.elected_case import ENDED
from routing.domain.grid import Grids
from routing.entrypoints.desk import TECHNICIAN

PER_PAGE = 25
FURTHEST = 100_000
Words = tuple[str, str]
Where = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Who reads: their posts and departments, as the directory has them."""

    caller: Caller
    posts: frozenset[str]

    @property
    def answers_for_all(self) -> bool:
        """Technicians and directors see what waits for anybody."""
        return not self.caller.roles.isdisjoint((TECHNICIAN, "director", "general-director"))


@dataclass(frozen=True)
class WorkList:
    """One list: its name in addresses, its words, what is in it, and for whom it is."""

    name: str
    words: Words
    empty: Words
    where: Callable[[Reader], Where]
    is_for: Callable[[Reader], bool] = lambda reader: True


def _outcome(name: str, words: Words, outcome: str, empty: Words) -> WorkList:
    return WorkList(
        name,
        words,
        empty,
        lambda reader: {"stage": "open", "outcome": outcome},
        lambda reader: reader.answers_for_all,
    )


def _to_answer(reader: Reader) -> Where:
    if reader.answers_for_all:
        return {"transfer": "offered"}
    return {"transfer": "offered", "transfer_to": reader.caller.subject}


def _refused(reader: Reader) -> Where:
    return {"stage": "open", "refused": "yes"}


NOBODY: Words = ("Rien ici : tout a trouvé preneur.", "Nothing here: everything found somebody.")
LISTS: tuple[WorkList, ...] = (
    WorkList(
        "mine",
        ("À moi", "Mine"),
        ("Rien ne vous attend.", "Nothing waits for you."),
        lambda reader: {"stage": "open", "persons": reader.caller.subject},
    ),
    WorkList(
        "department",
        ("Mon service", "My department"),
        ("Rien n'attend votre service.", "Nothing waits for your department."),
        lambda reader: {"stage": "open", "post": set(reader.posts)},
        lambda reader: bool(reader.posts),
    ),
    WorkList(
        "all",
        ("Tout", "All"),
        ("Aucun dossier ouvert ne répond à ce choix.", "No open case matches this choice."),
        lambda reader: {"stage": "open"},
    ),
    WorkList(
        "new",
        ("À prendre en charge", "To take charge of"),
        ("Tout est pris en charge.", "All is taken charge of."),
        lambda reader: {"stage": "open", "accepted": "no"},
    ),
    WorkList(
        "transfers",
        ("Transferts à répondre", "Transfers to answer"),
        ("Aucun transfert n'attend de réponse.", "No transfer waits for an answer."),
        _to_answer,
    ),
    WorkList(
        "refused",
        ("Refusés par l'accueil", "Refused by intake"),
        ("Aucun travail n'a été refusé.", "No work was refused."),
        _refused,
    ),
    _outcome("no-rule", ("Sans règle", "No rule"), "no-rule", NOBODY),
    _outcome("no-designation", ("Sans désignation", "No designation"), "no-designation", NOBODY),
    _outcome("elsewhere", ("Hors territoire", "Out of territory"), "out-of-territory", NOBODY),
    _outcome("authority", ("Autre autorité", "Other authority"), "other-authority", NOBODY),
    WorkList(
        "council",
        ("Signalés par le conseil", "From the council"),
        ("Aucun signalement du conseil n'est en cours.", "The council waits for nothing."),
        lambda reader: {"elected": {one.value for one in ElectedState} - ENDED},
        lambda reader: reader.answers_for_all,
    ),
    WorkList(
        "loop",
        ("Tourne en rond", "Going in circles"),
        ("Aucun dossier ne tourne en rond.", "No case goes in circles."),
        lambda reader: {"stage": "open", "loop": "yes"},
        lambda reader: reader.answers_for_all,
    ),
    WorkList(
        "completed",
        ("Complétés", "Completed"),
        ("Rien n'a encore été complété.", "Nothing was completed yet."),
        lambda reader: {"stage": "completed"},
    ),
)
BY_NAME: Mapping[str, WorkList] = {one.name: one for one in LISTS}


@dataclass(frozen=True)
class Asked:
    """What of the lists somebody asked to see; empty: no matter."""

    name: str
    borough: str = ""
    post: str = ""
    activity: str = ""
    person: str = ""
    level: str = ""
    offset: int = 0

    @property
    def list(self) -> WorkList:
        return BY_NAME[self.name]

    @property
    def is_narrowed(self) -> bool:
        """Something beside the list was asked for."""
        return bool(self.borough or self.post or self.activity or self.person or self.level)

    def query(self, complete: str = "", **changes: Any) -> dict[str, Any]:
        """As the parameters of an address; `complete`: the case whose form is open."""
        asked = replace(self, **changes)
        return {
            "list": asked.name,
            "borough": asked.borough,
            "post": asked.post,
            "activity": asked.activity,
            "person": asked.person,
            "level": asked.level,
            "offset": asked.offset or "",
            "complete": complete,
        }

    def where(self, reader: Reader, grids: Grids) -> Where:
        """By what the store finds it; an activity that no grid knows finds nothing."""
        where = self.list.where(reader)
        if self.post:
            where["post"] = {self.post} & set(where.get("post", {self.post}))
        if self.person:
            where["persons"] = self.person
        if self.level:
            where["level"] = self.level
        if self.activity:
            where["rule"] = rules_named(self.activity, grids)
        return where


def reader_of(caller: Caller, directory: Directory, today: Callable[[str], date]) -> Reader:
    """Who reads, with the posts they are designated for today, or stand in for somebody at."""
    replaced = {
        one.person_id: one for one in directory.absences if one.substitute_id == caller.subject
    }
    posts = set()
    for borough, department, role in {
        (one.borough, one.department, one.role) for one in directory.designations
    }:
        on = today(borough)
        held = directory.designation_for(borough, department, role, on)
        if held is None:
            continue
        absence = replaced.get(held.person_id)
        if held.person_id == caller.subject or (absence is not None and absence.covers(on)):
            posts.add(f"{borough}/{department}")
    return Reader(caller, frozenset(posts))


def asked_by(request: Request, reader: Reader) -> Asked:
    """What an address asks for; a list that is not for this reader is their first one."""
    return asked_in(dict(request.query_params), reader)


def asked_in(given: Mapping[str, str], reader: Reader) -> Asked:
    """The same from parameters by name."""
    wanted = BY_NAME.get(given.get("list", ""))
    first = BY_NAME["department" if reader.posts else "all"]
    shown = wanted if wanted is not None and wanted.is_for(reader) else first
    offset = given.get("offset", "")
    level = given.get("level", "")
    return Asked(
        name=shown.name,
        borough=given.get("borough", "")[:60],
        post=given.get("post", "")[:120],
        activity=given.get("activity", "").strip()[:200],
        person=given.get("person", "")[:100],
        level=level if level in ("1", "2") else "",
        offset=min(int(offset), FURTHEST) if offset.isascii() and offset.isdigit() else 0,
    )


def rules_named(text: str, grids: Grids) -> set[str]:
    """Codes of the activity of that name, in any grid and any spelling of the City's data."""
    found = (grid.activity(text) for grid in grids)
    return {one.code for one in found if one is not None}
