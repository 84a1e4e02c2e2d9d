"""Services are the grid's activities; what they ask is checked before anybody is asked."""

from pathlib import Path

import pytest
from chassis.sealing import new_key
from intake.adapters.service_attributes_toml import load
from intake.domain.api_keys import KeyHolder, Keys, hash_of_key
from intake.domain.service_attributes import Attribute, Datatype, lines_of
from intake.entrypoints.open311.formats import Body, as_json, as_xml
from intake.settings import COUNTERS, IntakeSettings
from pydantic import ValidationError

from services.intake.tests.open311.conftest import (
    APP_KEY,
    ASKED,
    GRAFFITI,
    LIGHT,
    PIERREFONDS,
    POTHOLE,
    PREVOST,
    Integrator,
    errors_in,
    root_of,
)


def test_a_borough_offers_its_own_activities_and_then_those_of_its_city_mt_08(
    open311: Integrator,
) -> None:
    told = open311.get("services").json()
    assert [one["service_code"] for one in told] == [POTHOLE, LIGHT, GRAFFITI]
    assert [
        one["service_code"] for one in open311.get("services", jurisdiction=PREVOST).json()
    ] == [POTHOLE]
    pothole = told[0]
    assert pothole == {
        "service_code": POTHOLE,
        "service_name": "Nid-de-poule",
        "description": "Nid-de-poule / Pothole",
        "metadata": False,
        "type": "realtime",
        "keywords": "Pothole, Signaler un nid-de-poule, Trou  rue",
        "group": None,
    }


def test_names_are_english_for_whoever_asks_for_english(open311: Integrator) -> None:
    answer = open311.client.get(
        f"/open311/v2/services.xml?jurisdiction_id={PIERREFONDS}", headers={"accept-language": "en"}
    )
    assert answer.headers["vary"] == "Accept-Language"
    names = [one.text for one in root_of(answer).findall("service/service_name")]
    assert names == ["Pothole", "Faulty street light", "Graffiti"]


def test_a_definition_is_the_same_in_both_forms_with_orders_that_differ(
    open311: Integrator,
) -> None:
    told = open311.get(f"services/{LIGHT}").json()["attributes"]
    inside = root_of(open311.get(f"services/{LIGHT}", "xml"))
    assert inside.tag == "service_definition"
    elements = inside.findall("attributes/attribute")
    assert [one["order"] for one in told] == [1, 2, 3]
    assert [one.findtext("code") for one in elements] == [one["code"] for one in told]
    assert [one.text for one in elements[0].findall("values/value/key")] == ["eteint", "clignote"]
    assert (elements[0].findtext("required"), told[0]["required"]) == ("true", True)
    assert told[2]["datatype_description"] == "en mètres"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_service_of_another_jurisdiction_is_not_found(open311: Integrator, form: str) -> None:
    ((code, text),) = errors_in(open311.get(f"services/{LIGHT}", form, PREVOST))
    assert code == 404
    assert text.startswith("service_code")


def test_what_xml_cannot_hold_is_left_out_and_all_else_is_escaped() -> None:
    text = 'a\x00<b> & "c" \U0001f525'
    body = Body("services", [{"description": text, "group": None, "service_code": 1}])
    assert '<description>a&lt;b&gt; &amp; "c" \U0001f525</description>' in as_xml(body)
    assert "<group/><service_code>1</service_code>" in as_xml(body)
    assert '"group": null, "service_code": 1' in as_json(body)


def test_a_question_that_is_only_read_is_not_answered() -> None:
    read = Attribute(
        code="avis", datatype=Datatype.TEXT, description_fr="Lisez", description_en="Read",
        variable=False,
    )  # fmt: skip
    assert lines_of([read], {})[0] == []
    assert [one.reason for one in lines_of([read], {"avis": ["oui"]})[1]] == ["unknown"]


@pytest.mark.parametrize(("value", "flaws"), [("2026-06-15", []), ("hier", ["not-a-date"])])
def test_a_date_is_one(value: str, flaws: list[str]) -> None:
    when = Attribute(
        code="vu", datatype=Datatype.DATETIME, description_fr="Vu le", description_en="Seen on"
    )
    assert [one.reason for one in lines_of([when], {"vu": [value]})[1]] == flaws


@pytest.mark.parametrize(
    "text",
    [
        '[[prevost.x]]\ncode = "a"\ndatatype = "singlevaluelist"\n',
        '[[atlantis.x]]\ncode = "a"\ndatatype = "string"\n',
        '[[prevost.x]]\ncode = "a b"\ndatatype = "string"\n',
        2 * '[[prevost.x]]\ncode = "a"\ndatatype = "string"\n'
        'description_fr = "f"\ndescription_en = "e"\n',
        '[[prevost.x]]\ncode = "a"\ndatatype = "string"\nrequierd = true\n',
    ],
)
def test_a_file_of_questions_with_a_fault_refuses_to_start(tmp_path: Path, text: str) -> None:
    file = tmp_path / "questions.toml"
    named = 'description_fr = "f"\ndescription_en = "e"\n'
    file.write_text(text if named in text else text + named)
    with pytest.raises(ValueError, match=r"a|prevost|atlantis"):
        load(file, COUNTERS)


def test_ours_asks_in_both_languages_and_of_pierrefonds_alone() -> None:
    ours = load(None, COUNTERS)
    assert set(ours) == {PIERREFONDS}
    for attribute in (one for asked in ours[PIERREFONDS].values() for one in asked):
        assert attribute.description_fr != attribute.description_en
    assert set(ASKED) == {PIERREFONDS}


def test_a_key_is_found_by_its_hash_alone() -> None:
    holder = KeyHolder(name="an-app", boroughs=frozenset({PREVOST}))
    keys = Keys({hash_of_key(APP_KEY): holder})
    assert keys.holder_of(APP_KEY) is holder
    assert keys.holder_of(hash_of_key(APP_KEY)) is None
    assert (holder.serves(PREVOST), holder.serves(PIERREFONDS)) == (True, False)


@pytest.mark.parametrize(
    "keys",
    [
        {"not-a-hash": {"name": "an-app", "boroughs": ["*"]}},
        {"0" * 64: {"name": "an-app", "boroughs": ["atlantis"]}},
        {"0" * 64: {"name": "An App!", "boroughs": ["*"]}},
        {"0" * 64: {"name": "an-app", "boroughs": ["*"], "kind": "king"}},
    ],
)
def test_keys_with_a_fault_refuse_to_start(keys: object) -> None:
    with pytest.raises(ValidationError, match="open311_keys"):
        IntakeSettings.model_validate(
            {"tracking_secret": "x" * 32, "storage_key": new_key(), "open311_keys": keys}
        )
