"""What kind of case a text is, proposed by rules; the technician decides (PV-13..16, MH-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.words import Kind

from intake.domain.activity_search import ActivitySearch, LikelyActivity
from intake.domain.signals import KINDS, Signs, signs_in

_SURE, _HINT = 1.5, 0.4
# What nothing speaks against is a request: so are most cases that need somebody (REQUIREMENTS §3).
_UNSAID = 0.4
_NAMED = 0.3  # an activity of the grid, as sure as it is
_DOUBT = 0.4


@dataclass(frozen=True)
class LikelyKind:
    """Exactly one kind, how sure (0..1), and the words that speak for it, as they were written."""

    kind: Kind
    confidence: float
    heard: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """What a text is likely to be; nothing of it is decided."""

    kind: LikelyKind
    activities: Sequence[LikelyActivity]
    needs_claim_notice: bool
    """The notice is shown for damage, whatever the kind (REQUIREMENTS §2)."""


def propose(text: str, search: ActivitySearch) -> Proposal:
    """A kind, always one, and up to five activities of the grid. Never raises."""
    signs = signs_in(text)
    activities = search.likely(text)
    kind = likely_kind(signs, activities[0].confidence if activities else 0.0)
    return Proposal(kind, activities, kind.kind is Kind.CLAIM or bool(signs[Kind.CLAIM].sure))


def likely_kind(signs: Mapping[Kind, Signs], activity: float) -> LikelyKind:
    """The kind for which most speaks, against the next one; `activity`: how sure one is, 0..1."""
    weights = {kind: _SURE * len(one.sure) + _HINT * len(one.hints) for kind, one in signs.items()}
    weights[Kind.REQUEST] += _UNSAID + _NAMED * activity
    first, second, *_ = sorted(KINDS, key=lambda kind: weights[kind], reverse=True)
    confidence = weights[first] / (weights[first] + weights[second] + _DOUBT)
    return LikelyKind(first, round(confidence, 2), (*signs[first].sure, *signs[first].hints))
