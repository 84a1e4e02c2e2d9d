"""What the portal asks of a complaint: on its own page the facts, on the last one who signs it.

The conditions are those of the borough's grid (C-03); they are said here and asked for, and decided
by the complaints service alone. Nothing stops a complaint from being sent unsigned: whoever has not
signed is invited to (PV-18).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chassis.errors import Words
from ui.language import said

from intake.application.complaint_form import NOT_BOTH, UNCONFIRMED
from intake.application.form_shape import IN_THE_FUTURE
from intake.domain.complaint_rules import ComplaintRules
from intake.entrypoints.page_forms import Sent
from intake.entrypoints.uploads import Upload

TYPED, SCAN, LATER = "typed", "scan", "later"
OF_THE_FACTS = frozenset(
    {"complaint.danger", "complaint.factsOn", "complaint.dateUnknown", "complaint.about"}
)
OF_THE_SIGNATURE = frozenset(
    {"complaint.anonymous", "complaint.signing", "complaint.signer", "complaint.confirmed"}
)
NAMES = (
    *("complaint.written", "complaint.factsOn", "complaint.anonymous", "complaint.danger"),
    *("complaint.signed", "complaint.signedBy", "complaint.signer", "complaint.confirmed"),
    "complaint.about",
)
"""Fields of the counter's form that a complaint of the portal fills in."""
_CONTACT = ("contact.name", "contact.email", "contact.phone", "contact.address")
_REACHED_BY = ("contact.email", "contact.phone")

FIELDS: Mapping[str, Words] = {
    "complaint.danger": ("Danger", "Danger"),
    "complaint.factsOn": ("Date des faits", "Date of the facts"),
    "complaint.about": ("Personne ou service visé", "Person or department concerned"),
    "complaint.anonymous": ("Sans donner mon nom", "Without giving my name"),
    "complaint.signing": ("Votre signature", "Your signature"),
    "complaint.signer": ("Prénom et nom", "First and last name"),
    "complaint.confirmed": ("Confirmation de la signature", "Confirmation of the signature"),
    "scan": ("Plainte signée, numérisée", "Signed complaint, scanned"),
}
WHAT_HAPPENED: Words = ("dites ce qui s'est passé", "say what happened")
DATE_NEEDED: Words = (
    "donnez le jour des faits, ou cochez « Je ne sais pas »",
    "give the day of the facts, or tick “I do not know”",
)
NAME_NEEDED: Words = (
    "votre nom est nécessaire ; sinon, cochez « Sans donner mon nom »",
    "your name is needed; otherwise tick “Without giving my name”",
)
REPLY_NEEDED: Words = (
    "donnez un courriel ou un téléphone ; sinon, cochez « Sans donner mon nom »",
    "give an e-mail or a phone; otherwise tick “Without giving my name”",
)
SIGNING_NEEDED: Words = (
    "choisissez comment vous signez, ou dites que vous signerez plus tard",
    "choose how you sign, or say that you will sign later",
)
SIGNER_NEEDED: Words = ("écrivez votre prénom et votre nom", "write your first and last name")
SCAN_NEEDED: Words = (
    "choisissez le fichier de la plainte signée, ou signez autrement",
    "choose the file of the signed complaint, or sign another way",
)


@dataclass(frozen=True)
class Asked:
    """What a counter asks of a complaint, as its page says it; all of it false where unknown."""

    is_known: bool = False
    is_central: bool = False
    """One service sees to all complaints, never the one concerned (C-02)."""
    takes_anything: bool = False
    signed: bool = False
    max_age_days: int | None = None
    earliest_on: date | None = None
    invitation_days: int = 0
    anonymous: bool = False
    is_late: bool = False
    """The facts are too old to be filed today (PV-38)."""
    is_future: bool = False

    @classmethod
    def of(cls, rules: ComplaintRules | None, given: Mapping[str, str], today: date) -> "Asked":
        """`today` is a local date."""
        facts_on = _date(given.get("complaint.factsOn", ""))
        is_future = facts_on is not None and facts_on > today
        if rules is None:
            return cls(is_future=is_future)
        earliest_on = rules.earliest_on(today)
        return cls(
            is_known=True,
            is_central=rules.model == "central",
            takes_anything=rules.takes_anything,
            signed=rules.signed,
            max_age_days=rules.max_age_days,
            earliest_on=earliest_on,
            invitation_days=rules.invitation_days,
            anonymous=rules.anonymous,
            is_late=bool(facts_on and earliest_on and facts_on < earliest_on),
            is_future=is_future,
        )

    @property
    def needs_contact(self) -> bool:
        """Full contact details are asked for (PV-39)."""
        return self.is_known and not self.takes_anything


def missing(given: Mapping[str, str], asked: Asked | None, language: str) -> dict[str, str]:
    """What a complaint lacks at the portal, by field; `asked` None: it is no complaint."""
    if asked is None:
        return {}
    faults: dict[str, Words] = {}
    if not given.get("description"):
        faults["description"] = WHAT_HAPPENED
    if asked.max_age_days is not None and not (
        given.get("complaint.factsOn") or given.get("complaint.dateUnknown")
    ):
        faults["complaint.factsOn"] = DATE_NEEDED
    if asked.is_future:
        faults["complaint.factsOn"] = IN_THE_FUTURE
    if given.get("complaint.anonymous"):
        if given.get("complaint.signing") in (TYPED, SCAN):
            faults["complaint.anonymous"] = NOT_BOTH
    else:
        faults |= _who(given, asked)
    return {name: said(words, language) for name, words in faults.items()}


def signed(sent: Sent) -> Sent:
    """What was sent, with how it is signed: as it was chosen, else as what was filled in tells."""
    if sent["complaint.signing"]:
        return sent
    how = SCAN if "scan" in sent.files else TYPED if sent["complaint.confirmed"] else ""
    return Sent({**sent.given, **({"complaint.signing": how} if how else {})}, sent.files)


def unscanned(given: Mapping[str, str], scan: Upload | None, language: str) -> dict[str, str]:
    """Whoever signs by a scan sends it."""
    is_lacking = given.get("complaint.signing") == SCAN and scan is None
    return {"scan": said(SCAN_NEEDED, language)} if is_lacking else {}


def told(given: Mapping[str, str]) -> dict[str, str]:
    """The fields of the portal as the counter's form has them; a typed complaint is written."""
    signing = given.get("complaint.signing", "")
    is_signed = signing in (TYPED, SCAN)
    is_anonymous = bool(given.get("complaint.anonymous")) or not any(map(given.get, _CONTACT))
    return {
        "complaint.written": "true",
        "complaint.anonymous": "true" if is_anonymous else "false",
        "complaint.factsOn": ""
        if given.get("complaint.dateUnknown")
        else given.get("complaint.factsOn", ""),
        "complaint.signed": "true" if is_signed else "",
        "complaint.signedBy": {TYPED: "typed", SCAN: "paper"}.get(signing, ""),
        "complaint.signer": given.get("complaint.signer", "") if is_signed else "",
        "complaint.confirmed": given.get("complaint.confirmed", "") if signing == TYPED else "",
    }


def _who(given: Mapping[str, str], asked: Asked) -> dict[str, Words]:
    """Whom to answer, and how it is signed; nothing of it where any expression is taken (C-03)."""
    faults: dict[str, Words] = {}
    if asked.needs_contact and not given.get("contact.name"):
        faults["contact.name"] = NAME_NEEDED
    if asked.needs_contact and not any(map(given.get, _REACHED_BY)):
        faults["contact.email"] = REPLY_NEEDED
    signing = given.get("complaint.signing", "")
    if asked.signed and signing not in (TYPED, SCAN, LATER):
        faults["complaint.signing"] = SIGNING_NEEDED
    if signing in (TYPED, SCAN) and not given.get("complaint.signer"):
        faults["complaint.signer"] = SIGNER_NEEDED
    if signing == TYPED and not given.get("complaint.confirmed"):
        faults["complaint.confirmed"] = UNCONFIRMED
    return faults


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
