"""What everybody may know of a case: chosen field by field, and nothing of what is no request."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

import pytest
from contracts.words import Channel, Kind
from hypothesis import given
from hypothesis import strategies as st
from intake.domain import closing, noting
from intake.domain.attachment import Attachment, AttachmentKind
from intake.domain.case import Case
from intake.domain.dossier import ClaimNotice, Note, Place, Requester, Status
from intake.domain.errors import Refused
from intake.domain.joining import join
from intake.domain.public_index import public_fields
from intake.domain.public_request import PublicStatus, public_facts, public_updates

from services.intake.tests.conftest import NOW
from services.intake.tests.public_samples import HERE, assigned, brought, completed

LATER = NOW + timedelta(days=2)
PRIVATE = ("Alix", "alix", "13665", "trou profond", "hash")


def closed(case: Case, text: str | None = None) -> Case:
    case = closing.close(completed(assigned(case)), by="tech-pr", now=LATER)[0]
    if text is None:
        return case
    note = Note(
        note_id="n-public",
        text=text,
        is_public=True,
        by="tech-pr",
        acted_at=LATER,
        entered_at=LATER,
    )
    return noting.note(case, note)[0]


@pytest.mark.parametrize(
    ("case", "status", "standing"),
    [
        (brought(), PublicStatus.OPEN, Status.REGISTERED),
        (assigned(brought()), PublicStatus.OPEN, Status.ASSIGNED),
        (completed(assigned(brought())), PublicStatus.OPEN, Status.COMPLETED),
        (closed(brought()), PublicStatus.CLOSED, Status.CLOSED),
        (brought().withdraw(LATER, "citizen")[0], PublicStatus.CLOSED, Status.WITHDRAWN),
    ],
)
def test_pv_57_a_request_is_closed_by_its_validation_and_not_by_the_work(
    case: Case, status: PublicStatus, standing: Status
) -> None:
    facts = public_facts(case)
    assert facts is not None
    assert (facts.status, facts.standing) == (status, standing)
    assert (facts.closed_at is not None) == (status is PublicStatus.CLOSED)
    updates = public_updates(case)
    assert updates[-1].status is status
    assert facts.updated_at == updates[-1].at


STEPS: Mapping[str, Callable[[Case], Case]] = {
    "assign": assigned,
    "complete": completed,
    "withdraw": lambda case: case.withdraw(LATER, "citizen")[0],
    "close": lambda case: closing.close(case, by="t", now=LATER, without_work=True)[0],
    "reclassify": lambda case: case.reclassify(
        Kind.CLAIM, "", is_of_grid=False, by="t", now=LATER, description="Autrement"
    )[0],
}


@given(
    st.sampled_from([kind for kind in Kind if kind is not Kind.REQUEST]),
    st.lists(st.sampled_from(sorted(STEPS)), max_size=5),
    st.booleans(),
)
def test_pv_44_nothing_is_told_of_what_is_no_request_whatever_happens(
    kind: Kind, steps: list[str], claims_are_requests: bool
) -> None:
    case = brought(kind=kind, claims_are_requests=claims_are_requests)
    for step in steps:
        with suppress(Refused):
            case = STEPS[step](case)
    assert public_facts(case) is None
    assert public_updates(case) == []
    assert public_fields(case) == {"public": None, "public_updates": [], "public_keys": []}


def test_a_request_that_turns_out_to_be_a_complaint_is_told_no_more_pv_44() -> None:
    case = assigned(brought())
    assert public_facts(case) is not None
    changed = case.reclassify(Kind.COMPLAINT, "", is_of_grid=False, by="tech-pr", now=LATER)[0]
    assert public_fields(changed)["public"] is None


def test_what_was_rejected_or_is_awaited_is_not_told() -> None:
    awaited = assigned(Case(case_id="c", borough=HERE))
    assert awaited.status is Status.AWAITED
    assert public_facts(awaited) is None
    assert public_facts(Case(case_id="c", borough=HERE).reject([], NOW)) is None


def test_no_words_and_no_contact_of_a_citizen_are_in_the_record() -> None:
    case = closed(brought(), "Le nid-de-poule est réparé.")
    kept = str({**public_fields(case), "longitude": None})
    assert "réparé" in kept
    assert all(one not in kept for one in PRIVATE)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour Alix, c'est réparé.",
        "Nous avons rappelé M. Untel.",
        "Écrivez à voirie@example.org.",
        "Appelez le 514 555-0199.",
        "Réparé devant le 13665.",
        "Réparé au H9A 2Z4.",
    ],
)
def test_pv_56_a_closing_text_that_tells_of_somebody_stays_with_the_citizen(text: str) -> None:
    facts = public_facts(closed(brought(), text))
    assert facts is not None
    assert facts.closing_text == ""


def test_pv_56_the_public_words_of_a_closing_are_told_with_it_alone() -> None:
    words = "Asphalte posé sur 2 m."
    case = closed(brought(), words)
    facts = public_facts(case)
    assert facts is not None
    assert facts.closing_text == words
    assert [one.text for one in public_updates(case)] == ["", "", "", words]
    reopened = closing.reopen(case, closing.Reason.MISTAKE, by="t", now=LATER)[0]
    again = public_facts(reopened)
    assert again is not None
    assert (again.closing_text, again.status) == ("", PublicStatus.OPEN)


def test_an_activity_in_words_of_a_citizen_is_not_told_pr_02() -> None:
    facts = public_facts(brought(activity="Chat de Mme Untel", is_of_grid=False))
    assert facts is not None
    assert facts.activity == ""


def test_requesters_are_counted_by_channel_as_the_city_counts_them() -> None:
    case = brought()
    for number, channel in enumerate([Channel.PHONE, Channel.WEB]):
        joined = Requester(
            requester_id=str(number), channel=channel, joined_at=LATER, tracking_hash=str(number)
        )
        case = join(case, joined)[0]
    facts = public_facts(case)
    assert facts is not None
    assert facts.channels == {"phone": 2, "web": 1}
    assert [one.what for one in public_updates(case)] == ["registered"]


def test_only_photos_that_staff_made_public_are_for_all() -> None:
    def photo(name: str, **changes: object) -> Attachment:
        whole = {
            "attachment_id": name,
            "kind": AttachmentKind.PHOTO,
            "media_type": "image/jpeg",
            "size_bytes": 1,
            "digest": "d",
            "name": "p.jpg",
            "added_at": NOW,
            "by": "t",
        }
        return Attachment.model_validate(whole | changes)

    files = (photo("a"), photo("b", is_public=True), photo("c", is_public=True, owner="hash"))
    facts = public_facts(brought().model_copy(update={"attachments": files}))
    assert facts is not None
    assert facts.photos == ("b",)


def test_an_update_keeps_its_id_and_its_place_whatever_comes_after() -> None:
    before = public_updates(completed(brought()))
    after = public_updates(closed(brought(), "Fait."))
    known = {one.update_id: (one.at, one.what) for one in after}
    assert all(known[one.update_id] == (one.at, one.what) for one in before)
    assert [one.what for one in after] == ["registered", "assigned", "completed", "closed"]


def test_of_a_long_journal_the_first_line_is_told_still() -> None:
    case = closed(brought()).model_copy(update={"journal": (), "journal_moved": 100})
    assert [one.what for one in public_updates(case)] == ["registered", "assigned"]


def test_a_case_is_found_by_day_while_open_and_by_its_closing_in_each_borough() -> None:
    here = public_fields(assigned(brought(), to="verdun"))["public_keys"]
    assert here == [
        *(f"{HERE}|2026-06-15", f"{HERE}|open", f"{HERE}|updated|2026-06-15"),
        *("verdun|2026-06-15", "verdun|open", "verdun|updated|2026-06-15"),
    ]
    ended = public_fields(closed(brought()))["public_keys"]
    assert f"{HERE}|closed|2026-06-17" in ended
    assert f"{HERE}|open" not in ended


def test_the_notice_of_a_claim_is_no_public_update() -> None:
    notice = ClaimNotice(days=15, to_fr="", to_en="", given_at=NOW)
    case = brought(notice=notice)
    assert len(case.journal) == 2
    assert [one.what for one in public_updates(case)] == ["registered"]


def test_a_place_made_precise_is_told_without_who_did_it() -> None:
    place = Place(longitude=-73.8, latitude=45.5, address="rue Gouin", located_by="tech-pr")
    case = noting.locate(brought(), place, by="tech-pr", now=LATER)[0]
    assert [one.what for one in public_updates(case)] == ["registered", "located"]
    assert "tech-pr" not in str(public_fields(case))
