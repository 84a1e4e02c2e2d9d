"""English names that people go on using lead to the street as the City writes it (§3)."""

import pytest
from intake.domain.gazetteer import Gazetteer, Located, Spot
from intake.domain.place_text import Form, read_place
from intake.domain.street_names import read_street

SAME = [
    ("Park Avenue", "avenue du Parc"),
    ("Park Ave.", "av. du Parc"),
    ("Pine Avenue West", "avenue des Pins Ouest"),
    ("Mountain Street", "rue de la Montagne"),
    ("Mount Royal Ave. E.", "avenue du Mont-Royal Est"),
    ("St. James Street", "rue Saint-Jacques"),
    ("Saint John Street", "rue Saint-Jean"),
    ("St. John's Boulevard", "boulevard Saint-Jean"),
    ("St-Lawrence Blvd", "boulevard Saint-Laurent"),
    ("St. Catherine St. W.", "rue Sainte-Catherine Ouest"),
    ("Church Avenue", "avenue de l'Église"),
]


@pytest.mark.parametrize(("english", "french"), SAME)
def test_an_english_name_is_the_street_of_the_french_one(english: str, french: str) -> None:
    assert read_street(english) == read_street(french)


@pytest.mark.parametrize(
    "text", ["rue Saint John", "avenue Park", "Park Row Street", "Churchill Avenue", "rue Pine"]
)
def test_a_name_that_is_no_english_for_another_stays_as_it_is(text: str) -> None:
    street = read_street(text)
    assert street is not None
    assert street.name in text.casefold().replace("-", " ")


def test_a_corner_in_english_is_found_where_the_gazetteer_has_it_in_french() -> None:
    spot = Spot(
        form=Form.CORNER,
        streets=("avenue du Parc", "avenue des Pins Ouest"),
        borough="le-plateau-mont-royal",
        city="montreal",
        longitude=-73.5811,
        latitude=45.5135,
        source="test",
    )
    for text in ("Park and Pine", "corner of Park Avenue and Pine Avenue", "coin Park / des Pins"):
        assert read_place(text).form is Form.CORNER
        assert isinstance(Gazetteer([spot]).locate(text, "montreal"), Located), text
