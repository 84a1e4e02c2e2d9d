"""What the clerk does with a claim: every check before anything changes.

All raise Refused, naming the field: nothing changes then. Who may act at all is settled before.
"""

from dataclasses import dataclass
from datetime import date, datetime

from complaints.domain.claims.claim import Claim, Stage, stage_of
from complaints.domain.claims.following import settle
from complaints.domain.claims.letters import decision, hand_over, with_letter
from complaints.domain.claims.parts import (
    ClaimRules,
    Damage,
    Decision,
    HandOver,
    Notice,
    Paper,
    TakenBack,
)
from complaints.domain.claims.said import (
    Change,
    Decided,
    HandedOver,
    NoticeRecorded,
    Withdrawn,
)
from complaints.domain.errors import Refused
from complaints.domain.legal_clock import ZONE
from complaints.domain.legal_letters import ClaimOutcome, LawBook, LawTexts
from complaints.domain.legal_letters.letter import TooLong

MOST_PAPERS = 200
OLDEST = date(1950, 1, 1)
_WORDS = {
    Stage.NO_CLAIM: ("ce n'est plus une réclamation", "it is no claim any more"),
    Stage.WITHDRAWN: ("la réclamation a été retirée", "the claim was withdrawn"),
    Stage.DECIDED: ("la réclamation a sa décision", "the claim has its decision"),
}
_LACKING = {
    "date": (
        "happenedOn",
        "la date des faits manque : inscrivez-la avant de décider",
        "the date of the facts is missing: enter it before you decide",
    ),
    "place": (
        "place",
        "le lieu des faits manque : inscrivez-le avant de décider",
        "the place of the facts is missing: enter it before you decide",
    ),
}


@dataclass(frozen=True)
class Turn:
    """When it happens, by the borough's rules and the texts of the law."""

    now: datetime
    rules: ClaimRules
    law: LawBook

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.astimezone(ZONE).date()

    @property
    def texts(self) -> LawTexts:
        """The texts in force today."""
        return self.law.in_force(self.today)


def record_notice(state: Claim, notice: Notice, turn: Turn) -> Change:
    """The written notice came; the day of its receipt decides, whenever it is entered (LCV 585).

    Recorded anew, it replaces what was entered wrongly.
    """
    _require(state, Stage.OPEN, Stage.HANDED_OVER, Stage.DECIDED)
    _past("receivedOn", notice.received_on, turn)
    if state.happened_on is not None and notice.received_on < state.happened_on:
        raise Refused(
            "receivedOn", "before-facts", "l'avis précède les faits", "it is before the facts"
        )
    held = state.notice
    if held is not None and (held.received_on, held.means) == (notice.received_on, notice.means):
        raise Refused("receivedOn", "recorded-already", "déjà inscrit", "recorded already")
    noted = state.model_copy(update={"notice": notice})
    return noted, [NoticeRecorded(notice.received_on, turn.now)]


def state_facts(
    state: Claim,
    turn: Turn,
    *,
    happened_on: date | None,
    place: str,
    damages: tuple[Damage, ...],
) -> Change:
    """Date, place, nature of the facts, as they were asked for; what is not given stays."""
    _require(state, Stage.OPEN, Stage.HANDED_OVER)
    if happened_on is None and not place and not damages:
        raise Refused("happenedOn", "nothing-said", "rien n'est donné", "nothing is given")
    if happened_on is not None:
        _past("happenedOn", happened_on, turn)
        if state.notice is not None and state.notice.received_on < happened_on:
            raise Refused(
                "happenedOn",
                "after-notice",
                "l'avis écrit fut reçu avant cette date",
                "the written notice came before that date",
            )
    held = state.stated
    stated = held.model_copy(
        update={
            "happened_on": happened_on or held.happened_on,
            "place": place or held.place,
            "damages": damages or held.damages,
        }
    )
    return settle(state.model_copy(update={"stated": stated}), turn.rules, turn.law, turn.now)


def add_paper(state: Claim, paper: Paper) -> Change:
    """A document and its amount."""
    _require(state, Stage.OPEN, Stage.HANDED_OVER)
    if len(state.papers) >= MOST_PAPERS:
        raise Refused("title", "too-many", "trop de documents", "too many documents")
    return state.model_copy(update={"papers": (*state.papers, paper)}), []


def hand_on(state: Claim, made: HandOver, turn: Turn) -> Change:
    """To the insurer, an adjuster or the clerk; whoever claims is told in the same write."""
    _require(state, Stage.OPEN, Stage.HANDED_OVER)
    _past("on", made.on, turn)
    if state.received_at is not None and made.on < state.received_at.astimezone(ZONE).date():
        raise Refused(
            "on", "before-receipt", "précède la réclamation", "it is before the claim came"
        )
    handed = state.model_copy(update={"hand_overs": (*state.hand_overs, made)})
    try:
        letter = hand_over(handed, made, turn.rules, turn.texts)
    except TooLong:
        raise _too_long("name") from None
    told, written = with_letter(handed, letter, turn.now)
    return told, [HandedOver(made.to, turn.now), written]


def decide(state: Claim, made: Decision, turn: Turn) -> Change:
    """Accepted, in part, denied or settled; never before date and place of the facts are known."""
    _require(state, Stage.OPEN, Stage.HANDED_OVER)
    for lacking in state.lacks:
        field, fr, en = _LACKING[lacking]
        raise Refused(field, f"{lacking}-missing", fr, en)
    _check_amount(made)
    _check_reasons(made)
    decided = state.model_copy(update={"decision": made})
    try:
        letter = decision(decided, made, turn.rules, turn.texts)
    except TooLong:
        raise _too_long("reasonsFr") from None
    told, written = with_letter(decided, letter, turn.now)
    return told, [Decided(turn.now), written]


def take_back(state: Claim, said: TakenBack) -> Change:
    """Whoever claimed takes it back."""
    _require(state, Stage.OPEN, Stage.HANDED_OVER)
    return state.model_copy(update={"taken_back": said}), [Withdrawn(said.at)]


def _require(state: Claim, *stages: Stage) -> None:
    stage = stage_of(state)
    if stage not in stages:
        raise Refused("stage", stage.value, *_WORDS[stage])


def _past(field: str, on: date, turn: Turn) -> None:
    if on > turn.today:
        raise Refused(field, "in-the-future", "est dans l'avenir", "is in the future")
    if on < OLDEST:
        raise Refused(field, "too-old", "est trop ancienne", "is too long ago")


def _check_amount(made: Decision) -> None:
    is_paid = made.outcome is not ClaimOutcome.DENIED
    if is_paid and not made.amount_cents:
        raise Refused(
            "amountCents", "amount-missing", "donnez le montant versé", "give the amount paid"
        )
    if not is_paid and made.amount_cents:
        raise Refused(
            "amountCents", "not-paid", "un refus ne verse rien", "what is denied pays nothing"
        )


def _check_reasons(made: Decision) -> None:
    if made.reasons_en and not made.reasons_fr:
        raise Refused(
            "reasonsFr", "one-language", "écrivez-les en français", "write them in French too"
        )
    if made.outcome in (ClaimOutcome.DENIED, ClaimOutcome.PARTLY) and not made.reasons_fr:
        raise Refused(
            "reasonsFr",
            "reasons-missing",
            "dites pourquoi : ce qui n'est pas payé se motive",
            "say why: what is not paid needs its reasons",
        )


def _too_long(field: str) -> Refused:
    return Refused(
        field, "too-long", "la lettre serait trop longue", "the letter would be too long"
    )
