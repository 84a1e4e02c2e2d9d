"""Lists that outgrow their document (rule 10): which entries move where. Pure: no driver here.

What moves is what was stored already, so moving twice writes the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from chassis.document import Draft

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True)
class Overflow:
    """A list of the state whose oldest entries move to documents of their own.

    The state carries the list under `field` and the number of entries moved under
    `<field>_moved`. Entries are only ever appended.
    """

    field: str
    keep: int = 100
    chunk: int = 100

    @property
    def moved(self) -> str:
        """Name of the field that counts what moved."""
        return f"{self.field}_moved"


@dataclass(frozen=True)
class Chunk:
    """Entries that move out of a document, as JSON; `start` is the place of the first."""

    document: str
    field: str
    start: int
    entries: Sequence[Any]

    @property
    def id(self) -> str:
        """Its own id: the same entries always move under the same one."""
        return f"{self.document}:{self.field}:{self.start}"

    def body(self) -> dict[str, Any]:
        """What is stored."""
        return {"_id": self.id, **vars(self)}


def move_out(draft: Draft[S], rules: Iterable[Overflow]) -> list[Chunk]:
    """Take what is due to move out of a draft's state; the chunks are to be written first."""
    made: list[Chunk] = []
    for rule in rules:
        stored = getattr(draft.before.state, rule.field, ())
        if draft.state is None or len(stored) < rule.keep + rule.chunk:
            continue
        entries, start = getattr(draft.state, rule.field), getattr(draft.state, rule.moved)
        told = draft.state.model_dump(mode="json", include={rule.field})[rule.field]
        made.append(Chunk(draft.id, rule.field, start, told[: rule.chunk]))
        left = {rule.field: entries[rule.chunk :], rule.moved: start + rule.chunk}
        draft.state = draft.state.model_copy(update=left)
    return made


def entries_of(chunks: Iterable[Mapping[str, Any]], field: str) -> list[Any]:
    """Entries of one list, oldest first; a chunk without a field is of the only one there was."""
    parts = [raw for raw in chunks if raw.get("field", field) == field]
    parts.sort(key=lambda raw: raw["start"])
    return [entry for part in parts for entry in part["entries"]]


def whole(
    state: Mapping[str, Any], chunks: Sequence[Mapping[str, Any]], rules: Iterable[Overflow]
) -> dict[str, Any]:
    """A stored state with its lists entire, as if nothing had ever moved."""
    entire = dict(state)
    for rule in rules:
        moved = entire.get(rule.moved) or 0
        # A chunk may be written before the save that moves it: what is in both counts once.
        kept = entries_of(chunks, rule.field)[:moved] if moved else []
        entire |= {rule.field: [*kept, *(entire.get(rule.field) or ())], rule.moved: 0}
    return entire
