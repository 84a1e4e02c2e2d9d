"""Of a question or comment that its counter does not follow up nothing is mailed (C-12, PV-15)."""

from datetime import UTC, datetime

from notifications.domain.deliveries import record
from notifications.domain.dossier import Contact, Dossier, State
from notifications.domain.facts import ContactKnown, Fact, Reclassified, Registered

AT = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
KNOWN = ContactKnown(Contact(version=1, email="eve@example.org", tracking_code="K7QF"), AT)
COMMENT = Registered("e1", AT, "prevost", "information", "commentaire", 1, acknowledged=False)
QUESTION = Registered("e1", AT, "mont-saint-hilaire", "information", "commentaire", 1)


def owed(*facts: Fact) -> list[str]:
    """Templates of what may go out."""
    dossier = Dossier(case_id="5f0c1e0a-0000-4000-8000-000000000004")
    for fact in facts:
        dossier, _ = record(dossier, fact, AT)
    return [one.template.value for one in dossier.deliveries if one.state is State.ACCEPTED]


def test_a_comment_that_is_not_followed_up_is_not_acknowledged_c_12() -> None:
    assert owed(COMMENT, KNOWN) == []
    assert owed(KNOWN, COMMENT) == []
    assert owed(QUESTION, KNOWN) == ["acknowledgement"]


def test_it_is_acknowledged_once_it_is_a_comment_no_longer_c_12() -> None:
    request = Reclassified("request", "nid-de-poule")
    assert owed(COMMENT, KNOWN, request) == ["acknowledgement"]
    assert owed(COMMENT, request, KNOWN) == ["acknowledgement"]
