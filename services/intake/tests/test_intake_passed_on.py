"""What people at routing did with a case stands in its timeline, for staff and for the citizen."""

import pytest
from contracts import Received
from contracts.events.moves import CaseAcceptedV1
from contracts.registry import Event
from guichet_testing.case_events import CASE, handed_over_to_authority
from guichet_testing.toy import NOW, envelope_of
from intake.entrypoints.timeline_handlers import OF_TIMELINE
from intake.entrypoints.words import PUBLIC_LINES, STAFF_LINES

ACCEPTED = CaseAcceptedV1(
    case_id=CASE, accepted_at=NOW, responsible_borough="prevost", department="travaux-publics"
)


@pytest.mark.parametrize(
    ("event", "told_fr"),
    [
        (ACCEPTED, "pris votre demande en charge"),
        (handed_over_to_authority(), "Hydro-Québec, le 2026-11-20 (dossier DM-2026-04417)"),
    ],
)
def test_the_citizen_and_the_staff_read_it(event: Event, told_fr: str) -> None:
    outcome = OF_TIMELINE[type(event)](None, Received(envelope_of(event, CASE, 1), event), NOW)
    assert outcome is not None
    (line,) = outcome.state.lines
    for words in (PUBLIC_LINES[line.what], STAFF_LINES[line.what]):
        for language in words:
            assert "{" not in language.format(**line.params)
    assert told_fr in PUBLIC_LINES[line.what][0].format(**line.params)
