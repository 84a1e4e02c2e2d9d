"""The menu that all pages for staff share."""

import pytest
from ui.staff_menu import ENTRIES, HEADINGS, Group, entries_for, grouped


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


def test_what_is_not_open_all_day_stands_under_a_heading() -> None:
    for_director = grouped(entries_for({"director"}))
    plain = [one.path for one in for_director if not isinstance(one, Group)]
    assert plain[:2] == ["/travail", "/dossiers"]
    headed = {
        one.heading.french: [entry.path for entry in one.entries]
        for one in for_director
        if isinstance(one, Group)
    }
    assert headed["Délais"] == ["/echeances", "/listes"]
    assert headed["Pilotage"] == ["/direction", "/performance"]
    assert "/webhooks" not in str(headed), "nothing that is not offered to that role"


def test_one_entry_alone_has_no_heading_over_it() -> None:
    lists, policy = grouped(entries_for({"elected-official"}))[1:]
    assert not isinstance(lists, Group)
    assert not isinstance(policy, Group)
    assert (lists.path, policy.path) == ("/listes", "/politique")


@pytest.mark.parametrize("role", sorted({role for one in ENTRIES for role in one.roles}))
def test_a_heading_hides_nothing_and_the_menu_is_one_short_row(role: str) -> None:
    entries = entries_for({role})
    shown = grouped(entries)
    opened = [
        entry for one in shown for entry in (one.entries if isinstance(one, Group) else [one])
    ]
    assert sorted(opened, key=ENTRIES.index) == entries
    assert len(opened) == len(entries)
    assert len(shown) <= 8
    assert sum(isinstance(one, Group) for one in shown) <= len(HEADINGS)
