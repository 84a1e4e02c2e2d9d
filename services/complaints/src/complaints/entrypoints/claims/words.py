"""Words of the claims' pages: where a claim stands, and the delays of whoever claims; fr, en."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ui.dates import day
from ui.language import Words, said

from complaints.domain.claims.claim import Claim
from complaints.domain.legal_clock import Clock, ClockState

STAGES: Mapping[str, Words] = {
    "open": ("À l'étude", "Being looked at"),
    "handed-over": ("Remise", "Handed over"),
    "decided": ("Décidée", "Decided"),
    "withdrawn": ("Retirée", "Withdrawn"),
}
BADGES: Mapping[str, str] = {
    "open": "open",
    "handed-over": "upcoming",
    "decided": "completed",
    "withdrawn": "withdrawn",
}
DAMAGES: Mapping[str, Words] = {
    "property": ("aux biens", "to property"),
    "bodily": ("corporel", "bodily injury"),
    "other": ("autre", "other"),
}
MEANS: Mapping[str, Words] = {
    "mail": ("par la poste", "by mail"),
    "registered": ("par courrier recommandé", "by registered mail"),
    "email": ("par courriel", "by e-mail"),
    "fax": ("par télécopieur", "by fax"),
    "hand": ("en main propre", "by hand"),
}
PAPERS: Mapping[str, Words] = {
    "estimate": ("Estimation", "Estimate"),
    "invoice": ("Facture", "Invoice"),
    "photo": ("Photo", "Photo"),
    "report": ("Rapport", "Report"),
    "other": ("Autre document", "Other document"),
}
RECIPIENTS: Mapping[str, Words] = {
    "insurer": ("À l'assureur", "To the insurer"),
    "adjuster": ("À un expert en sinistre", "To a claims adjuster"),
    "clerk": ("Au greffe", "To the clerk's office"),
}
OUTCOMES: Mapping[str, Words] = {
    "accepted": ("Acceptée", "Accepted"),
    "partly": ("Acceptée en partie", "Accepted in part"),
    "denied": ("Refusée", "Denied"),
    "settled": ("Réglée par entente", "Settled"),
}
LACKING: Mapping[str, Words] = {
    "date": ("la date des faits", "the date of the facts"),
    "place": ("le lieu des faits", "the place of the facts"),
}
LETTERS: Mapping[str, Words] = {
    "claim-receipt": ("Accusé de réception", "Receipt"),
    "claim-hand-over": ("Remise à un tiers", "Hand-over"),
    "claim-decision": ("Décision", "Decision"),
}
STEPS: Mapping[str, Words] = {
    "record-notice": ("Avis écrit inscrit", "Written notice recorded"),
    "state-facts": ("Faits précisés", "Facts settled"),
    "add-paper": ("Document ajouté", "Document added"),
    "hand-over": ("Remise", "Handed over"),
    "decide": ("Décision", "Decision"),
    "take-back": ("Retrait", "Withdrawal"),
}
SOON_DAYS = 3


@dataclass(frozen=True)
class Told:
    """A delay of whoever claims, in words. `tone`: of the badge beside it, or empty.

    Never "late": nobody here owes it.
    """

    words: str
    tone: str = ""


def notice_words(state: Claim, now: datetime, language: str) -> Told:
    """The written notice of the law: received when, to be received by when, or not needed."""
    clock, notice = state.notice_clock, state.notice
    if notice is not None:
        on = day(notice.received_on, language)
        if clock is None:
            return Told(said((f"reçu le {on}", f"received {on}"), language), "completed")
        if notice.received_on <= clock.due_on:
            words = (f"reçu le {on}, dans le délai", f"received {on}, within the delay")
            return Told(said(words, language), "completed")
        due = day(clock.due_on, language)
        words = (
            f"reçu le {on}, après le délai du {due}",
            f"received {on}, after the delay of {due}",
        )
        return Told(said(words, language), "due-soon")
    if clock is None:
        return Told(said(_uncounted(state), language))
    return _running(clock, now, language, of_notice=True)


def action_words(state: Claim, now: datetime, language: str) -> Told:
    """The delay for going to court."""
    clock = state.action_clock
    if clock is not None:
        return _running(clock, now, language, of_notice=False)
    if state.is_bodily_alone:
        return Told(
            said(("trois ans (C.c.Q. 2930)", "three years (C.C.Q. 2930)"), language),
        )
    return Told(said(_uncounted(state), language))


def _uncounted(state: Claim) -> Words:
    if state.is_bodily_alone:
        return "aucun : dommage corporel", "none: bodily injury"
    if state.happened_on is None:
        return "date des faits inconnue", "date of the facts not known"
    return "délai pas encore calculé", "delay not worked out yet"


def _running(clock: Clock, now: datetime, language: str, *, of_notice: bool) -> Told:
    on, left = day(clock.due_on, language), clock.days_left(now)
    if clock.state is ClockState.MISSED or left < 0:
        over: Words = (f"terminé le {on}", f"over since {on}")
        if of_notice:
            over = (f"terminé le {on}, sans avis", f"over since {on}, without notice")
        return Told(said(over, language), "ended")
    near: Words = (f"dans {left} jours", f"in {left} days")
    if left < 2:
        near = (("aujourd'hui", "today"), ("demain", "tomorrow"))[left]
    words = (f"jusqu'au {on} ({near[0]})", f"until {on} ({near[1]})")
    return Told(said(words, language), "due-soon" if left <= SOON_DAYS else "")
