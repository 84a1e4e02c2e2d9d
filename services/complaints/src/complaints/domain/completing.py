"""What comes after an invitation: a signature, what else was missing, a no, a withdrawal (PV-18).

Pure: each gives the fact to record, and refuses what cannot be one.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaints.domain.errors import Refused
from complaints.domain.file import (
    Concluded,
    Declined,
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


def sign(state: Investigation, signature: Signature, *, confirmed: bool) -> Signed:
    """A signature, by one of the three ways; each person signs once. Raises Refused.

    Paper needs the scan among the files that are here, a typed name its confirmation.
    """
    require(state, *BEFORE_OUTCOME)
    if state.content is None:
        raise Refused("stage", "no-content", "il n'y a rien à signer", "there is nothing to sign")
    if _plain(signature.signer) in {_plain(one.signer) for one in state.signatures}:
        raise Refused(
            "signer",
            "signed-already",
            "cette personne a déjà signé",
            "this person has signed already",
        )
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


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
