"""`guichet route` as it is called: lines in, lines out, and the exit code."""

import datetime
import io
import json
import subprocess
import sys
from typing import Any

import pytest
from guichet.__main__ import app
from guichet.json_lines import BOM
from guichet.route_command import answer_all
from routing.adapters.snapshot_files import read_snapshot
from routing.application.dry_run import DryRun, Wishes
from routing.application.dry_run_lines import LONGEST_LINE
from routing.application.snapshot import Snapshot
from typer.testing import CliRunner

POTHOLE = '{"activity": "Nid-de-poule", "borough": "Anjou"}'
LIGHT = '{"activity": "Éclairage existant - Entretien", "borough": "Verdun"}'


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_snapshot(None)


def poured(snapshot: Snapshot, source: bytes) -> tuple[list[dict[str, Any]], int]:
    """What is answered to these bytes, and how many lines could not be read."""
    target = io.BytesIO()
    run = DryRun(snapshot, Wishes(today=datetime.date(2026, 11, 20)))
    refused = answer_all(run, io.BytesIO(source), target)
    return [json.loads(line) for line in target.getvalue().splitlines()], refused


def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on(snapshot: Snapshot) -> None:
    said, refused = poured(snapshot, f"{POTHOLE}\nnon\n\n{LIGHT}".encode())
    assert [line.get("unit") for line in said] == ["ANJOU", None, "VERDUN"]
    assert said[1]["error"]["innererror"] == {"line": 2}
    assert refused == 1


def test_byte_order_mark_line_ends_and_blank_lines_mean_nothing(snapshot: Snapshot) -> None:
    said, refused = poured(snapshot, BOM + f"{POTHOLE}\r\n \r\n\r\n{POTHOLE}\r\n".encode())
    assert ([line["unit"] for line in said], refused) == (["ANJOU", "ANJOU"], 0)
    assert poured(snapshot, b"") == ([], 0)


def test_a_huge_line_is_one_error_and_the_next_is_read_whole(snapshot: Snapshot) -> None:
    for length in (LONGEST_LINE + 1, 3 * LONGEST_LINE + 7):
        said, refused = poured(snapshot, b"x" * length + f"\n{POTHOLE}".encode())
        assert (said[0]["error"]["code"], said[1]["unit"]) == ("invalidJsonBody", "ANJOU")
        assert (len(said), refused) == (2, 1)


def test_the_exit_code_says_whether_a_line_was_refused() -> None:
    runner = CliRunner()
    fine = runner.invoke(app, ["route", "--lang", "en"], input=POTHOLE)
    assert (fine.exit_code, fine.stderr) == (0, "")
    assert json.loads(fine.stdout)["reason"].startswith("Nid-de-poule: grid of Montréal")
    odd = runner.invoke(app, ["route"], input=f'{{}}\n{POTHOLE[:-1]}, "lng": 1}}\n')
    assert odd.exit_code == 1
    assert "keys without effect: lng" in odd.stderr
    unknown = runner.invoke(app, ["route", "--borough", "Laval"], input=POTHOLE)
    assert unknown.exit_code == 2
    assert unknown.stdout == ""


def test_mt_08_borough_overrides_are_switched_off_by_an_option() -> None:
    runner = CliRunner()
    units = [
        json.loads(runner.invoke(app, ["route", *more], input=LIGHT).stdout)["unit"]
        for more in ([], ["--no-overrides"])
    ]
    assert units == ["VERDUN", "ROSEMONT - LA PETITE-PATRIE"]


def test_an_address_is_located_by_the_places_that_intake_knows() -> None:
    asked = [
        {"activity": "Nid-de-poule", "address": "8200, 10e Avenue, Montréal, H1Z 3B4"},
        {"activity": "Nid-de-poule", "address": "8200, 10e Avenue, Montréal"},
        {"activity": "Nid-de-poule", "address": "8200, 10e Avenue, Lachine"},
    ]
    lines = "\n".join(json.dumps(one) for one in asked)
    said = [
        json.loads(line)
        for line in CliRunner().invoke(app, ["route"], input=lines).stdout.splitlines()
    ]
    boroughs = ["villeray-saint-michel-parc-extension", None, "lachine"]
    assert [one["borough"] for one in said] == boroughs
    assert "le lieu manque" in said[1]["reason"]


def test_whoever_stops_reading_stops_it_quietly() -> None:
    command = [sys.executable, "-m", "guichet", "route"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, complaint = process.communicate(f"{POTHOLE}\n".encode() * 1_000)
    assert (process.returncode, complaint) == (1, b"")
