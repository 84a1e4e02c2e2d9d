"""The life of a grid after its folder: a draft is written, checked, published as the next version.

A version is never changed. Rolling back publishes the content of an earlier one anew, under the
next number. Each command names the newest version that its sender saw (`after`): so that one sent
twice makes one version, and two people at once are told of each other.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from chassis.outcome import Outcome
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from routing.application.grid_forms import DraftForm, PublicationForm, RollbackForm
from routing.application.publish_grid import (
    PublishedGrid,
    content_of,
    digest_of,
    from_manifest,
    publish_grid,
)
from routing.domain.errors import Fault, Refused
from routing.domain.grid import Grid
from routing.domain.manifest import Manifest

_TABLE = re.compile(r"^\[borough\][^\S\n]*(?:#.*)?$", re.MULTILINE)
_NEXT_TABLE = re.compile(r"^\[", re.MULTILINE)
_NUMBER = ("version", "effective_on")


class GridRefused(Refused):
    """A draft or a version that cannot be taken."""


class DraftFaulty(GridRefused):
    """The text has faults: each names its key and the remedy."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = len(faults)
        super().__init__(
            "text",
            f"le brouillon a {count} faute(s) : corrigez-les d'abord",
            f"the draft has {count} fault(s): mend them first",
        )
        self.faults = tuple(faults)


class GridDraft(BaseModel):
    """What is being written for a borough; faults and all, for it decides nothing."""

    model_config = ConfigDict(frozen=True)

    borough: str
    text: str
    revision: int = Field(ge=1, description="one more each time it is saved")
    saved_by: str
    saved_at: AwareDatetime


@dataclass(frozen=True)
class Checked:
    """A text read as the manifest of its borough, beside all other grids; or why it cannot be.

    `proposed` are the grids that it would put in force: its own, and of a city those of the
    boroughs that have none.
    """

    proposed: Sequence[Grid] = ()
    faults: Sequence[Fault] = ()
    members: Sequence[Manifest] = field(default=())

    @property
    def manifest(self) -> Manifest:
        """The borough's own. Raises DraftFaulty."""
        if self.faults:
            raise DraftFaulty(self.faults)
        return self.proposed[0].manifest


def is_spent(draft: GridDraft, versions: Sequence[PublishedGrid]) -> bool:
    """Whether it was published: the next change starts from what is published now."""
    return any(one.draft == draft.revision for one in versions)


class GridTexts(Protocol):
    """Port to what reads manifests as text. `held` are all versions of all grids so far."""

    def check(
        self, borough: str, text: str, held: Sequence[PublishedGrid], effective_on: date
    ) -> Checked:
        """Read a text as the next version of a borough's grid."""
        ...

    def restored(
        self, earlier: PublishedGrid, held: Sequence[PublishedGrid], effective_on: date
    ) -> Checked:
        """The content of an earlier version as the next one."""
        ...

    def start(self, borough: str, held: Sequence[PublishedGrid]) -> str:
        """The text that a first draft starts from."""
        ...


def newest_of(borough: str, held: Sequence[PublishedGrid]) -> PublishedGrid | None:
    """The version with the highest number; None where none was published yet."""
    own = (one for one in held if one.borough == borough)
    return max(own, key=lambda one: one.version, default=None)


def save_draft(
    state: GridDraft | None, form: DraftForm, borough: str, by: str, now: datetime
) -> Outcome[GridDraft]:
    """Keep the text, whatever its faults. Raises GridRefused where another saved meanwhile."""
    held = 0 if state is None else state.revision
    if form.revision != held:
        raise GridRefused(
            "revision",
            "quelqu'un a enregistré le brouillon entre-temps : relisez-le avant d'enregistrer",
            "somebody saved the draft meanwhile: read it before you save",
        )
    made = GridDraft(borough=borough, text=form.text, revision=held + 1, saved_by=by, saved_at=now)
    return Outcome(made, answer={"borough": borough, "revision": made.revision})


def publish_draft(
    state: PublishedGrid | None,
    form: PublicationForm,
    draft: GridDraft | None,
    checked: Checked,
    newest: PublishedGrid,
    by: str,
    today: date,
    now: datetime,
) -> Outcome[PublishedGrid]:
    """The next version, from the draft. `checked` is of `numbered(draft.text)`.

    Raises GridRefused, DraftFaulty; nothing is published then.
    """
    _refuse_if_taken(state, form.after, newest)
    if draft is None or draft.revision != form.revision:
        raise GridRefused(
            "revision",
            "le brouillon a changé entre-temps : relisez-le avant de publier",
            "the draft changed meanwhile: read it before you publish",
        )
    if form.effective_on < today:
        raise GridRefused("effective_on", "cette date est passée", "this date has passed")
    if form.effective_on < newest.effective_on:
        raise GridRefused(
            "effective_on",
            f"la version {newest.version} entre en vigueur le {newest.effective_on} :"
            " choisissez ce jour ou un jour suivant",
            f"version {newest.version} takes effect on {newest.effective_on}:"
            " choose that day or a later one",
        )
    manifest = checked.manifest
    if same_content(manifest, newest):
        raise GridRefused(
            "text",
            f"le brouillon dit la même chose que la version {newest.version}",
            f"the draft says the same as version {newest.version}",
        )
    made = _made(manifest, checked, by, now, form.note, reroutes=form.reroutes_open)
    return _published(
        made.model_copy(
            update={
                "origin": "draft",
                "draft": draft.revision,
                "text": numbered(draft.text, manifest),
            }
        ),
        manifest,
    )


def roll_back(
    state: PublishedGrid | None,
    form: RollbackForm,
    earlier: PublishedGrid,
    checked: Checked,
    newest: PublishedGrid,
    by: str,
    now: datetime,
) -> Outcome[PublishedGrid]:
    """The next version, with the content of an earlier one. Raises GridRefused, DraftFaulty."""
    _refuse_if_taken(state, form.after, newest)
    manifest = checked.manifest
    if same_content(manifest, newest):
        raise GridRefused(
            "version",
            f"la version {newest.version} dit déjà la même chose",
            f"version {newest.version} says the same already",
        )
    made = _made(manifest, checked, by, now, form.note, reroutes=form.reroutes_open)
    text = numbered(earlier.text, manifest) if earlier.text else ""
    return _published(
        made.model_copy(update={"origin": "rollback", "restores": form.version, "text": text}),
        manifest,
    )


def publish_member(
    state: PublishedGrid | None, manifest: Manifest, city: PublishedGrid
) -> Outcome[PublishedGrid]:
    """The grid that a city's new version gives a borough without one of its own (MT-08)."""
    made = from_manifest(manifest).model_copy(
        update={
            "origin": "city",
            "published_by": city.published_by,
            "published_at": city.published_at,
            "note": city.note,
            "reroutes_open": city.reroutes_open,
        }
    )
    return publish_grid(state, manifest, made)


def same_content(manifest: Manifest, held: PublishedGrid) -> bool:
    """Whether a manifest says what a version says, but for its number and its day."""
    said = json.loads(held.content) if held.content else {}
    return _unnumbered(json.loads(content_of(manifest))) == _unnumbered(said)


def numbered_manifest(manifest: Manifest, version: int, effective_on: date) -> Manifest:
    """The same content under another number, from another day on."""
    borough = manifest.borough.model_copy(update={"version": version, "effective_on": effective_on})
    return manifest.model_copy(update={"borough": borough})


def numbered(text: str, manifest: Manifest) -> str:
    """The text with the number and the day of its version, where `[borough]` says them."""
    return with_number(text, manifest.borough.version, manifest.borough.effective_on)


def with_number(text: str, version: int, effective_on: date) -> str:
    """The text with another number and day in its table `[borough]`; missing ones are added."""
    table = _TABLE.search(text)
    if table is None:
        return text
    following = _NEXT_TABLE.search(text, table.end())
    end = following.start() if following else len(text)
    body = text[table.end() : end]
    for key, value in (("effective_on", effective_on.isoformat()), ("version", str(version))):
        line = re.compile(rf"^{key}[^\S\n]*=.*$", re.MULTILINE)
        body, times = line.subn(f"{key} = {value}", body, count=1)
        if not times:
            body = f"\n{key} = {value}{body}"
    return text[: table.end()] + body + text[end:]


def _refuse_if_taken(state: PublishedGrid | None, after: int, newest: PublishedGrid) -> None:
    if state is not None or after != newest.version:
        raise GridRefused(
            "after",
            f"la version {max(newest.version, after + 1)} a été publiée entre-temps :"
            " relisez l'historique avant de publier",
            f"version {max(newest.version, after + 1)} was published meanwhile:"
            " read the history before you publish",
        )


def _made(
    manifest: Manifest, checked: Checked, by: str, now: datetime, note: str, *, reroutes: bool
) -> PublishedGrid:
    return from_manifest(manifest).model_copy(
        update={
            "published_by": by,
            "published_at": now,
            "note": note,
            "reroutes_open": reroutes,
            "members": tuple(content_of(one) for one in checked.members),
        }
    )


def _published(made: PublishedGrid, manifest: Manifest) -> Outcome[PublishedGrid]:
    outcome = publish_grid(None, manifest, made)
    answer = {
        "borough": made.borough,
        "version": made.version,
        "effectiveOn": made.effective_on.isoformat(),
        "digest": digest_of(manifest),
    }
    return Outcome(outcome.state, outcome.events, answer)


def _unnumbered(said: Mapping[str, Any]) -> dict[str, Any]:
    borough = {k: v for k, v in said.get("borough", {}).items() if k not in _NUMBER}
    return {**said, "borough": borough}
