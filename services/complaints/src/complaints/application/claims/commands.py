"""What the clerk does with a claim, each one function of a form: pure, all raise Refused."""

from collections.abc import Callable
from dataclasses import dataclass

from complaints.application.claims.forms import (
    DecisionForm,
    FactsForm,
    HandOverForm,
    NoticeForm,
    PaperForm,
    WithdrawalForm,
)
from complaints.domain.claims import acting
from complaints.domain.claims.acting import Turn
from complaints.domain.claims.claim import Claim
from complaints.domain.claims.parts import Decision, HandOver, Notice, Paper, TakenBack
from complaints.domain.claims.said import Change


@dataclass(frozen=True)
class Hand:
    """Who acts in a turn, and where new ids come from."""

    by: str
    turn: Turn
    new_id: Callable[[], str]


def record_notice(state: Claim, form: NoticeForm, hand: Hand) -> Change:
    """The written notice of the law came."""
    notice = Notice(
        received_on=form.received_on,
        means=form.means,
        recorded_at=hand.turn.now,
        recorded_by=hand.by,
    )
    return acting.record_notice(state, notice, hand.turn)


def state_facts(state: Claim, form: FactsForm, hand: Hand) -> Change:
    """Date, place, nature of the facts."""
    return acting.state_facts(
        state,
        hand.turn,
        happened_on=form.happened_on,
        place=form.place,
        damages=tuple(dict.fromkeys(form.damages)),
    )


def add_paper(state: Claim, form: PaperForm, hand: Hand) -> Change:
    """A document and its amount."""
    paper = Paper(
        paper_id=hand.new_id(),
        kind=form.kind,
        title=form.title,
        amount_cents=form.amount_cents,
        added_at=hand.turn.now,
        added_by=hand.by,
    )
    return acting.add_paper(state, paper)


def hand_over(state: Claim, form: HandOverForm, hand: Hand) -> Change:
    """To the insurer, an adjuster, the clerk; with the letter that says so."""
    made = HandOver(
        to=form.to,
        name=form.name,
        on=form.on,
        reference=form.reference,
        recorded_at=hand.turn.now,
        recorded_by=hand.by,
    )
    return acting.hand_on(state, made, hand.turn)


def decide(state: Claim, form: DecisionForm, hand: Hand) -> Change:
    """The decision, with the letter in the same write."""
    made = Decision(
        outcome=form.outcome,
        amount_cents=form.amount_cents,
        reasons_fr=form.reasons_fr,
        reasons_en=form.reasons_en,
        decided_at=hand.turn.now,
        decided_by=hand.by,
    )
    return acting.decide(state, made, hand.turn)


def take_back(state: Claim, form: WithdrawalForm, hand: Hand) -> Change:
    """Taken back, as the clerk was told."""
    said = TakenBack(said_by=form.said_by, at=hand.turn.now, recorded_by=hand.by)
    return acting.take_back(state, said)
