"""The committed sample: whole, marked, harmless, and what routing is expected to make of it."""

import datetime
import re
from collections import Counter

import pytest
from guichet import samples
from guichet.samples import SampleRow
from routing.adapters.manifests_toml import TomlBoroughs, shipped_folders
from routing.adapters.territories_shapely import island_of_montreal
from routing.domain.decision import decide
from routing.domain.directory import seeded_directory
from routing.domain.facts import CaseFacts, CaseKind
from routing.domain.grid import Grids

TODAY = datetime.date(2026, 11, 20)


def everything() -> list[SampleRow]:
    return samples.rows(sum(samples.strata().values()))


def test_every_stratum_and_every_tenant_is_there() -> None:
    assert sum(samples.strata().values()) == 717
    assert set(samples.strata()) >= {
        "located-request",
        "information",
        "pr-six-activities",
        "linked-city",
        "prevost",
        "mont-saint-hilaire",
        "complaint",
        "no-rule",
        "other-authority",
    }
    tenants = {"montreal", "pierrefonds-roxboro", "prevost", "mont-saint-hilaire"}
    assert {row.tenant for row in everything()} == tenants
    assert {row.via for row in everything()} == {"http", "pilot"}


@pytest.mark.parametrize("count", [20, 21, 50, 100, 333, 500, 716])
def test_from_twenty_rows_on_every_stratum_is_in_the_subset(count: int) -> None:
    picked = samples.rows(count)
    assert len(picked) == count
    assert {row.stratum for row in picked} == set(samples.strata())
    assert len({row.external_id for row in picked}) == count


@pytest.mark.parametrize("count", [0, 1, 5, 13])
def test_a_small_subset_has_as_many_rows_as_asked_for(count: int) -> None:
    assert len(samples.rows(count)) == count


def test_the_same_count_gives_the_same_rows() -> None:
    assert samples.rows(123) == samples.rows(123)


def test_beyond_its_size_the_sample_comes_again_with_ids_of_its_own() -> None:
    picked = samples.rows(1500)
    assert len({row.external_id for row in picked}) == 1500
    assert Counter(row.external_id.split("~")[0] for row in picked).most_common(1)[0][1] == 3


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        samples.rows(-1)


def test_contacts_are_nobody_and_say_so() -> None:
    for row in everything():
        assert "description" in row.made_up
        if row.contact is not None:
            assert "contact" in row.made_up
            assert row.contact.email.endswith(".example.org")
            assert re.fullmatch(r"514-555-01\d\d", row.contact.phone)


def test_a_row_names_its_file_and_its_number() -> None:
    for row in everything():
        assert re.fullmatch(r"[a-z0-9_]+\.csv(\.gz)?#[1-9]\d*", row.external_id)
        assert row.street is None or not re.match(r"\d", row.street)


def test_complaints_carry_their_form_and_are_never_sent_by_the_pilot() -> None:
    for row in everything():
        assert (row.complaint is not None) == (row.kind == "complaint")
        assert row.via == "http" or row.kind == "request"


def test_routing_makes_of_every_row_what_the_sample_expects() -> None:
    grids, territories = Grids(TomlBoroughs(shipped_folders()).load()), island_of_montreal()
    people = seeded_directory(grid.manifest for grid in grids)
    different = []
    for row in everything():
        facts = CaseFacts(
            counter_borough=row.tenant,
            kind=CaseKind(row.kind),
            activity=row.activity,
            longitude=row.longitude,
            latitude=row.latitude,
            received_on=TODAY,
        )
        found = decide(facts, grids, territories, people, TODAY)
        outcome = "answered" if found is None else str(found.outcome)
        borough = None if found is None else found.responsible_borough
        if row.expected not in (None, outcome) or row.expected_borough not in (None, borough):
            different.append((row.external_id, row.expected, row.expected_borough, found))
    assert different == []
