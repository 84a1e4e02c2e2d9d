"""docs/policy.md is true: every clause once, every test named there names its clause, and back."""

from guichet_testing.clauses import POLICY, listed, named_by_tests, rewritten

HOW_MANY = {"PV": 60, "MH": 16, "PR": 9, "MT": 10, "C": 16}
TEXT = POLICY.read_text(encoding="utf-8")


def test_every_clause_is_listed_once() -> None:
    expected = {f"{text}-{n:02}" for text, last in HOW_MANY.items() for n in range(1, last + 1)}
    assert set(listed(TEXT)) == expected


def test_the_list_names_the_tests_that_name_the_clause_and_no_others() -> None:
    clauses, tests = listed(TEXT), named_by_tests()
    wrong = {
        clause: (sorted(clauses[clause]), sorted(tests.get(clause, ())))
        for clause in clauses
        if clauses[clause] != tests.get(clause, set())
    }
    assert not wrong, "run `make policy`"


def test_a_false_line_is_found_and_written_right() -> None:
    line = "| PV-01 | one entry | intake | `services/intake/tests/test_nowhere.py` |"
    tests = named_by_tests()
    assert listed(line)["PV-01"] != tests["PV-01"]
    assert listed(rewritten(line, tests))["PV-01"] == tests["PV-01"]
