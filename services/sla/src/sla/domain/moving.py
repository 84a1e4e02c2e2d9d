"""What is to be said of a due time that is another one now: why it moved, and from where."""

from sla.domain.citizens_clocks import OF_CLAIMS
from sla.domain.commitment import Commitment
from sla.domain.facts import Facts
from sla.domain.outcomes import Extended, Moved, Outcome, Resumed, Started
from sla.domain.promises import CommitmentKind


def changes(before: Commitment, after: Commitment, facts: Facts) -> list[Outcome]:
    """Resumed and extended, each with what it did; moved where neither explains the difference.

    One more third party starts the delay for observations anew: it may have been over.
    """
    is_anew = before.started_at != after.started_at
    if is_anew and before.kind is CommitmentKind.THIRD_PARTY_OBSERVATIONS:
        return [Started(after)]
    known = {pause.from_at for pause in before.trace.pauses}
    said: list[Outcome] = [
        Resumed(after, before.due_at, pause)
        for pause in after.trace.pauses
        if pause.from_at not in known
    ]
    if after.extended_by > before.extended_by:
        extension = facts.entered.extensions_of(after.commitment_id)[-1]
        said.append(Extended(after, before.due_at, extension))
    if before.due_at != after.due_at and not said:
        said.append(Moved(after, before.due_at, _cause(before, after)))
    return said


def _cause(before: Commitment, after: Commitment) -> str:
    old, new = before.basis, after.basis
    if (old.case_kind, old.activity) != (new.case_kind, new.activity):
        return "reclassified"
    if old.borough != new.borough:
        return "reassigned"
    if before.kind is CommitmentKind.PROMISED:
        return "promised-again"
    if before.kind in OF_CLAIMS and before.started_at != after.started_at:
        return "facts"
    if before.trace.pauses != after.trace.pauses:
        return "waiting"
    terms = (old.grid_version, before.counting, before.amount, before.extended_by)
    if terms != (new.grid_version, after.counting, after.amount, after.extended_by):
        return "rules"
    return "calendar"
