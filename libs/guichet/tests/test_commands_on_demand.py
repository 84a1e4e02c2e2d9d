"""Each command of `guichet` brings in what it needs itself: nobody waits for what others need."""

import json
import subprocess
import sys

import pytest
from guichet.__main__ import COMMANDS, app
from guichet_testing.deadlines import ASKED, INLINE
from typer.testing import CliRunner

# Servers, drivers, maps, names of streets: each costs a good part of a second to bring in.
HEAVY = {
    *("aiokafka", "cryptography", "fastapi", "intake", "motor", "numpy", "pymongo", "rapidfuzz"),
    *("shapely", "starlette", "uvicorn"),
}
WATCHED = """
import json, sys
from guichet.__main__ import app
try:
    app(sys.argv[1:])
finally:
    sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


def modules_of(*arguments: str, said: str = "") -> set[str]:
    """What a process has imported once it is done with that command."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        input=said,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stderr.splitlines()[-1])
    return set(found)


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_a_delay_with_its_own_calendar_needs_no_borough_and_no_server() -> None:
    found = modules_of("deadline", said=json.dumps({**ASKED, "calendar": INLINE}) + "\n")
    assert "sla.domain.counting" in found
    assert not packages(found) & (HEAVY | {"contracts", "holidays"})
    assert not any(name.startswith("routing.adapters") for name in found)


def test_pv_33_the_dates_of_lists_need_the_manifests_and_no_more() -> None:
    found = modules_of("lists", "plan", "--borough", "Prévost", "--year", "2027", "--json")
    assert "routing.adapters.manifests_toml" in found
    assert not packages(found) & HEAVY


@pytest.mark.parametrize("arguments", [("deadletters", "--help"), ("lists", "plan", "--help")])
def test_help_on_a_command_brings_in_that_command_alone(arguments: tuple[str, ...]) -> None:
    found = modules_of(*arguments)
    assert not packages(found) & HEAVY
    others = {f"guichet.{one.partition(':')[0]}" for one in COMMANDS.values()}
    assert len(others & found) == 1


def test_all_commands_are_told_and_an_unknown_one_is_refused() -> None:
    told = CliRunner().invoke(app, ["--help"])
    assert told.exit_code == 0, told.output
    assert all(f" {name} " in told.output for name in COMMANDS)
    unknown = CliRunner().invoke(app, ["nonsense"])
    assert unknown.exit_code == 2
    assert "nonsense" in unknown.output
