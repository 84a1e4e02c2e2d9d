"""docs/policy.md is true: every clause once, every test named there names its clause, and back."""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLAUSE = re.compile(r"(?:PV|MH|PR|MT|C)-\d{2}")
# In prose `PV-04`, in the name of a test `..._pv_04`.
NAMED = re.compile(r"(?<![a-z0-9])(pv|mh|pr|mt|c)[-_](\d{2})(?!\d)", re.IGNORECASE)
HOW_MANY = {"PV": 60, "MH": 16, "PR": 9, "MT": 10, "C": 16}


def listed(text: str) -> dict[str, set[str]]:
    """Clause -> tests that the list names for it; AssertionError on a clause named twice."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and CLAUSE.fullmatch(cells[0]):
            assert cells[0] not in found, f"{cells[0]} is listed twice"
            assert cells[1], f"{cells[0]} says nothing"
            assert cells[2], f"{cells[0]} has nothing that carries it"
            found[cells[0]] = set(re.findall(r"`([^`]+\.py)`", cells[3]))
    return found


def named_by_tests() -> dict[str, set[str]]:
    """Clause -> test modules that name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in ("libs", "services", "tests"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            if path != Path(__file__).resolve():
                for text, number in NAMED.findall(path.read_text(encoding="utf-8")):
                    found[f"{text.upper()}-{number}"].add(str(path.relative_to(ROOT)))
    return found


def test_every_clause_is_listed_once() -> None:
    clauses = listed((ROOT / "docs" / "policy.md").read_text(encoding="utf-8"))
    expected = {f"{text}-{n:02}" for text, last in HOW_MANY.items() for n in range(1, last + 1)}
    assert set(clauses) == expected


def test_the_list_names_the_tests_that_name_the_clause_and_no_others() -> None:
    clauses = listed((ROOT / "docs" / "policy.md").read_text(encoding="utf-8"))
    tests = named_by_tests()
    wrong = {
        clause: (sorted(clauses[clause]), sorted(tests.get(clause, ())))
        for clause in clauses
        if clauses[clause] != tests.get(clause, set())
    }
    assert not wrong


def test_a_false_line_is_found() -> None:
    line = "| PV-01 | one entry | intake | `services/intake/tests/test_nowhere.py` |"
    assert listed(line)["PV-01"] != named_by_tests()["PV-01"]
