"""A borough's own `plugin.py`: read before it runs, run apart, cut off, and never believed."""

import datetime
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chassis.clock import utc_now
from guichet_testing.rig import Clock
from routing.adapters.manifests_check import check_folders
from routing.adapters.plugins.guard import LEFT_ALONE, GuardedPlugin
from routing.adapters.plugins.rules import breaches
from routing.bootstrap import load_snapshot
from routing.domain.errors import ManifestsRefused, PluginFault
from routing.domain.facts import CaseFacts, CaseKind, Outcome
from routing.settings import RoutingSettings

TODAY = datetime.date(2026, 11, 20)
EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "boroughs"
HEAD = "from routing.domain.facts import Decision, Outcome\n"
FINE = HEAD + (
    "def route(facts):\n"
    "    return Decision(outcome=Outcome.NO_RULE, reason_fr='essai', reason_en='trial')\n"
)
CANARY = "Canari"


def facts(activity: str = "Nid-de-poule") -> CaseFacts:
    return CaseFacts(
        counter_borough="prevost", kind=CaseKind.REQUEST, activity=activity, received_on=TODAY
    )


def body(*lines: str) -> str:
    return HEAD + "def route(facts):\n" + "".join(f"    {line}\n" for line in lines)


HANGS = body("while facts.activity == 'x': pass", "return None")
Started = Callable[..., GuardedPlugin]


@pytest.fixture
def started() -> Iterator[Started]:
    made: list[GuardedPlugin] = []

    def _start(source: str, deadline_seconds: float = 5.0) -> GuardedPlugin:
        made.append(GuardedPlugin("prevost", source, utc_now, deadline_seconds=deadline_seconds))
        return made[-1]

    yield _start
    for plugin in made:
        plugin.close()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("import os", "import os"),
        ("import os.path as p", "import os.path"),
        ("from subprocess import run", "import subprocess"),
        ("from . import secrets", "import ."),
        ("import random", "import random"),
        ("import time", "import time"),
        ("import routing.settings", "import routing.settings"),
        ("open('/etc/passwd')", "open"),
        ("eval('1')", "eval"),
        ("getattr(facts, 'x')", "getattr"),
        ("().__class__.__base__", "__class__"),
        ("__import__('os')", "__import__"),
        ("import datetime; datetime.date.today()", "today"),
        ("global seen", "seen"),
        ("import string; string.__loader__", "__loader__"),
    ],
)
def test_a_plug_in_that_says_what_it_must_not_is_refused_by_line_and_remedy(
    line: str, named: str
) -> None:
    found = {one.key: one for one in breaches(body(line, "return None"))}
    breach = found[f"line 0003: {named}"]
    assert all((*breach.problem, *breach.remedy))


@pytest.mark.parametrize("source", ["def rout(facts):\n    return None\n", "async def route(f): 1"])
def test_a_plug_in_without_its_function_is_refused(source: str) -> None:
    assert "route" in {breach.key for breach in breaches(source)}


def test_a_plug_in_that_is_no_python_is_refused_by_its_line() -> None:
    (found,) = breaches("x = 1\ndef route(facts)\n")
    assert found.key == "line 2"
    assert breaches("x" * 200_000)[0].problem[1] == "the file is too long"


def test_what_the_examples_say_is_allowed() -> None:
    source = (EXAMPLES / "val_des_erables" / "plugin.py").read_text(encoding="utf-8")
    assert breaches(source) == []


def test_a_plug_in_answers_from_a_process_of_its_own(started: Started) -> None:
    plugin = started(FINE)
    assert plugin.check() == ""
    answer = plugin(facts())
    assert answer is not None
    assert (answer.outcome, answer.reason_fr) == (Outcome.NO_RULE, "essai")
    assert started(body("return None"))(facts()) is None


# Each line runs for the case whose activity is its number: one process for all of them.
NONSENSE = [
    ("raise ValueError(facts.address_borough)", "ValueError"),
    ("raise SystemExit", "SystemExit"),
    ("raise Own(facts.address_borough)", "other"),
    ("return facts.address_borough", "answered str"),
    ("return {'outcome': 'assigned'}", "answered dict"),
    ("return Decision(outcome=Outcome.ASSIGNED, reason_fr='', reason_en='')", "ValidationError"),
    ("return [0] * 10**12", "MemoryError"),
    ("return route(facts)", "RecursionError"),
    # What the reading of the text misses does nothing at run time either.
    ("return re.enum.sys.modules['os'].listdir('/')", "PermissionError"),
    ("return re.enum.sys.modules['os'].system('true')", "PermissionError"),
    ("return re.enum.sys.modules['io'].FileIO('/etc/hostname')", "PermissionError"),
    ("return re.enum.sys.modules['importlib'].import_module('socket').socket()", "PermissionError"),
]


@pytest.fixture(scope="module")
def nonsense() -> Iterator[GuardedPlugin]:
    lines = [
        f"if facts.activity == '{number}': {line}" for number, (line, _) in enumerate(NONSENSE)
    ]
    source = "import re\nclass Own(Exception): pass\n" + body(*lines)
    plugin = GuardedPlugin("prevost", source, utc_now, deadline_seconds=5.0)
    yield plugin
    plugin.close()


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_a_plug_in_that_raises_or_answers_nonsense_is_a_fault_without_the_facts(
    nonsense: GuardedPlugin, number: int
) -> None:
    case = facts(str(number)).model_copy(update={"address_borough": CANARY})
    with pytest.raises(PluginFault) as fault:
        nonsense(case)
    assert str(fault.value) == f"prevost: plugin.route: {NONSENSE[number][1]}"


def test_no_key_of_the_service_is_in_reach_of_a_plug_in(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTING_STORAGE_KEY", CANARY)
    line = "return Decision(outcome=Outcome.NO_RULE, reason_fr=repr(e), reason_en='-')"
    plugin = started("import re\n" + body("e = dict(re.enum.sys.modules['os'].environ)", line))
    answer = plugin(facts())
    assert answer is not None
    assert CANARY not in answer.reason_fr


def test_a_plug_in_that_hangs_is_cut_off_and_the_next_case_is_answered(started: Started) -> None:
    plugin = started(HANGS, 1.0)
    assert plugin(facts()) is None
    began = time.monotonic()
    with pytest.raises(PluginFault, match="no answer within 1 s"):
        plugin(facts("x"))
    assert time.monotonic() - began < 10.0
    assert plugin(facts()) is None


def test_a_plug_in_that_keeps_hanging_is_left_alone_for_a_while() -> None:
    clock = Clock()
    plugin = GuardedPlugin("prevost", HANGS, clock, deadline_seconds=0.6)
    assert plugin.check() == ""
    for _ in range(2):
        with pytest.raises(PluginFault, match="no answer within"):
            plugin(facts("x"))
    began = time.monotonic()
    with pytest.raises(PluginFault, match="left alone for a while"):
        plugin(facts())
    assert time.monotonic() - began < 0.5
    clock.forward(LEFT_ALONE.total_seconds())
    assert plugin.check() == ""
    assert plugin(facts()) is None
    plugin.close()


def test_a_plug_in_whose_process_dies_is_a_fault_and_starts_again(started: Started) -> None:
    plugin = started(FINE)
    assert plugin.check() == ""
    child = plugin._child
    assert child is not None
    os.kill(child.pid, 9)
    child.wait()
    assert plugin(facts()) is not None


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("import os\ndef route(facts):\n    return None\n", "line 0001: import os"),
        ("route = 5\n", "route"),
        ("1 / 0\ndef route(facts):\n    return None\n", ""),
        ("while True:\n    pass\ndef route(facts):\n    return None\n", ""),
    ],
)
def test_mt_08_a_borough_with_such_a_plug_in_is_refused_by_file_and_key(
    tmp_path: Path, source: str, key: str
) -> None:
    folder = tmp_path / "val_des_erables"
    folder.mkdir()
    manifest = (EXAMPLES / "val_des_erables" / "manifest.toml").read_text(encoding="utf-8")
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    (folder / "plugin.py").write_text(source, encoding="utf-8")
    (fault,) = check_folders([folder], TODAY).faults
    assert (fault.file, fault.key) == (f"{folder}/plugin.py", key)
    assert all((*fault.problem, *fault.remedy))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("return 1 / 0 if facts.longitude else None", "ZeroDivisionError"),
        ("return facts.activity", "answered str"),
        ("while facts.kind == 'request': pass", "no answer within 1 s"),
    ],
)
def test_mt_08_what_shows_only_when_it_is_tried_refuses_the_start_too(
    tmp_path: Path, line: str, problem: str
) -> None:
    shutil.copytree(EXAMPLES / "val_des_erables", tmp_path / "val_des_erables")
    source = "def route(facts):\n    " + line + "\n"
    (tmp_path / "val_des_erables" / "plugin.py").write_text(source, encoding="utf-8")
    with pytest.raises(ManifestsRefused) as refused:
        load_snapshot(RoutingSettings(boroughs_dir=tmp_path))
    problems = [fault.problem[1] for fault in refused.value.faults]
    assert {fault.file for fault in refused.value.faults} == {"val-des-erables/plugin.py"}
    assert any(problem in one for one in problems)
    assert '"counter_borough":"val-des-erables"' in refused.value.faults[0].remedy[0]
