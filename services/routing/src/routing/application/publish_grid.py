"""A version of a grid is said once; the same version with another content is refused."""

import hashlib
import json
from datetime import date

from chassis.faults import Permanent
from chassis.outcome import Outcome
from pydantic import BaseModel, ConfigDict

from routing.application.grid_event import grid_event
from routing.domain.manifest import Manifest


class PublishedGrid(BaseModel):
    """That a version of a borough's grid was published, and from which manifest."""

    model_config = ConfigDict(frozen=True)

    borough: str
    version: int
    effective_on: date
    digest: str


def digest_of(manifest: Manifest) -> str:
    """SHA-256 of what the manifest says; a default that is added later does not change it."""
    said = manifest.model_dump(mode="json", exclude_defaults=True)
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_published(state: PublishedGrid | None, manifest: Manifest) -> bool:
    """Whether this very manifest is. Raises Permanent where its version is, from another one."""
    if state is None:
        return False
    if state.digest != digest_of(manifest):
        raise Permanent(
            f"grid {state.borough}@{state.version}: the manifest is not the one this version was"
            " published from; a changed grid needs a new borough.version and effective_on"
        )
    return True


def publish_grid(state: PublishedGrid | None, manifest: Manifest) -> Outcome[PublishedGrid]:
    """Say a version of a grid, unless it was said. Raises Permanent, see above."""
    if state is not None and is_published(state, manifest):
        return Outcome(state)
    borough, digest = manifest.borough, digest_of(manifest)
    made = PublishedGrid(
        borough=borough.slug,
        version=borough.version,
        effective_on=borough.effective_on,
        digest=digest,
    )
    return Outcome(made, [grid_event(manifest, digest)])
