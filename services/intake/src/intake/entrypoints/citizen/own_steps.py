"""What the portal asks of a claim and of an access request on their own step, and what it says
there of the clocks of the law (PV-16, PV-46, C-13). Nothing is counted here that binds anybody:
`sla` does that; a date that is shown is never later than the last one of the law."""

from collections.abc import Mapping
from datetime import date, timedelta

from chassis.errors import Words
from contracts.words import DamageKind, Kind
from ui import day
from ui.language import said

from intake.entrypoints.particulars import BOXES, DAMAGE

DATE_NEEDED: Words = (
    "donnez la date des faits, ou cochez « Je ne sais pas »",
    "give the date of the facts, or tick “I do not know”",
)
DAMAGE_NEEDED: Words = ("cochez au moins une case", "tick one box at least")
PLACE_NEEDED: Words = (
    "donnez le lieu des faits, ou cochez « Je ne sais pas »",
    "give the place of the facts, or tick “I do not know”",
)
SAY_WHAT: Mapping[Kind, Words] = {
    Kind.CLAIM: ("dites ce qui est arrivé", "say what happened"),
    Kind.ACCESS: ("dites quel document vous cherchez", "say which document you look for"),
}
REPLY_NEEDED: Words = (
    "une réponse écrite vous est due : donnez un courriel ou une adresse postale",
    "a written answer is due to you: give an e-mail or a postal address",
)
NAME_NEEDED: Words = ("à qui écrire ?", "whom do we write to?")

GOES_ON: Words = (
    "Les faits datent du {on}. Faites en sorte que l'avis écrit soit reçu au plus tard le {last}.",
    "The facts are of {on}. See that the written notice is received by {last} at the latest.",
)
IS_OVER: Words = (
    "Les faits datent du {on} : les {days} jours semblent passés. Donnez quand même l'avis écrit "
    "sans attendre, et demandez conseil.",
    "The facts are of {on}: the {days} days seem to be over. Give the written notice without "
    "delay all the same, and ask for advice.",
)
OF_INJURY: Words = (
    "Pour une blessure, la loi n'exige pas cet avis, et le délai pour agir est de trois ans.",
    "For an injury the law asks for no such notice, and the time to act is three years.",
)
"""C.c.Q. 2930; Doré c. Verdun, [1997] 2 RCS 862 (REQUIREMENTS §2)."""


def missing(given: Mapping[str, str], kind: Kind, language: str) -> dict[str, str]:
    """What these kinds ask for at the portal besides the rules of the counter's form, by field."""
    faults: dict[str, Words] = {}
    if kind not in SAY_WHAT:
        return {}
    if not given.get("description"):
        faults["description"] = SAY_WHAT[kind]
    if kind is Kind.CLAIM:
        if not given.get("claim.happenedOn") and not given.get("claim.dateUnknown"):
            faults["claim.happenedOn"] = DATE_NEEDED
        if not any(given.get(name) for name in BOXES):
            faults["claim.damages"] = DAMAGE_NEEDED
        placed = any(given.get(f"place.{one}") for one in ("address", "longitude", "latitude"))
        if not placed and not given.get("placeUnknown"):
            faults["place"] = PLACE_NEEDED
    if not given.get("contact.email") and not given.get("contact.address"):
        faults["contact"] = REPLY_NEEDED
    is_addressed = given.get("contact.byPost") or given.get("access.ownData")
    if is_addressed and not given.get("contact.name"):
        faults["contact.name"] = NAME_NEEDED
    return {name: said(words, language) for name, words in faults.items()}


def clock(given: Mapping[str, str], days: int, today: date, language: str) -> list[str]:
    """Where the notice of a claim stands, in words; of an injury that none is asked for.

    `days`: those of the notice at this counter, of the calendar. The law moves a last day that is a
    Sunday or a holiday to a later one, never to an earlier one (I-16 art. 52).
    """
    lines: list[str] = []
    only_injury = {name for name in BOXES if given.get(name)} == {f"{DAMAGE}{DamageKind.BODILY}"}
    on = date_of(given.get("claim.happenedOn", ""))
    if on is not None and on <= today and not only_injury:
        last = on + timedelta(days=days)
        words = GOES_ON if today <= last else IS_OVER
        lines.append(
            said(words, language).format(on=day(on, language), last=day(last, language), days=days)
        )
    if given.get(f"{DAMAGE}{DamageKind.BODILY}"):
        lines.append(said(OF_INJURY, language))
    return lines


def date_of(text: str) -> date | None:
    """A date as a browser writes it; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
