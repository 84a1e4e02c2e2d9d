"""Whoever speaks of damage is told of the legal notice, by whichever channel (REQUIREMENTS §2).

Citizens lost rights because nobody told them: a false alarm costs a paragraph, a miss a right.
"""

from datetime import datetime

from contracts.words import Kind

from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import ClaimNotice
from intake.domain.signals import smells_of_damage


def notice_for(
    kind: Kind, description: str, rules: CounterRules, now: datetime
) -> ClaimNotice | None:
    """The notice to tell: with every claim, and with words that smell of damage (C-13)."""
    told = kind is Kind.CLAIM or smells_of_damage(description)
    return rules.notice(now) if told else None
