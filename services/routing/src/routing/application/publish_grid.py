"""A version of a grid is said once and kept whole; under its number nothing else is ever said.

A version is never changed and never taken back: who wants an earlier one publishes its content
anew (`application/grid_life.py`).
"""

import hashlib
import json
from datetime import date
from typing import Literal

from chassis.faults import Permanent
from chassis.outcome import Outcome
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from routing.application.grid_event import grid_event
from routing.domain.manifest import Manifest

Origin = Literal["folder", "draft", "rollback", "city"]


class PublishedGrid(BaseModel):
    """One version of a borough's grid: what it says, since when, and who published it when."""

    model_config = ConfigDict(frozen=True)

    borough: str
    version: int
    effective_on: date
    digest: str
    content: str = Field("", description="the manifest, its city's defaults merged in; JSON")
    text: str = Field("", description="as it was written (TOML); empty: of a folder or a city")
    origin: Origin = "folder"
    restores: int | None = Field(None, description="of a rollback: whose content it is")
    draft: int | None = Field(None, description="revision of the draft that it was")
    published_by: str = Field("", description="empty: the service itself, from a folder")
    published_at: AwareDatetime | None = None
    note: str = ""
    reroutes_open: bool = Field(False, description="open cases are decided again once in force")
    members: tuple[str, ...] = Field((), description="of a city: grids of boroughs without any")

    @property
    def name(self) -> str:
        """`<borough>@<version>`, the id of its document and the key of its event."""
        return f"{self.borough}@{self.version}"

    def manifest(self) -> Manifest:
        """What it says. Raises Permanent where this release cannot read it."""
        return manifest_in(self.content, self.name)


def manifest_in(content: str, name: str) -> Manifest:
    """A manifest as it was kept. Raises Permanent naming the grid."""
    try:
        return Manifest.model_validate_json(content)
    except ValueError as fault:
        raise Permanent(f"grid {name}: what was published of it cannot be read: {fault}") from fault


def content_of(manifest: Manifest) -> str:
    """What the manifest says, in one form; a default that is added later does not change it."""
    said = manifest.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def digest_of(manifest: Manifest) -> str:
    """SHA-256 of its content."""
    return hashlib.sha256(content_of(manifest).encode()).hexdigest()


def from_manifest(manifest: Manifest) -> PublishedGrid:
    """A version as it is published from a folder."""
    borough = manifest.borough
    return PublishedGrid(
        borough=borough.slug,
        version=borough.version,
        effective_on=borough.effective_on,
        digest=digest_of(manifest),
        content=content_of(manifest),
    )


def is_published(state: PublishedGrid | None, manifest: Manifest) -> bool:
    """Whether this very manifest is. Raises Permanent where its version is, from another one."""
    if state is None:
        return False
    if state.digest != digest_of(manifest):
        raise Permanent(
            f"grid {state.name}: the manifest is not the one this version was"
            " published from; a changed grid needs a new borough.version and effective_on"
        )
    return True


def publish_grid(
    state: PublishedGrid | None, manifest: Manifest, made: PublishedGrid | None = None
) -> Outcome[PublishedGrid]:
    """Say a version of a grid, unless it was said; `made`: how it came about, if by no folder.

    Raises Permanent, see above.
    """
    if state is not None and is_published(state, manifest):
        return Outcome(state)
    made = made or from_manifest(manifest)
    return Outcome(made, [grid_event(manifest, made.digest)])
