"""What differs between two versions of a grid, in words; and that nothing is left unsaid."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.application.grid_life import numbered_manifest, with_number
from routing.domain.delays import from_to, in_words
from routing.domain.grid import Grids
from routing.domain.grid_changes import changes_between
from routing.domain.manifest import Manifest

Raw = dict[str, Any]


@pytest.fixture(scope="module")
def prevost(grids: Grids) -> Manifest:
    return next(grid.manifest for grid in grids if grid.slug == "prevost")


def raw_of(manifest: Manifest) -> Raw:
    raw: Raw = manifest.model_dump(mode="json", exclude_defaults=True)
    return raw


def words(before: Manifest, raw: Raw) -> list[str]:
    return [one.fr for one in changes_between(before, Manifest.model_validate(raw))]


def activity(raw: Raw, code: str) -> Raw:
    found: Raw = next(one for one in raw["activities"] if one["code"] == code)
    return found


def test_an_activity_that_goes_to_another_department_is_said_with_both_names(
    prevost: Manifest,
) -> None:
    raw = raw_of(prevost)
    activity(raw, "nid-de-poule")["department"] = "ingenierie"
    (change,) = changes_between(prevost, Manifest.model_validate(raw))
    assert change.fr == "Nid-de-poule : de Travaux publics à Ingénierie"
    assert change.en == "Pothole: from Public works to Engineering"
    assert change.heading == ("Activités", "Activities")


def test_pv_04_a_delay_is_said_as_it_holds_for_its_activity(prevost: Manifest) -> None:
    raw = raw_of(prevost)
    row = {"kind": "complete", "counting": "working_days_end_of_day", "source": "test"}
    raw["commitments"] = [*raw["commitments"], row | {"activity": "nid-de-poule", "amount": 3}]
    assert words(prevost, raw) == ["Nid-de-poule ; délai : de 10 à 3 jours ouvrables"]


def test_a_delay_that_counts_otherwise_says_both_ways() -> None:
    assert from_to(("working_days_end_of_day", 1), ("elapsed_hours", 24)) == (
        "de 1 jour ouvrable à 24 heures",
        "from 1 working day to 24 hours",
    )
    assert in_words(("no_delay", 0)) == ("aucun délai", "no delay")


def test_what_comes_and_what_goes_is_said(prevost: Manifest) -> None:
    raw = raw_of(prevost)
    gone = raw["activities"].pop()
    raw["activities"].append(gone | {"code": "neuve", "name_fr": "Neuve", "synonyms": []})
    raw["complaints"].pop("max_age_days")
    said = words(prevost, raw)
    assert any(one.startswith("Neuve : nouvelle, à ") for one in said)
    assert f"{gone['name_fr']} : retirée" in said
    assert "max_age_days : retiré (15)" in said


def test_a_rule_of_another_section_is_named_by_its_key(prevost: Manifest) -> None:
    raw = raw_of(prevost)
    raw["calendar"]["hours"][4]["closes"] = "12:00:00"
    raw["complaints"]["written"] = False
    assert words(prevost, raw) == [
        "hours.fri.closes : de 16:30:00 à 12:00:00",
        "written : de oui à non",
    ]


def test_c_15_a_delay_that_is_made_up_no_longer_is_told(prevost: Manifest) -> None:
    raw = raw_of(prevost)
    row = next(one for one in raw["commitments"] if one["kind"] == "complete")
    assert row.pop("demonstration") is True
    row["source"] = "résolution"
    assert "complete/*.demonstration : retiré (oui)" in words(prevost, raw)


def test_pv_12_another_approver_of_a_process_is_told(prevost: Manifest) -> None:
    raw = raw_of(prevost)
    held = next(one for one in raw["departments"] if one.get("approved_by"))
    held["approved_by"] = "Direction par intérim"
    (told,) = words(prevost, raw)
    assert told.startswith(f"{held['name_fr']}, approved_by : de ")
    assert told.endswith("à Direction par intérim")


def test_number_and_day_of_the_version_are_no_difference(prevost: Manifest) -> None:
    later = numbered_manifest(prevost, 9, prevost.borough.effective_on.replace(year=2027))
    assert changes_between(prevost, later) == ()


@given(data=st.data())
def test_no_text_of_a_grid_changes_in_silence(prevost: Manifest, data: st.DataObject) -> None:
    """Any free text, wherever it stands, is told when it becomes another."""
    raw = raw_of(prevost)
    places = list(_texts(raw))
    holder, key = data.draw(st.sampled_from(places))
    before = holder[key]
    holder[key] = f"{before} ou non"
    assert changes_between(prevost, Manifest.model_validate(raw)) != ()


def _texts(value: Any) -> Any:
    free = (
        "name_fr",
        "name_en",
        "reason",
        "source",
        "from_name",
        "director",
        "steps_fr",
        "label_fr",
    )
    rows = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in rows:
        if isinstance(one, (dict, list)):
            yield from _texts(one)
        elif key in free and isinstance(one, str):
            yield value, key


TEXT = """# before
version = 7

[borough]  # the tenant
slug = "anjou"
version = 1
# effective_on = a comment stays
effective_on = 2019-10-15 # then

[other]
version = 3
"""


def test_the_number_is_written_in_its_own_table_and_nowhere_else(prevost: Manifest) -> None:
    day = prevost.borough.effective_on.replace(year=2027)
    text = with_number(TEXT, 12, day)
    assert text == TEXT.replace("version = 1\n", "version = 12\n").replace(
        "effective_on = 2019-10-15 # then", "effective_on = 2027-10-15"
    )
    assert with_number("a = 1", 2, day) == "a = 1"
    assert "version = 2" in with_number('[borough]\nslug = "x"\n', 2, day)
