"""`guichet events`: a wrong argument is answered by the right ones, before anything is reached."""

import pytest
from guichet.events_command import app
from typer.testing import CliRunner

CASES = "intake-cases"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tail", "intake-casse"], "intake-cases, intake-contacts"),
        (["tail", CASES, "--type", "intake.case-sung.v1"], "intake.case-registered.v1"),
        (["tail", CASES, "--type", "sla.commitment-met.v1"], "on intake-cases: "),
        (["tail", CASES, "--from", "yesterday"], "beginning, now, an offset"),
        (["tail", CASES, "--language", "la"], "fr or en"),
        (["publish", "-", "--topic", CASES], "yours: pilot-requests"),
        (["publish", "nowhere.jsonl"], "nowhere.jsonl"),
        (["publish", "-", "--wait-seconds", "0"], "--wait-seconds"),
    ],
)
def test_what_is_not_known_is_answered_by_what_is(arguments: list[str], said: str) -> None:
    ran = CliRunner(env={"COLUMNS": "400", "TERM": "dumb"}).invoke(app, arguments)
    assert ran.exit_code == 2
    assert said in ran.stderr


def test_checking_needs_no_broker_and_no_key() -> None:
    good = '{"request_id": "r-1", "borough": "anjou"}'
    ran = CliRunner().invoke(app, ["publish", "-", "--check"], input=good)
    assert ran.exit_code == 0
    assert "1 good, 0 faults" in ran.stderr
    ran = CliRunner().invoke(app, ["publish", "-", "--check"], input='{"borough": "anjou"}')
    assert ran.exit_code == 1
    assert "-: line 1: request_id: missing" in ran.stderr
