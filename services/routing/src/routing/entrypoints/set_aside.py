"""Messages of cases that routing had to set aside, as staff of their boroughs may see them.

Nothing of what a message holds: which case, since when, and in words why (rule 6, DESIGN §3). The
sealed bytes are the operator's business; trying again is the technician's too, for it is their case
that waits.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.commands import NotFound
from chassis.document import Document
from chassis.errors import ApiError
from chassis.faults import Permanent
from chassis.identity import Caller
from chassis.parking import ParkedRecord
from chassis.store import Store

from routing.domain.reasons import Words
from routing.entrypoints.desk import TECHNICIAN

SEERS = (TECHNICIAN, "operator")
AT_MOST = 200
Replay = Callable[[str, str], Awaitable[int]]
"""Handles a record of a topic again; how many were applied. Raises Permanent, Transient."""

_PLUGIN = re.compile(r"(?P<borough>[a-z0-9-]+): plugin\.route: (?P<why>.*)", re.DOTALL)
_WHY: Mapping[str, Words] = {
    "no answer within": ("il n'a pas répondu à temps", "it did not answer in time"),
    "left alone": (
        "il a bloqué plusieurs fois, et on ne l'appelle plus pour un moment",
        "it hung several times, and is not asked for a while",
    ),
    "its process ended": ("il s'est arrêté", "it stopped"),
    "answered": ("sa réponse n'est pas une décision", "its answer is no decision"),
}
_BEHIND: Words = (
    "Attend derrière un autre message du même dossier, mis de côté avant lui.",
    "Waits behind another message of the same case, set aside before it.",
)
_OTHER: Words = (
    "Le message n'a pas pu être traité : l'exploitation en a le détail.",
    "The message could not be handled: operations has the detail.",
)


@dataclass(frozen=True)
class SetAside:
    """One message that waits; `plugin_of` is the borough whose plug-in is at fault, if one is."""

    record_id: str
    case_id: str
    borough: str
    since: datetime
    why: Words
    plugin_of: str = ""


def in_words(fault: str, names: Mapping[str, str]) -> tuple[Words, str]:
    """A fault as parking keeps it, said to a technician; and the borough of a plug-in at fault."""
    found = _PLUGIN.fullmatch(fault)
    if found is None:
        return (_BEHIND if fault.startswith("behind a parked") else _OTHER), ""
    why, name = found["why"], names.get(found["borough"], found["borough"])
    said = next((words for start, words in _WHY.items() if why.startswith(start)), None)
    fields = ", ".join(part.partition(": ")[0] for part in why.split("; ") if ": " in part)
    if fields:
        said = f"sa réponse n'est pas permise ({fields})", f"its answer is not allowed ({fields})"
    fr, en = said if said is not None else (f"il a échoué ({why})", f"it failed ({why})")
    return (
        (
            f"Le module de règles (plugin.py) de {name} n'a pas décidé : {fr}.",
            f"The rules module (plugin.py) of {name} did not decide: {en}.",
        ),
        found["borough"],
    )


class SetAsideDesk:
    """What waits in the caller's boroughs, and trying it again."""

    def __init__(
        self, store: Store[ParkedRecord], replay: Replay, names: Callable[[], Mapping[str, str]]
    ) -> None:
        self._store, self._replay, self._names = store, replay, names

    async def listed(self, caller: Caller) -> list[SetAside]:
        """The oldest first. Raises ApiError 403, Transient."""
        caller.require(*SEERS)
        found = await self._store.find(
            caller.scope, {"status": "parked"}, order_by=[("parked_at", 1)], limit=AT_MOST
        )
        return [self._shown(one) for one in found]

    async def count(self, caller: Caller) -> int:
        """How many wait; none for who may not see them. Raises Transient."""
        if caller.roles.isdisjoint(SEERS):
            return 0
        return await self._store.count(caller.scope, {"status": "parked"})

    async def try_again(self, record_id: str, caller: Caller) -> int:
        """Handle it anew; how many messages were applied with it.

        Raises NotFound, ApiError 409 where it is refused still, Transient.
        """
        caller.require(*SEERS)
        held = (await self._store.load([record_id]))[record_id]
        if held.state is None or not caller.scope.admits(self._store.boroughs(held)):
            raise NotFound(record_id)
        try:
            return await self._replay(held.state.topic, record_id)
        except Permanent as fault:
            why, _ = in_words(str(fault), self._names())
            raise ApiError(409, "stillRefused", why) from fault

    def _shown(self, document: Document[ParkedRecord]) -> SetAside:
        parked = document.state
        assert parked is not None, "what was found is there"
        why, plugin_of = in_words(parked.fault, self._names())
        return SetAside(
            record_id=document.id,
            case_id=parked.document_id or "",
            borough=parked.borough,
            since=parked.parked_at,
            why=why,
            plugin_of=plugin_of,
        )
