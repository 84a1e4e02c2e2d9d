"""What is told of a case, one value for each kind of news, and how its dossier learns it.

Each topic writes fields of its own, so the order between topics does not matter.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar, assert_never

from notifications.domain.dossier import (
    AnswerNews,
    AssignmentNews,
    ClaimNoticeNews,
    ClosingNews,
    CodeAsked,
    CompletionNews,
    Contact,
    Dossier,
    ElectedNews,
    ExtensionNews,
    HandOverNews,
    Joining,
    LetterNews,
    QuestionNews,
    Registration,
    ReopeningNews,
)
from notifications.domain.list_news import ListTold, heard

COMPLAINT, INFORMATION = "complaint", "information"
N = TypeVar("N", CompletionNews, ClosingNews, ReopeningNews, QuestionNews)


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in: to be acknowledged."""

    event_id: str
    at: datetime
    borough: str
    kind: str
    activity: str
    contacts_version: int
    acknowledged: bool = True
    """False: a question or comment that its counter does not follow up (C-12)."""


@dataclass(frozen=True, slots=True)
class Reclassified:
    """Kind or activity changed (PV-13)."""

    kind: str
    activity: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Handled at first contact: nothing more to tell (PV-15)."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took the case back."""


@dataclass(frozen=True, slots=True)
class Completed:
    """The work was done. `public_text`: what the responsable wrote for the citizen (PV-56)."""

    event_id: str
    at: datetime
    done_on: str | None = None
    public_text: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """The counter closed it, with work done or without any."""

    event_id: str
    at: datetime
    without_work: bool


@dataclass(frozen=True, slots=True)
class Reopened:
    """Open again, after whatever end."""

    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimNoticeGiven:
    """Of the legal notice of a claim the citizen is told in writing too."""

    event_id: str
    at: datetime
    days: int
    to_fr: str
    to_en: str
    requester_id: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """Whoever brought the case is asked something; the words stay at the counter."""

    event_id: str
    at: datetime
    question_id: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The answer came."""

    event_id: str
    at: datetime
    question_id: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """A department has the case, at first or instead of another."""

    event_id: str
    at: datetime
    borough: str
    department: str
    grid_version: int
    department_fr: str = ""
    department_en: str = ""
    reception: str = ""
    """Staff id of the responsable de la réception (PV-31)."""


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Nobody has the case (any more)."""


@dataclass(frozen=True, slots=True)
class GivenToAuthority:
    """Another authority has the case."""

    event_id: str
    at: datetime
    on: str
    authority_fr: str
    authority_en: str
    file_number: str


@dataclass(frozen=True, slots=True)
class ElectedStep:
    """A step of a case that an elected official brought. `person`: who is told (staff id)."""

    event_id: str
    at: datetime
    borough: str
    state: str
    person: str


@dataclass(frozen=True, slots=True)
class ContactKnown:
    """A version of the contacts; an older one than held changes nothing. `at`: when it was said."""

    contact: Contact
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactErased:
    """The contacts up to this version are gone for good."""

    version: int


Fact = (
    Registered
    | Reclassified
    | Answered
    | Withdrawn
    | Completed
    | Closed
    | Reopened
    | ClaimNoticeGiven
    | QuestionAsked
    | QuestionAnswered
    | Assigned
    | Unrouted
    | GivenToAuthority
    | ElectedStep
    | ExtensionNews
    | LetterNews
    | ContactKnown
    | ContactErased
    | ListTold
)


def learn(dossier: Dossier, fact: Fact) -> Dossier:
    """The dossier with one more fact; each topic writes fields of its own."""
    return dossier.model_copy(update=_news(dossier, fact))


def _news(dossier: Dossier, fact: Fact) -> dict[str, object]:
    match fact:
        case Registered():
            registration = Registration(
                event_id=fact.event_id,
                at=fact.at,
                borough=fact.borough,
                activity=fact.activity,
                contacts_version=fact.contacts_version,
                acknowledged=fact.acknowledged,
            )
            return {"registration": registration, "kind": fact.kind, "activity": fact.activity}
        case Reclassified():
            over = {"questions": _over(dossier.questions)} if fact.kind == COMPLAINT else {}
            return {"kind": fact.kind, "activity": fact.activity, **over}
        case Answered():
            return {"answered": True, "was_answered": True, **_ended(dossier)}
        case Withdrawn():
            return {"withdrawn": True, **_ended(dossier)}
        case Completed():
            done = CompletionNews(
                event_id=fact.event_id,
                at=fact.at,
                done_on=fact.done_on,
                public_text=fact.public_text,
            )
            return {"completions": (*dossier.completions, done), **_ended(dossier)}
        case Closed():
            closing = ClosingNews(
                event_id=fact.event_id, at=fact.at, without_work=fact.without_work
            )
            return {"closings": (*dossier.closings, closing), **_ended(dossier)}
        case Reopened():
            return _reopened(dossier, fact)
        case ClaimNoticeGiven():
            notice = ClaimNoticeNews(
                event_id=fact.event_id,
                at=fact.at,
                days=fact.days,
                to_fr=fact.to_fr,
                to_en=fact.to_en,
                requester_id=fact.requester_id,
            )
            return {"claim_notices": (*dossier.claim_notices, notice)}
        case QuestionAsked(event_id, at, question_id):
            asked = QuestionNews(event_id=event_id, question_id=question_id, at=at)
            return {"questions": (*_over(dossier.questions), asked)}
        case QuestionAnswered(event_id, at):
            answer = AnswerNews(event_id=event_id, at=at)
            return {
                "questions": _over(dossier.questions),
                "answers": (*dossier.answers, answer),
            }
        case Assigned():
            held = dossier.assignments
            same = bool(held) and held[-1].department == fact.department
            given = AssignmentNews(
                event_id=fact.event_id,
                at=fact.at,
                borough=fact.borough,
                department=fact.department,
                grid_version=fact.grid_version,
                is_news_to_citizen=not (same and dossier.is_assigned),
                department_fr=fact.department_fr or fact.department,
                department_en=fact.department_en or fact.department,
                reception=fact.reception,
            )
            return {"assignments": (*held, given), "is_assigned": True}
        case Unrouted():
            return {"is_assigned": False}
        case GivenToAuthority():
            given_to = HandOverNews.model_validate(asdict(fact))
            return {"hand_overs": (*dossier.hand_overs, given_to)}
        case ElectedStep():
            step = ElectedNews.model_validate(asdict(fact))
            return {"elected": (*dossier.elected, step)}
        case ExtensionNews():
            return {"extensions": (*dossier.extensions, fact)}
        case ListTold():
            return heard(dossier.lists, fact)
        case LetterNews(letter_id=letter_id):
            is_held = any(one.letter_id == letter_id for one in dossier.letters)
            return {} if is_held else {"letters": (*dossier.letters, fact)}
        case ContactKnown(contact):
            version = max(dossier.contact.version if dossier.contact else 0, dossier.erased_version)
            return _contact(dossier, contact, fact.at) if contact.version > version else {}
        case ContactErased(version):
            kept = dossier.contact
            gone = kept is not None and kept.version <= version
            return {
                "erased_version": max(dossier.erased_version, version),
                "contact": None if gone else kept,
            }
    assert_never(fact)


def _ended(dossier: Dossier) -> dict[str, object]:
    """What an end makes untrue: that the case is open again, that an answer is waited for."""
    return {"reopenings": _over(dossier.reopenings), "questions": _over(dossier.questions)}


def _reopened(dossier: Dossier, fact: Reopened) -> dict[str, object]:
    """What was said of its end and has not left the house stays here."""
    reopening = ReopeningNews(event_id=fact.event_id, at=fact.at, was_withdrawn=dossier.withdrawn)
    return {
        "answered": False,
        "withdrawn": False,
        "completions": _over(dossier.completions),
        "closings": _over(dossier.closings),
        "reopenings": (*dossier.reopenings, reopening),
    }


def _over(news: tuple[N, ...]) -> tuple[N, ...]:
    return tuple(one.model_copy(update={"is_over": True}) for one in news)


def _contact(dossier: Dossier, contact: Contact, at: datetime) -> dict[str, object]:
    """Who joined once stays known by id: what was owed must not depend on what came first."""
    known = {one.requester_id for one in dossier.joinings}
    new = [Joining(requester_id=name, at=at) for name in contact.joined if name not in known]
    said: list[tuple[str | None, datetime | None]] = [(None, contact.code_asked_at)]
    said += [(name, one.code_asked_at) for name, one in contact.joined.items()]
    # The contacts say it again with every version: what is known by its time is not news.
    asked = [CodeAsked(requester_id=name, at=when) for name, when in said if when is not None]
    fresh = [one for one in asked if one not in dossier.codes_asked]
    return {
        "contact": contact,
        "joinings": (*dossier.joinings, *new),
        "codes_asked": (*dossier.codes_asked, *fresh),
    }
