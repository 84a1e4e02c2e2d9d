"""Counters with and without conditions for complaints, and the way through their form."""

from collections.abc import Awaitable, Callable
from typing import Any

from contracts.events.intake import ComplaintHandedOverV1
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.complaint_rules import ComplaintRules

from services.intake.tests.conftest import HARSH_WORDS, Counter, complaint
from services.intake.tests.portal_walk import Shown, Walk

Grids = Callable[[], Awaitable[Vocabulary]]
STRICT, OPEN = "prevost", "mont-saint-hilaire"
SIGNER = "Alix Marqué-Canari"
ANYTHING = ComplaintRules(model="decentral", written=False, signed=False, max_age_days=None)
WHO = {"contact_name": "Alix Marqué", "contact_email": "alix@example.org"}
TYPED = {
    "complaint_signing": "typed",
    "complaint_signer": SIGNER,
    "complaint_confirmed": "true",
}


def complaint_words() -> Vocabulary:
    """Prévost asks for writing, signature and fifteen days; Mont-Saint-Hilaire for nothing."""
    return Vocabulary(
        [
            GridWords(borough=STRICT, version=1, complaints=ComplaintRules()),
            GridWords(borough=OPEN, version=1, complaints=ANYTHING),
            GridWords(borough="pierrefonds-roxboro", version=1, complaints=ComplaintRules()),
        ]
    )


async def known_grids() -> Vocabulary:
    """The same, as the counter asks for it."""
    return complaint_words()


def complained(counter: Counter, **how: Any) -> str:
    """Id of a complaint by phone, unless said otherwise: neither written nor signed."""
    told = {"written": False, "signed": False, **how}
    return counter.register(**complaint(complaint=told))


def additions(counter: Counter, case_id: str) -> list[ComplaintHandedOverV1]:
    """What was handed over later."""
    said = counter.said(case_id)
    return [one for one in said if isinstance(one, ComplaintHandedOverV1) and one.adds]


def at_signing(walk: Walk, borough: str = STRICT, **facts: str) -> Shown:
    """The last page, once the facts were told."""
    told = {"description": HARSH_WORDS, "complaint_factsOn": "2026-06-10", **facts}
    return walk.send(walk.open(f"/demande/{borough}/plainte"), **told)
