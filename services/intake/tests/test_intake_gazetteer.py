"""A point is known or a person is asked; it is never guessed (REQUIREMENTS §3, §4; PV-36)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.adapters.gazetteer_of_requests import main, place_of, places_of
from intake.adapters.gazetteer_rows import COLUMNS, UnusableGazetteer, load
from intake.domain.borough_names import MONTREAL_BOROUGHS
from intake.domain.gazetteer import (
    Gazetteer,
    Located,
    NotLocated,
    Precision,
    Reason,
    Spot,
    metres_between,
)
from intake.domain.place_text import Form, read_place
from intake.settings import COUNTERS

OURS = load(None, COUNTERS)
CORNERS = [spot for spot in OURS.spots if spot.form is Form.CORNER]
WORDS = st.sampled_from(
    [*CORNERS[0].streets, *CORNERS[-1].streets, "et", "/", ",", "entre", "coin", "12", "Verdun",
     *(f"{spot.streets[0]} {spot.postal_code}" for spot in OURS.spots[:3])]
)  # fmt: skip
SPELLINGS = (
    "coin {0} et {1}",
    "{1} / {0}",
    "ANGLE {0} & {1}",
    "at the corner of {1} and {0}",
)


def located(found: Located | NotLocated) -> Located:
    assert isinstance(found, Located), found
    return found


def offered(found: Located | NotLocated) -> list[str]:
    assert isinstance(found, NotLocated), found
    return [f"{spot.text}, {spot.borough}" for spot in found.candidates]


def away(spot: Spot, found: Located) -> float:
    there = Spot(spot.form, spot.streets, "", "", found.longitude, found.latitude, "")
    return metres_between(spot, there)


def corner(one: str, other: str, borough: str, longitude: float = -73.6) -> Spot:
    return Spot(Form.CORNER, (one, other), borough, "montreal", longitude, 45.5, "montreal")


def address(street: str, code: str, latitude: float) -> Spot:
    return Spot(Form.ADDRESS, (street,), "verdun", "montreal", -73.57, latitude, "montreal", code)


def test_our_own_file_has_corners_addresses_and_segments_of_all_boroughs() -> None:
    assert len(CORNERS) > 150
    assert {spot.form for spot in OURS.spots} == {Form.CORNER, Form.ADDRESS, Form.SEGMENT}
    assert {spot.borough for spot in OURS.spots} >= MONTREAL_BOROUGHS
    assert all(-74 < spot.longitude < -73.4 and 45.4 < spot.latitude < 45.8 for spot in OURS.spots)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_corner_is_found_by_its_own_text(spelling: str) -> None:
    for spot in CORNERS:
        found = located(OURS.locate(spelling.format(*spot.streets), spot.borough))
        assert found.precision is Precision.CORNER
        assert away(spot, found) < 150


def test_every_segment_is_found_by_its_own_text() -> None:
    segments = [spot for spot in OURS.spots if spot.form is Form.SEGMENT]
    assert segments
    for spot in segments:
        found = located(OURS.locate(f"{spot.text}, {spot.borough}"))
        assert (found.precision, away(spot, found) < 150) == (Precision.SEGMENT, True)


def test_a_street_alone_is_never_a_point() -> None:
    for name in {name for spot in OURS.spots for name in spot.streets}:
        for text in (name, f"1234, {name}", f"1234, {name}, Verdun", f"coin {name}"):
            assert isinstance(OURS.locate(text, "verdun"), NotLocated)


def test_a_postal_code_alone_is_never_a_point() -> None:
    for code in {spot.postal_code for spot in OURS.spots if spot.postal_code}:
        assert isinstance(OURS.locate(code), NotLocated)


@given(st.text(max_size=80) | st.lists(WORDS, max_size=8).map(" ".join))
def test_whatever_is_written_a_point_needs_streets_that_meet_or_a_postal_code(text: str) -> None:
    found = OURS.locate(text, "verdun")
    if isinstance(found, Located):
        read = read_place(text)
        assert read.streets
        assert read.form in (Form.CORNER, Form.SEGMENT) or read.postal_code


def test_a_street_and_its_postal_code_are_a_point_whichever_the_counter() -> None:
    known = Gazetteer([address("rue de Verdun", "H4G 1A1", 45.5)])
    for counter in (None, "verdun", "montreal", "lachine"):
        found = located(known.locate("4321, rue de Verdun, app. 2, h4g1a1", counter))
        assert (found.precision, found.borough) == (Precision.POSTAL_CODE, "verdun")
    assert isinstance(known.locate("4321, boulevard de Verdun, H4G 1A1"), NotLocated)
    assert isinstance(known.locate("4321, rue de Verdun, H4G 1A2"), NotLocated)


def test_rows_more_than_150_metres_apart_are_no_one_point() -> None:
    near = Gazetteer([address("rue X", "H4G 1A1", 45.5), address("rue X", "H4G 1A1", 45.5013)])
    far = Gazetteer([address("rue X", "H4G 1A1", 45.5), address("rue X", "H4G 1A1", 45.5014)])
    assert located(near.locate("12 rue X H4G 1A1")).latitude == 45.5
    found = far.locate("12 rue X H4G 1A1")
    assert isinstance(found, NotLocated)
    assert found.reason is Reason.AMBIGUOUS


def test_a_corner_of_two_boroughs_is_offered_until_a_borough_is_named() -> None:
    known = Gazetteer(
        [corner("rue Alma", "rue Bel", "verdun"), corner("rue Alma", "rue Bel", "lachine", -73.7)]
    )
    both = ["rue Alma / rue Bel, verdun", "rue Alma / rue Bel, lachine"]
    assert offered(known.locate("coin Alma et Bel")) == both
    assert offered(known.locate("coin Alma et Bel", "montreal")) == both
    assert located(known.locate("coin Alma et Bel", "lachine")).longitude == -73.7
    assert located(known.locate("coin Alma et Bel à Lachine", "verdun")).longitude == -73.7


def test_a_known_corner_elsewhere_is_offered_not_taken() -> None:
    known = Gazetteer(
        [corner("rue Alma", "rue Bel", "verdun"), corner("rue Cartier", "rue Dante", "lachine")]
    )
    found = known.locate("Alma / Bel", "lachine")
    assert isinstance(found, NotLocated)
    assert found.reason is Reason.AMBIGUOUS
    assert offered(found) == ["rue Alma / rue Bel, verdun"]
    assert offered(known.locate("Alma / Bel, Westmount", "verdun")) == [
        "rue Alma / rue Bel, verdun"
    ]


def test_a_numbered_avenue_needs_its_borough() -> None:
    known = Gazetteer(
        [corner("avenue 5e", "rue Bel", "verdun"), corner("rue Cartier", "rue Dante", "lachine")]
    )
    assert offered(known.locate("5e avenue et Bel")) == ["avenue 5e / rue Bel, verdun"]
    assert offered(known.locate("5th Ave & Bel", "montreal")) == ["avenue 5e / rue Bel, verdun"]
    assert located(known.locate("5e avenue et Bel, Verdun", "montreal")).borough == "verdun"
    assert located(known.locate("5e avenue et Bel", "verdun")).borough == "verdun"


def test_half_a_sentence_is_not_taken_for_a_place() -> None:
    known = Gazetteer([corner("rue Alma", "rue Bel", "verdun")])
    assert offered(known.locate("Alma / Bel, Laval", "verdun")) == ["rue Alma / rue Bel, verdun"]
    assert located(known.locate("Alma / Bel, en face du dépanneur", "verdun"))


def test_another_generic_or_direction_is_another_street() -> None:
    known = Gazetteer([corner("rue Bernard", "avenue du Parc Est", "outremont")])
    assert isinstance(known.locate("avenue Bernard et Parc", "outremont"), NotLocated)
    assert isinstance(known.locate("Bernard et Parc Ouest", "outremont"), NotLocated)
    assert located(known.locate("Bernard et Parc", "outremont"))


def test_a_wrong_letter_is_offered_and_never_taken() -> None:
    known = Gazetteer([corner("rue Jarry", "avenue Christophe-Colomb", "verdun")])
    found = known.locate("Jary et Christophe Colombe", "verdun")
    assert isinstance(found, NotLocated)
    assert found.reason is Reason.NOT_LOCATED
    assert offered(found) == ["rue Jarry / avenue Christophe-Colomb, verdun"]


def test_the_corner_of_another_city_is_not_even_offered() -> None:
    covered = [slug for slug in ("montreal", "verdun", "prevost") if OURS.covers(slug)]
    assert covered == ["montreal", "verdun"]
    assert offered(OURS.locate(CORNERS[0].text, "prevost")) == []


def test_of_addresses_left_out_most_that_are_located_are_near_and_none_is_far() -> None:
    """Each address of our file is asked of all the others."""
    addresses = [spot for spot in OURS.spots if spot.form is Form.ADDRESS]
    by_code: dict[str | None, list[Spot]] = {}
    for spot in addresses:
        by_code.setdefault(spot.postal_code, []).append(spot)
    metres = []
    for spot in addresses:
        others = [one for one in by_code[spot.postal_code] if one is not spot]
        found = Gazetteer(others).locate(spot.text)
        if isinstance(found, Located):
            metres.append(away(spot, found))
    assert len(metres) >= 50
    assert sum(one <= 200 for one in metres) / len(metres) >= 0.85
    assert max(metres) <= 400


def test_a_borough_gives_its_own_file(tmp_path: Path) -> None:
    rows = "corner,rue de la Station,rue Principale,,,prevost,-74.08,45.86"
    (tmp_path / "prevost.csv").write_text(f"{','.join(COLUMNS)}\n{rows}\n", encoding="utf-8")
    ours_too = load(tmp_path, COUNTERS)
    found = located(ours_too.locate("coin Station et Principale", "prevost"))
    assert (found.longitude, found.source) == (-74.08, "prevost")
    assert located(ours_too.locate("Station et Principale, Prévost", "prevost"))
    assert offered(ours_too.locate("coin Station et Principale", "montreal")) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("corner,rue A,,,,prevost,-74,45", "streets"),
        ("corner,rue A,rue B,,,prevost,-74,95", "latitude"),
        ("corner,rue A,rue B,,,prevost,west,45", "longitude"),
        ("house,rue A,,,,prevost,-74,45", "form"),
        ("address,rue A,,,,prevost,-74,45", "postal_code"),
        ("address,rue A,,,J0R,prevost,-74,45", "postal_code"),
        ("address,rue A,,,J0R 1T0,,-74,45", "borough"),
    ],
)
def test_a_row_that_cannot_be_used_names_its_line_and_column(
    tmp_path: Path, row: str, why: str
) -> None:
    (tmp_path / "prevost.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    with pytest.raises(UnusableGazetteer, match=rf"prevost\.csv, line 2: .*{why}"):
        load(tmp_path, COUNTERS)


def test_a_file_with_other_columns_or_no_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "prevost.csv").write_text("street,point\n", encoding="utf-8")
    with pytest.raises(UnusableGazetteer, match="the columns must be form, street"):
        load(tmp_path, COUNTERS)
    (tmp_path / "prevost.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(UnusableGazetteer, match=r"prevost\.csv: UnicodeDecodeError"):
        load(tmp_path, COUNTERS)
    with pytest.raises(UnusableGazetteer, match="is no directory"):
        load(tmp_path / "nowhere", COUNTERS)


def request_row(**changes: str) -> dict[str, str]:
    """A row as the City publishes it."""
    return {
        "TYPE_LIEU_INTERV": "Adresse",
        "RUE": "avenue 14e",
        "RUE_INTERSECTION1": "",
        "RUE_INTERSECTION2": "",
        "LOC_ERREUR_GDT": "0",
        "ARRONDISSEMENT_GEO": "Mercier - Hochelaga-Maisonneuve",
        "LIN_CODE_POSTAL": "H1N3G2",
        "LOC_LONG": "-73.517009291178",
        "LOC_LAT": "45.5787716137262",
        **changes,
    }


def test_a_gazetteer_is_made_of_rows_with_a_point_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ("address", "avenue 14e", "", "", "H1N 3G2", "mercier-hochelaga-maisonneuve",
            "-73.51701", "45.57877")  # fmt: skip
    assert list(places_of([request_row(), request_row()])) == [made]
    for unusable in (
        {"LOC_ERREUR_GDT": "1"},
        {"LOC_LONG": "", "LOC_LAT": ""},
        {"LIN_CODE_POSTAL": ""},
        {"TYPE_LIEU_INTERV": "Installation"},
        {"ARRONDISSEMENT_GEO": ""},
        {"TYPE_LIEU_INTERV": "Intersection", "RUE_INTERSECTION1": "rue A"},
    ):
        assert place_of(request_row(**unusable)) is None
    source = tmp_path / "rows.csv"
    row = request_row()
    source.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    assert main([str(source)]) == 0
    assert capsys.readouterr().out.splitlines() == [",".join(COLUMNS), ",".join(made)]
    assert main([]) == 2
