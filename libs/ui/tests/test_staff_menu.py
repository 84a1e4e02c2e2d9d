"""The menu that all pages for staff share."""

import pytest
from ui.staff_menu import ENTRIES, entries_for


@pytest.mark.parametrize(
    ("roles", "first", "without"),
    [
        ({"technician"}, "/comptoir", "/direction"),
        ({"responsable"}, "/travail", "/comptoir"),
        ({"director"}, "/travail", "/terrain"),
        ({"integrator"}, "/webhooks", "/dossiers"),
        ({"elected-official"}, "/travail/conseil", "/dossiers"),
    ],
)
def test_each_role_is_offered_what_serves_it(roles: set[str], first: str, without: str) -> None:
    offered = [one.path for one in entries_for(roles)]
    assert offered[0] == first
    assert without not in offered


def test_several_roles_are_offered_what_each_is_and_nobody_nothing() -> None:
    both = entries_for({"technician", "director"})
    assert {"/comptoir", "/direction"} <= {one.path for one in both}
    assert both == [one for one in ENTRIES if one in both], "in the order of the menu"
    assert entries_for(()) == []
