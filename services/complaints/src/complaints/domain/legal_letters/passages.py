"""Which set passages every version of the texts must hold, each with its holes.

What letters fill and what the texts offer are held together here: the loader compares the two.
"""

from collections.abc import Mapping
from types import MappingProxyType

PASSAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        key: frozenset(holes)
        for key, holes in {
            "access.receipt": ("received_on", "answer_due_on"),
            "access.own-data": (),
            "access.extension": ("answer_due_on",),
            "access.silence": ("answer_due_on",),
            "access.oral": (),
            "access.review": (),
            "access.review-office": (),
            "access.decision": ("received_on", "decided_on"),
            "access.given": ("what",),
            "access.refused": ("what", "provisions", "reasons"),
            "access.not-held": ("what",),
            "access.transferred": ("what", "other_body"),
            "access.deemed-refusal": ("received_on", "answer_due_on"),
            "access.signer": (),
            "third-party.opening": ("received_on",),
            "third-party.document": ("what",),
            "third-party.observations": ("days",),
            "third-party.decision": (),
            "claim.receipt": ("received_on",),
            "claim.notice": ("days", "to", "due_on"),
            "claim.notice-undated": ("days", "to"),
            "claim.notice-relief": (),
            "claim.notice-no-relief": (),
            "claim.not-the-notice": (),
            "claim.notice-received": ("received_on",),
            "claim.bodily": (),
            "claim.action": ("due_on",),
            "claim.lacks-date": (),
            "claim.lacks-place": (),
            "claim.hand-over": ("to", "on"),
            "claim.reference": ("reference",),
            "claim.delays-go-on": (),
            "claim.decision": ("received_on", "decided_on"),
            "claim.accepted": ("amount",),
            "claim.accepted-unpaid": (),
            "claim.partly": ("amount", "reasons"),
            "claim.denied": ("reasons",),
            "claim.settled": ("amount",),
            "claim.recourse": (),
            "claim.signer": (),
        }.items()
    }
)
