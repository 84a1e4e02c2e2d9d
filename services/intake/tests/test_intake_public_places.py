"""Public places are coarser than stored ones, and name no house and nobody."""

import csv
from itertools import pairwise
from math import floor

import pytest
from contracts.requests311 import COLUMNS
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.coarse_place import (
    CELL_LATITUDE,
    CELL_LONGITUDE,
    NOWHERE,
    CoarsePlaces,
    grid_point,
    public_address,
)
from intake.domain.dossier import Place
from intake.domain.gazetteer import Spot
from intake.domain.place_text import Form
from intake.domain.projected import mtm8
from intake.domain.twins import Point, distance_metres

POINTS = st.builds(
    Point, st.floats(-74.1, -73.3, allow_nan=False), st.floats(45.3, 45.9, allow_nan=False)
)
CORNER = Spot(
    form=Form.CORNER,
    streets=("boulevard Gouin Ouest", "boulevard Saint-Jean"),
    borough="pierrefonds-roxboro",
    city="montreal",
    longitude=-73.8561,
    latitude=45.4952,
    source="montreal",
)
PLACES = CoarsePlaces([CORNER])


def cell(point: Point) -> tuple[int, int]:
    return floor(point.latitude / CELL_LATITUDE), floor(point.longitude / CELL_LONGITUDE)


@given(POINTS)
def test_a_public_point_is_within_36_metres_and_stays_in_its_cell(point: Point) -> None:
    coarse = grid_point(point)
    assert distance_metres(point, coarse) < 36
    assert cell(coarse) == cell(point)
    assert grid_point(coarse) == coarse


@given(POINTS, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_all_points_of_a_cell_are_told_as_one(point: Point, east: float, north: float) -> None:
    row, column = cell(point)
    other = Point((column + east) * CELL_LONGITUDE, (row + north) * CELL_LATITUDE)
    assert grid_point(other) == grid_point(point)


@given(st.lists(POINTS, min_size=2, max_size=30, unique_by=cell))
def test_points_of_two_cells_are_told_apart(points: list[Point]) -> None:
    coarse = [grid_point(one) for one in points]
    assert all(one != other for one, other in pairwise(coarse))


def test_by_segment_a_place_is_told_as_the_middle_of_the_nearest_known_one() -> None:
    near, far = Point(-73.8565, 45.4957), Point(-73.90, 45.47)
    assert PLACES.public_point(near, "segment") == Point(CORNER.longitude, CORNER.latitude)
    assert PLACES.public_point(near, "grid") == grid_point(near)
    assert PLACES.public_point(far, "segment") == grid_point(far), "none is known there"


def test_a_known_street_is_named_where_the_address_tells_none() -> None:
    assert PLACES.street_near(Point(-73.857, 45.495)) == (
        "boulevard Gouin Ouest / boulevard Saint-Jean"
    )
    assert PLACES.street_near(Point(-73.90, 45.47)) == ""


@pytest.mark.parametrize(
    ("text", "form", "streets", "area"),
    [
        ("13665, boul. de Pierrefonds", Form.ADDRESS, ("boulevard Pierrefonds",), ""),
        ("4567 avenue Papineau, app 3, H2K 4J5", Form.ADDRESS, ("avenue Papineau",), "H2K"),
        ("5-7 chemin de la Côte-des-Neiges", Form.ADDRESS, ("chemin Côte-des-Neiges",), ""),
        ("12 14e avenue", Form.ADDRESS, ("avenue 14e",), ""),
        ("rue Crémazie / avenue 14e", Form.CORNER, ("rue Crémazie", "avenue 14e"), ""),
        ("rue Gouin 12345", Form.ADDRESS, ("rue Gouin",), ""),
        (
            "avenue du Mont-Royal entre rue Saint-Denis et rue Berri",
            Form.SEGMENT,
            ("avenue Mont-Royal", "rue Saint-Denis", "rue Berri"),
            "",
        ),
    ],
)
def test_an_address_is_told_by_its_streets(
    text: str, form: Form, streets: tuple[str, ...], area: str
) -> None:
    told = public_address(Place(address=text))
    assert (told.form, told.streets, told.postal_area) == (form, streets, area)


@pytest.mark.parametrize(
    "text",
    [
        "123 rue Gouin chez Mme Tremblay",
        "Mme Tremblay, rue Gouin",
        "chez mon voisin au 12",
        "derrière la maison bleue de Jean",
        "250",
    ],
)
def test_what_is_not_surely_a_street_is_left_out_whole(text: str) -> None:
    assert public_address(Place(address=text)) == NOWHERE


@given(
    st.integers(1, 99_999),
    st.sampled_from(
        ["rue Sherbrooke Ouest", "boul. Gouin O.", "avenue du Parc", "chemin Rockland"]
    ),
    st.sampled_from(["{n} {s}", "{n}, {s}", "{s} {n}", "{n}-{n} {s}", "{n}A {s}, app. {n}"]),
)
def test_an_address_never_tells_a_civic_number(number: int, street: str, shape: str) -> None:
    told = public_address(Place(address=shape.format(n=number, s=street)))
    assert not any(one.isdigit() for one in " ".join(told.streets))


def test_no_place_is_told_of_what_has_none() -> None:
    assert public_address(None) == NOWHERE
    assert public_address(Place(longitude=-73.8, latitude=45.5)) == NOWHERE


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [  # rows of the City's "Requêtes 311"
        (-73.6487211029366, 45.5514824163272, 293188.006036469, 5045740.70583757),
        (-73.4939175109125, 45.6928163271033, 305273.722849335, 5061436.80156777),
        (-73.6997263177832, 45.4402697589777, 289174.844005604, 5033390.24993522),
    ],
)
def test_points_lie_in_the_citys_plane_where_the_city_has_them(
    longitude: float, latitude: float, x: float, y: float
) -> None:
    assert mtm8(Point(longitude, latitude)) == pytest.approx((x, y), abs=0.01)


def test_the_columns_are_the_citys_own() -> None:
    header = (
        "ID_UNIQUE,NATURE,ACTI_NOM,TYPE_LIEU_INTERV,RUE,RUE_INTERSECTION1,RUE_INTERSECTION2,"
        "LOC_ERREUR_GDT,ARRONDISSEMENT,ARRONDISSEMENT_GEO,LIN_CODE_POSTAL,DDS_DATE_CREATION,"
        "PROVENANCE_ORIGINALE,PROVENANCE_TELEPHONE,PROVENANCE_COURRIEL,PROVENANCE_PERSONNE,"
        "PROVENANCE_COURRIER,PROVENANCE_TELECOPIEUR,PROVENANCE_INSTANCE,PROVENANCE_MOBILE,"
        "PROVENANCE_MEDIASOCIAUX,PROVENANCE_SITEINTERNET,UNITE_RESP_PARENT,LOC_LONG,LOC_LAT,"
        "LOC_X,LOC_Y"
    )
    (columns,) = csv.reader([header])
    assert (*columns, "DERNIER_STATUT", "DATE_DERNIER_STATUT") == COLUMNS
