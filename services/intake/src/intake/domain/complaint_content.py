"""What a complaint says when it leaves the counter: its form and its statement; kept by nobody
here (PV-44, PV-45)."""

from collections.abc import Sequence
from typing import Any

from contracts.words import Channel, Kind

from intake.domain.attachment import Attachment
from intake.domain.dossier import (
    Brought,
    ClaimContent,
    ComplaintForm,
    Note,
    Photo,
    Place,
    Registration,
)
from intake.domain.facts import Danger, Fact, HandedOver

WRITTEN = frozenset(
    {Channel.WEB, Channel.MOBILE, Channel.EMAIL, Channel.LETTER, Channel.PILOT, Channel.OPEN311}
)
LONGEST_STATEMENT = 4000  # of `complaint-handed-over`


def complaint_form(brought: Brought) -> ComplaintForm | None:
    """How it was brought: as it was said, else as its channel tells. None: no complaint."""
    if brought.kind is not Kind.COMPLAINT:
        return None
    if brought.complaint is not None:
        return brought.complaint
    return ComplaintForm(
        written=brought.channel in WRITTEN, signed=False, anonymous=brought.contact is None
    )


def danger_of(brought: Brought, form: ComplaintForm | None) -> Danger | None:
    """Where a danger is, and of what nature, for the request beside the complaint (C-08)."""
    if form is None or not form.danger:
        return None
    return Danger(brought.activity if brought.is_of_grid else "", brought.place)


def statement_of(description: str, place: Place | None, photo: Photo | None) -> str:
    """A complaint's words, its place and its photo, which travel nowhere else."""
    where = place or Place()
    point = "" if where.longitude is None else f"({where.latitude}, {where.longitude})"
    parts = (" ".join(part for part in (where.address, point) if part), _named(photo))
    return "\n\n".join(part for part in (description, *parts) if part)


def parts_of(statement: str) -> list[str]:
    """A statement in pieces that one event may hold; the first one is never left out."""
    starts = range(0, max(len(statement), 1), LONGEST_STATEMENT)
    return [statement[start : start + LONGEST_STATEMENT] for start in starts]


def left_by(
    old: Registration,
    description: str | None,
    place: Place | None,
    files: Sequence[Attachment],
    notes: Sequence[Note],
) -> tuple[dict[str, Any], list[Fact]]:
    """What a case that becomes a complaint hands over, and what its registration is without it."""
    claim = old.claim or ClaimContent()
    written = ComplaintForm(
        written=old.channel in WRITTEN, anonymous=old.contact is None, facts_on=claim.happened_on
    )
    told = "\n\n".join(part for part in (description or old.description, _claimed(claim)) if part)
    said, *rest = parts_of(statement_of(told, place or old.place, old.photo))
    version, later = old.handover_version + 1, [*rest, *(one.text for one in notes)]
    facts: list[Fact] = [HandedOver(said, version, files=files)]
    facts += [HandedOver(one, version + nth, adds=True) for nth, one in enumerate(later, 1)]
    gone = dict.fromkeys(("description", "place", "photo", "claim", "access"))
    return {**gone, "complaint": written, "handover_version": version + len(later)}, facts


def _claimed(claim: ClaimContent) -> str:
    """Damage and amount of a claim, which a complaint has no field for; empty: none were said."""
    damages = ", ".join(claim.damages)
    amount = "" if claim.amount_cents is None else f"{claim.amount_cents / 100:.2f} $"
    return " · ".join(part for part in (damages, amount) if part)


def _named(photo: Photo | None) -> str:
    return (photo.url or photo.media_id or "") if photo else ""
