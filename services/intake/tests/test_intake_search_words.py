"""What a case is found by, and what is typed: one form from every spelling."""

import unicodedata
from datetime import UTC, datetime

import pytest
from contracts.words import Channel, Kind
from hypothesis import example, given
from hypothesis import strategies as st
from intake.adapters.case_index import searched_by
from intake.domain.case import Case
from intake.domain.derived_keys import derived_key
from intake.domain.dossier import Brought, Contact, Origin, Place, Requester
from intake.domain.joining import join
from intake.domain.search_query import read_query
from intake.domain.search_terms import SearchTerms, faces_of

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
TERMS = SearchTerms(derived_key("x" * 32, "search"))
BOROUGH = "pierrefonds-roxboro"
NAMES = st.lists(
    st.sampled_from(["Élodie", "Tremblay", "Côté", "St-Onge", "O'Brien", "Nguyễn", "Lefebvre"]),
    min_size=1,
    max_size=3,
    unique=True,
)
STREETS = st.sampled_from(
    ["boul. Gouin Ouest", "rue de l'Église", "14e avenue", "ch. du Lac-Écho", "Saint-Jean"]
)


def case(kind: Kind = Kind.REQUEST, **brought: object) -> Case:
    whole = Brought.model_validate(
        {
            "borough": BOROUGH,
            "kind": kind,
            "activity": "Nid-de-poule",
            "channel": Channel.PHONE,
            "origin": Origin.CITIZEN,
            "received_at": NOW,
            "description": "Un trou.",
            **brought,
        }
    )
    return Case(case_id="c", borough=BOROUGH).register(whole, "h")[0]


def finds(query: str, held: Case) -> bool:
    """As the finder does: looked up by the terms of the index, then checked."""
    read = read_query(query)
    looked_up = {TERMS.blind(anchor) for anchor in read.anchors([BOROUGH])}
    return not looked_up.isdisjoint(TERMS.of(held)) and read.is_met(faces_of(held))


def respelt(words: list[str], way: int) -> str:
    """The same words as somebody else would type them."""
    text = " ".join(words if way % 2 else reversed(words))
    if way & 2:
        text = "".join(
            c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
        )
    if way & 4:
        text = text.upper()
    return text.replace("-", " ") if way & 8 else f"  {text} "


@given(names=NAMES, street=STREETS, number=st.integers(1, 99_999), way=st.integers(0, 15))
@example(names=["Élodie"], street="14e avenue", number=1, way=0)
@example(names=["Élodie"], street="14e avenue", number=14, way=0)
def test_a_case_is_found_by_any_of_its_words_however_written(
    names: list[str], street: str, number: int, way: int
) -> None:
    held = case(
        contact=Contact(name=" ".join(names)), place=Place(address=f"{number}, {street}, Montréal")
    )
    assert finds(respelt(names, way), held)
    assert finds(respelt([str(number), street], way), held)
    assert finds(respelt([names[0], street], way), held)
    assert not finds(respelt([*names, "Personne"], way), held)


@given(way=st.integers(0, 15), words=st.lists(st.sampled_from("abc"), min_size=1))
def test_the_tokens_of_a_query_are_among_those_of_a_case_of_these_words(
    way: int, words: list[str]
) -> None:
    name = respelt([f"{word}nn" for word in words], way)
    (face,) = faces_of(case(contact=Contact(name=name)))
    assert read_query(name).tokens <= face


@given(
    area=st.integers(200, 999), middle=st.integers(200, 999), last=st.integers(0, 9999),
    typed=st.sampled_from(["({}) {}-{}", "{}{}{}", "+1 {} {} {}", "1-{}-{}-{}", "{}.{}.{} x 12"]),
    kept=st.sampled_from(["{}-{}-{}", "+1 ({}) {}.{}", "1 {} {} {}", "{}{}{} x3"]),
)  # fmt: skip
def test_a_phone_is_found_in_every_way_of_writing_it(
    area: int, middle: int, last: int, typed: str, kept: str
) -> None:
    parts = (area, middle, f"{last:04d}")
    held = case(contact=Contact(phone=kept.format(*parts)))
    assert finds(typed.format(*parts), held)
    assert not finds(f"{last:04d}", held), "the last four digits are no term"
    assert not finds(typed.format(area, middle, f"{(last + 1) % 10_000:04d}"), held)


@pytest.mark.parametrize(
    "query",
    ["H9A2Z4", "h9a 2z4", "13665 Pierrefonds", "boul. de Pierrefonds 13665 H9A 2Z4",
     "marqué h9a2z4", "ALIX@example.ORG", "Marqué 514-555-0199", "26-123 456", "26123456",
     "Pierrefonds alix"],
)  # fmt: skip
def test_each_thing_that_a_citizen_says_finds_the_case(query: str) -> None:
    contact = Contact(name="Alix Marqué", email="Alix@example.org", phone="514 555-0199")
    place = Place(address="13665, boul. de Pierrefonds, H9A 2Z4")
    held = case(contact=contact, place=place, source="old", external_id="26-123-456")
    assert finds(query, held)
    assert not finds(f"{query} Personne", held)


def test_words_of_two_citizens_of_one_case_are_not_mixed() -> None:
    first = case(contact=Contact(name="Alix Marqué"), place=Place(address="12 rue Cérat"))
    second = Requester(
        requester_id="r",
        channel=Channel.PHONE,
        joined_at=NOW,
        contact=Contact(name="Bao Nguyen"),
        tracking_hash="h2",
    )
    joined, _ = join(first, second)
    assert finds("Alix Cérat", joined)
    assert finds("Nguyen Cérat", joined)
    assert not finds("Alix Nguyen", joined)


def test_a_complaint_is_found_by_no_word_of_it_pv_44() -> None:
    held = case(
        Kind.COMPLAINT,
        contact=Contact(name="Alix Marqué", phone="514 555-0199", email="a@example.org"),
        place=Place(address="12 rue Cérat"),
        source="old",
        external_id="26-1",
    )
    assert TERMS.of(held) == []
    assert faces_of(held) == []


def test_what_is_typed_by_those_who_see_no_contact_is_held_against_the_place_alone() -> None:
    held = case(contact=Contact(name="Alix Marqué"), place=Place(address="12 rue Cérat"))
    faces = faces_of(held, with_contacts=False)
    assert read_query("12 Cérat").is_met(faces)
    assert not read_query("Marqué").is_met(faces)
    assert not read_query("Marqué Cérat").is_met(faces)


def test_the_index_holds_no_name_no_phone_and_no_word_of_an_address() -> None:
    private = ["zqcanary", "5145550199", "zqmail"]
    held = case(
        contact=Contact(name="Zqcanary Zqcanary-Two", phone="514-555-0199", email="zqmail@zq.org"),
        place=Place(longitude=-73.86, latitude=45.49, address="12 rue Zqstreet"),
    )
    stored = dict(searched_by(TERMS)(held))
    assert not [mark for mark in private if mark in str(stored).casefold()]
    # The record for everybody has the street, without its number; what a search reads has no word.
    told = [stored.pop(name) for name in ("public", "public_updates")]
    assert "12 rue" not in str(told)
    assert "zqstreet" not in str(stored).casefold()
    assert len(TERMS.of(held)) == len(set(TERMS.of(held))) > 5
    assert {len(term) for term in TERMS.of(held)} == {16}


def test_terms_under_another_key_are_other_terms() -> None:
    held = case(contact=Contact(name="Alix Marqué"))
    other = SearchTerms(derived_key("y" * 32, "search"))
    assert set(TERMS.of(held)).isdisjoint(other.of(held))


@pytest.mark.parametrize("text", ["", "-", "de la", "' '", "·"])
def test_signs_and_particles_alone_are_no_query(text: str) -> None:
    read = read_query(text)
    assert read.tokens == frozenset()
    assert read.is_empty == (text != "de la"), "it may still be a reference"


@given(text=st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read = read_query(text)
    assert read.is_empty or read.anchors([BOROUGH]) or read.tokens


@pytest.mark.parametrize(
    ("text", "code"),
    [("ABCD-EFGH-JKMN-PQRS", True), ("abcd efgh jkmn pqrs", True), ("ABCD-EFGH", False)],
)
def test_a_code_is_known_by_its_form(text: str, code: bool) -> None:
    assert (read_query(text).code is not None) is code
