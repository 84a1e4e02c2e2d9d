"""What the other services say of one case, as notifications hears it."""

from datetime import date

from contracts import Event
from contracts.events import complaints, intake, moves, routing
from contracts.words import Language, LetterKind, UnroutedOutcome

from guichet_testing.toy import NOW

CASE = "5f0c1e0a-0000-4000-8000-00000000000a"
SECRET_WORDS = "Il reste du temps jusqu’au 5 décembre 2026 inclus."
NAME, EMAIL, CODE = "Ève Serin-Canari", "serin.canari@example.org", "CANARI-7QF2"


def registered(kind: str = "request", contacts_version: int = 1) -> Event:
    """The case was registered."""
    return intake.CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": kind,
            "activity": "Nid-de-poule",
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": contacts_version,
        }
    )


def contacts(
    email: str | None = EMAIL,
    version: int = 1,
    joined: tuple[str, ...] = (),
    *,
    address: str | None = None,
    by_post: bool = False,
    language: str = "fr",
) -> Event:
    """Whom to tell; `joined`: ids of who joined. `address`: where letters may go by post."""
    return intake.CaseContactsRecordedV1(
        case_id=CASE,
        version=version,
        name=NAME,
        email=email,
        tracking_code=CODE,
        postal_address=address,
        by_post=by_post,
        language=Language(language),
        joined=[
            intake.JoinedRequester(
                requester_id=one,
                name=f"{NAME} {one}",
                email=f"{one}.{EMAIL}",
                tracking_code=f"{CODE}-{one}",
            )
            for one in joined
        ],
    )


def assigned(department: str = "tp") -> Event:
    """A department has it."""
    return routing.CaseAssignedV1(
        case_id=CASE,
        decided_at=NOW,
        reason_fr="essai",
        reason_en="test",
        responsible_borough="prevost",
        department=department,
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="staff-1",
        grid_version=1,
        rule="r1",
    )


def reclassified(kind: str) -> Event:
    """The kind changed."""
    return intake.CaseReclassifiedV1.model_validate(
        {"case_id": CASE, "kind": kind, "activity": "Nid-de-poule", "reclassified_at": NOW}
    )


def withdrawn() -> Event:
    """The citizen took it back."""
    return intake.CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW)


def completed() -> Event:
    """The work was done."""
    return intake.CaseCompletedV1(case_id=CASE, done_on=date(2026, 11, 1), completed_at=NOW)


def letter(
    letter_id: str = "letter-1",
    kind: str = "invitation",
    *,
    to: complaints.Addressee | None = None,
    post_by_on: date | None = None,
) -> Event:
    """Complaints wrote to whoever brought the case, or to a third party."""
    return complaints.LetterWrittenV1(
        case_id=CASE,
        letter_id=letter_id,
        kind=LetterKind(kind),
        subject_fr="Votre plainte",
        subject_en="Your complaint",
        body_fr=f"Signez votre plainte.\n\n{SECRET_WORDS}",
        body_en="Please sign your complaint.",
        written_at=NOW,
        addressee=to,
        post_by_on=post_by_on,
    )


def closed(without_work: bool = True) -> Event:
    """The counter closed it."""
    return intake.CaseClosedV1(case_id=CASE, closed_at=NOW, without_work=without_work)


def reopened() -> Event:
    """It is open again."""
    return intake.CaseReopenedV1(case_id=CASE, reopened_at=NOW, reason="not-resolved")


def question_asked(question_id: str = "q1") -> Event:
    """Whoever brought the case was asked something."""
    return intake.QuestionAskedV1(
        case_id=CASE, question_id=question_id, asked_at=NOW, contacts_version=1
    )


def question_answered(question_id: str = "q1") -> Event:
    """They answered."""
    return intake.QuestionAnsweredV1(case_id=CASE, question_id=question_id, answered_at=NOW)


def claim_notice() -> Event:
    """The notice of claims was told at the counter."""
    return intake.ClaimNoticeGivenV1(
        case_id=CASE,
        given_at=NOW,
        days=15,
        contacts_version=1,
        to_fr="Greffe de la Ville de Prévost",
        to_en="Clerk’s office of the town of Prévost",
    )


def handed_over_to_authority(authority: str = "hydro-quebec") -> Event:
    """Another authority was given the case."""
    return moves.CaseHandedOverV1(
        case_id=CASE,
        handed_over_at=NOW,
        handed_over_on=NOW.date(),
        authority=authority,
        authority_fr="Hydro-Québec",
        authority_en="Hydro-Québec",
        file_number="DM-2026-04417",
    )


def unrouted() -> Event:
    """Nobody of the house has it: another authority answers."""
    return routing.CaseUnroutedV1(
        case_id=CASE,
        decided_at=NOW,
        reason_fr="Relève d'une autre autorité.",
        reason_en="Another authority answers.",
        outcome=UnroutedOutcome.OTHER_AUTHORITY,
    )


def elected_case_moved(state: str = "reported") -> Event:
    """A case that an elected official brought is a step further."""
    return moves.ElectedCaseMovedV1(
        case_id=CASE,
        state=moves.ElectedState(state),
        moved_at=NOW,
        borough="prevost",
        official="conseillere-3",
        general_director="direction-generale",
        director="direction-tp",
    )
