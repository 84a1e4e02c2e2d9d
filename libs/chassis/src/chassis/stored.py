"""How a document lies in the database, and what a save changes of it; no driver here."""

from collections.abc import Mapping
from typing import Any, TypeVar

from contracts.topics import TOPICS
from pydantic import BaseModel

from chassis.document import Command, Document, Draft, Entry

S = TypeVar("S", bound=BaseModel)


def document_of(raw: Mapping[str, Any], model: type[S]) -> Document[S]:
    """A document as it was read."""
    state = raw.get("state")
    return Document(
        id=raw["_id"],
        version=raw["version"],
        borough=raw["borough"],
        state=None if state is None else model.model_validate(state),
        seen=raw["seen"],
        sequences=raw["sequences"],
        pending=[Entry(**entry) for entry in raw["pending"]],
        commands=[Command(**command) for command in raw["commands"]],
        parked=raw["parked"],
    )


def inserted(draft: Draft[S], stamp: str, index: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of a document that is new; `index` lies beside its state."""
    last = _last_words(draft)
    return {"_id": draft.id, **_fields(draft, stamp, index), "pending": _fresh(draft), "last": last}


def updated(
    draft: Draft[S], stamp: str, index: Mapping[str, Any]
) -> dict[str, Any] | list[dict[str, Any]]:
    """The update of one that is there, whoever drains it meanwhile."""
    last = {f"last.{topic}": entry for topic, entry in _last_words(draft).items()}
    fields, fresh = _fields(draft, stamp, index) | last, _fresh(draft)
    if draft.drained:
        # As a pipeline: what somebody else drained since it was loaded must not come back.
        said = {"$in": ["$$this.id", sorted(draft.drained)]}
        left = {"$filter": {"input": "$pending", "cond": {"$not": [said]}}}
        literal: dict[str, Any] = {name: {"$literal": value} for name, value in fields.items()}
        return [{"$set": literal | {"pending": {"$concatArrays": [left, {"$literal": fresh}]}}}]
    return {"$set": fields} | ({"$push": {"pending": {"$each": fresh}}} if fresh else {})


def _fields(draft: Draft[S], stamp: str, index: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": draft.before.version + 1,
        "stamp": stamp,
        "borough": draft.borough,
        "state": None if draft.state is None else draft.state.model_dump(mode="json"),
        "ix": dict(index),
        "seen": draft.seen,
        "sequences": draft.sequences,
        "commands": [dict(vars(command)) for command in draft.commands],
        "parked": draft.parked,
    }


def _fresh(draft: Draft[S]) -> list[dict[str, Any]]:
    return [dict(vars(entry)) for entry in draft.fresh]


def _last_words(draft: Draft[S]) -> dict[str, dict[str, Any]]:
    """The newest event of each compacted topic: it may have to be said again (rule 8)."""
    return {one["topic"]: one for one in _fresh(draft) if TOPICS[one["topic"]].compacted}
