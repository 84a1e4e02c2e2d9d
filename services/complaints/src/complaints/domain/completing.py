"""What comes after an invitation: a signature, what else was missing, a no, a withdrawal (PV-18).

Pure: each gives the fact to record, and refuses what cannot be one.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaints.domain.errors import Refused
from complaints.domain.file import (
    Concluded,
    Content,
    Declined,
    Fact,
    Investigation,
    InvitationDeclined,
    Said,
    Signature,
    SignatureKind,
    Signed,
    Supplement,
    Supplemented,
)
from complaints.domain.held_files import held
from complaints.domain.proceedings import Conclusion, Result
from complaints.domain.stage import Stage, require

TAKEN_IN = (Stage.UNDECIDED, Stage.INVITED, Stage.ADMITTED, Stage.REFUSED)
BEFORE_OUTCOME = (*TAKEN_IN, Stage.INVESTIGATED)
OVER = ("l'enquête est terminée", "the investigation is over")


def sign(state: Investigation, signature: Signature, *, confirmed: bool) -> Signed:
    """A signature, by one of the three ways; each person signs once. Raises Refused.

    Paper needs the scan among the files that are here, a typed name its confirmation.
    """
    require(state, *BEFORE_OUTCOME)
    if state.content is None:
        raise Refused("stage", "no-content", "il n'y a rien à signer", "there is nothing to sign")
    _signs_once(state, signature)
    if signature.kind is SignatureKind.PAPER and (
        signature.file_id is None or held(state, signature.file_id) is None
    ):
        raise Refused(
            "fileId",
            "scan-missing",
            "joignez le papier signé au dossier et nommez-le ici",
            "add the signed paper to the file and name it here",
        )
    if signature.kind is SignatureKind.TYPED and not confirmed:
        raise Refused(
            "confirmed",
            "not-confirmed",
            "la personne doit confirmer que son nom vaut signature",
            "the person must confirm that the name stands for a signature",
        )
    return Signed(signature)


def completed_by_citizen(
    state: Investigation, signature: Signature | None, added: Supplement
) -> tuple[list[Fact], list[Refused]]:
    """What came by the counter from whoever complained, once confirmed there (PV-18, PV-39).

    In any stage but after the outcome, for nothing says in which order streams are read. What was
    there before is no supplement; a scan counts from its announcement, for its bytes follow.
    """
    facts: list[Fact] = []
    refusals: list[Refused] = []
    content, conclusion = state.content, state.proceedings.conclusion
    if conclusion is not None:
        return [], [Refused("stage", Stage.CONCLUDED.value, *OVER)]
    if signature is not None:
        try:
            _signs_once(state, signature)
            facts.append(Signed(signature))
        except Refused as refusal:
            refusals.append(refusal)
    there: list[Content | Supplement] = [*state.supplements]
    there += [content] if content is not None else []
    news = added.model_copy(
        update={
            "written": added.written and not any(one.written for one in there),
            "full_contact": added.full_contact and not any(one.full_contact for one in there),
            # What was said before was perhaps corrected since.
            "facts_on": None
            if added.facts_on in {one.facts_on for one in there}
            else added.facts_on,
        }
    )
    if news.written or news.full_contact or news.facts_on:
        facts.append(Supplemented(news))
    return facts, refusals


def supplement(state: Investigation, added: Supplement, today: date) -> Supplemented:
    """Written, full contact details, or the date of the facts. Raises Refused."""
    require(state, *TAKEN_IN)
    if not (added.written or added.full_contact or added.facts_on):
        raise Refused(
            "written",
            "nothing-added",
            "indiquez au moins ce qui est venu",
            "say at least one thing that came",
        )
    if added.facts_on is not None and added.facts_on > today:
        raise Refused(
            "factsOn",
            "in-the-future",
            "les faits ne peuvent pas être dans le futur",
            "the facts cannot be in the future",
        )
    return Supplemented(added)


def decline(state: Investigation, said: Declined, now: datetime) -> InvitationDeclined:
    """The person will not write or sign: the refusal follows (PV-18). Raises Refused."""
    require(state, Stage.INVITED)
    return InvitationDeclined(now, said)


def withdraw(
    state: Investigation, by: str, said_by: str, now: datetime
) -> tuple[Investigation, list[Said]]:
    """Whoever complained takes it back, before any outcome; the reason names who said so."""
    require(state, *BEFORE_OUTCOME)
    ended = Conclusion(result=Result.WITHDRAWN, reasons=said_by, concluded_at=now, concluded_by=by)
    return state.with_proceedings(conclusion=ended), [Concluded(now)]


def local_date(at: datetime, zone: str) -> date:
    """The date where the complaint is handled."""
    return at.astimezone(ZoneInfo(zone)).date()


def signatures(state: Investigation) -> list[Signature]:
    """All that are known: the one that came with the complaint, and those that came after it."""
    with_it = state.content.signature if state.content is not None else None
    return [*([with_it] if with_it is not None else []), *state.signatures]


def _signs_once(state: Investigation, signature: Signature) -> None:
    if _plain(signature.signer) in {_plain(one.signer) for one in signatures(state)}:
        raise Refused(
            "signer",
            "signed-already",
            "cette personne a déjà signé",
            "this person has signed already",
        )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
