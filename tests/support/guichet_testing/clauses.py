"""Which tests name which clause; run as a module, writes it in docs/policy.md."""

import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Set
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
POLICY = ROOT / "docs" / "policy.md"
LIST_TEST = "tests/policy/test_policy_list.py"
CLAUSE = re.compile(r"(?:PV|MH|PR|MT|C)-\d{2}")
# In prose `PV-04`, in the name of a test `..._pv_04`.
NAMED = re.compile(r"(?<![a-z0-9])(pv|mh|pr|mt|c)[-_](\d{2})(?!\d)", re.IGNORECASE)


def cells_of(line: str) -> list[str] | None:
    """The four cells of a line about a clause (id, text, what carries it, shown by), or None."""
    cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
    return cells if len(cells) == 4 and CLAUSE.fullmatch(cells[0]) else None


def listed(text: str) -> dict[str, set[str]]:
    """Clause -> tests that the list names for it; AssertionError on a clause named twice."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if cells := cells_of(line):
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
            name = path.relative_to(ROOT).as_posix()
            if name != LIST_TEST:
                for text, number in NAMED.findall(path.read_text(encoding="utf-8")):
                    found[f"{text.upper()}-{number}"].add(name)
    return found


def rewritten(text: str, tests: Mapping[str, Set[str]]) -> str:
    """The list with its last column as the tests have it; nothing else changes."""
    lines = []
    for line in text.splitlines():
        if cells := cells_of(line):
            shown = ", ".join(f"`{name}`" for name in sorted(tests.get(cells[0], ())))
            line = f"| {' | '.join([*cells[:3], shown])} |"
        lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    POLICY.write_text(rewritten(POLICY.read_text("utf-8"), named_by_tests()), "utf-8")
    sys.stdout.write(f"{POLICY.relative_to(ROOT)} written\n")
