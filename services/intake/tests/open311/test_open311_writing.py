"""POST requests: the counter's own way in, under a key; what is wrong is named, nothing kept."""

from typing import Any

import pytest
from contracts.events.intake import (
    CaseDetailsRecordedV1,
    CaseRegisteredV1,
    ComplaintHandedOverV1,
)
from contracts.words import Channel
from intake.domain.service_attributes import LONGEST
from intake.entrypoints.open311.formats import FORMATS

from services.intake.tests.conftest import KEY, the
from services.intake.tests.open311.conftest import (
    APP_KEY,
    LIGHT,
    MONTREAL,
    PIERREFONDS,
    POINT,
    POTHOLE,
    PREVOST,
    PREVOST_KEY,
    Integrator,
    errors_in,
    root_of,
)

WHOLE: dict[str, Any] = {
    "service_code": LIGHT,
    "attribute[panne][]": ["eteint", "clignote"],
    "attribute[numero]": "P-12",
    "address_string": "13665, boulevard de Pierrefonds",
    "description": "Éteint depuis mardi <3 & « sombre »",
    "first_name": "Alix",
    "last_name": "Marqué",
    "email": "alix@example.org",
    "phone": "514 555-0100",
    "device_id": "device-1",
    "account_id": "account-1",
    "media_url": "https://photos.example.org/1.jpg",
    **POINT,
}


def test_a_request_is_a_case_like_any_other_pv_01(open311: Integrator) -> None:
    case_id = open311.open(**WHOLE)
    registration = open311.counter.state(case_id).registration
    assert registration is not None
    assert registration.description == (
        "Éteint depuis mardi <3 & « sombre »\n"
        "Qu'est-ce qui ne va pas : Éteint, Clignote\n"
        "Numéro du lampadaire : P-12\n"
        "Photo (adresse donnée par l'appelant) : https://photos.example.org/1.jpg"
    )
    assert registration.contact is not None
    assert registration.contact.name == "Alix Marqué"
    assert registration.place is not None
    assert (registration.place.latitude, registration.place.longitude) == (45.49, -73.86)
    said = open311.counter.said(case_id)
    registered = the(CaseRegisteredV1, said)
    assert (registered.channel, registered.activity) == (Channel.OPEN311, "Éclairage défectueux")
    assert the(CaseDetailsRecordedV1, said).description == registration.description


def test_the_answers_of_a_citizen_are_said_in_no_open_topic(open311: Integrator) -> None:
    case_id = open311.open(**WHOLE)
    pending = open311.counter.store.documents[case_id].pending
    told = [entry.value for entry in pending if entry.topic == "intake-cases"]
    assert told
    assert not any(b"P-12" in value or b"photos.example" in value for value in told)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_id_is_given_at_once_with_what_happens_next(open311: Integrator, form: str) -> None:
    answer = open311.post("requests", form, service_code=POTHOLE, **POINT)
    assert answer.headers["cache-control"] == "no-store"
    if form == "json":
        (told,) = answer.json()
        assert told.keys() == {"service_request_id", "service_notice", "account_id"}
        case_id, notice = told["service_request_id"], told["service_notice"]
    else:
        root = root_of(answer)
        assert [one.tag for one in root] == ["request"]
        case_id = root.findtext("request/service_request_id", "")
        notice = root.findtext("request/service_notice", "")
    assert open311.counter.state(case_id).registration is not None
    assert notice == "Nous dirigeons votre demande vers le service responsable."


def test_whoever_speaks_of_damage_is_told_of_the_notice_and_of_danger_of_911_c_13(
    open311: Integrator,
) -> None:
    words = "Fil électrique tombé, il a endommagé ma voiture"
    answer = open311.post(
        "requests",
        service_code=POTHOLE,
        description=words,
        headers={"accept-language": "en"},
        **POINT,
    )
    notice = answer.json()[0]["service_notice"]
    assert "911" in notice
    assert "15 days" in notice


def test_without_words_the_name_of_the_service_stands_for_them(open311: Integrator) -> None:
    registration = open311.counter.state(open311.open()).registration
    assert registration is not None
    assert registration.description == "Nid-de-poule"


def test_a_device_that_tries_again_under_its_key_opens_no_second_case(open311: Integrator) -> None:
    headers = {"idempotency-key": KEY}
    first, again = (
        open311.post("requests", service_code=POTHOLE, headers=headers, **POINT) for _ in range(2)
    )
    assert first.json() == again.json()
    assert len(open311.counter.store.documents) == 1
    other = open311.post(
        "requests", service_code=POTHOLE, headers=headers, lat="45.5", long="-73.9"
    )
    assert (other.status_code, errors_in(other)[0][0]) == (400, 400)
    theirs = open311.post("requests", service_code=POTHOLE, headers=headers, key=APP_KEY, **POINT)
    assert theirs.json()[0] != first.json()[0], "the key of another integrator is another key"


def test_without_such_a_key_each_call_is_a_new_case(open311: Integrator) -> None:
    assert open311.open() != open311.open()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"service_code": ""}, [(400, "service_code")]),
        ({"service_code": "nowhere"}, [(404, "service_code")]),
        ({"lat": "", "long": ""}, [(400, "lat")]),
        ({"long": ""}, [(400, "long")]),
        ({"lat": "north"}, [(400, "lat")]),
        ({"lat": "91"}, [(400, "lat")]),
        ({"lat": "nan"}, [(400, "lat")]),
        ({"lat": "", "long": "", "address_id": "7"}, [(400, "address_id")]),
        ({"lat": "", "long": "", "address_string": "x"}, [(400, "address_string")]),
        ({"email": "nobody"}, [(400, "email")]),
        ({"phone": "call me"}, [(400, "phone")]),
        ({"media_url": "javascript:alert(1)"}, [(400, "media_url")]),
        ({"description": "x" * 4001}, [(400, "description")]),
        ({"description": "<script>x</script>"}, [(400, "description")]),
        ({"attribute[colour]": "red"}, [(400, "attribute[colour]")]),
        ({"service_code": LIGHT}, [(400, "attribute[panne]")]),
        ({"service_code": LIGHT, "attribute[panne]": "cassé"}, [(400, "attribute[panne]")]),
        (
            {"service_code": LIGHT, "attribute[panne]": "eteint", "attribute[hauteur]": "haut"},
            [(400, "attribute[hauteur]")],
        ),
        (
            {
                "service_code": LIGHT,
                "attribute[panne]": "eteint",
                "attribute[numero][]": ["1", "2"],
            },
            [(400, "attribute[numero]")],
        ),
        (
            {
                "service_code": LIGHT,
                "attribute[panne]": "eteint",
                "attribute[numero]": "9" * (LONGEST + 1),
            },
            [(400, "attribute[numero]")],
        ),
        (
            {"service_code": LIGHT, "lat": "", "long": "", "description": "<b>x</b>"},
            [(400, "attribute[panne]"), (400, "description"), (400, "lat")],
        ),
    ],
)
def test_each_argument_that_is_wrong_is_named_and_nothing_is_stored(
    open311: Integrator, changes: dict[str, Any], wrong: list[tuple[int, str]]
) -> None:
    for form in FORMATS:
        answer = open311.post("requests", form, **{"service_code": POTHOLE, **POINT, **changes})
        assert answer.status_code == wrong[0][0]
        told = errors_in(answer)
        assert [(code, text.split(" :")[0]) for code, text in told] == wrong
    assert open311.counter.store.documents == {}


def test_four_thousand_characters_are_taken_the_answers_among_them(open311: Integrator) -> None:
    long: dict[str, Any] = {"description": "é" * 4000}
    case_id = open311.open(**long)
    registration = open311.counter.state(case_id).registration
    assert registration is not None
    assert registration.description == "é" * 4000
    answer = open311.post("requests", **{**WHOLE, **long})
    assert "réponses" in errors_in(answer)[0][1]


def test_words_of_that_length_are_handed_over_whole_where_they_are_a_complaint(
    open311: Integrator,
) -> None:
    case_id = open311.open(description="é" * 4000, address_string="Boulevard de Pierrefonds")
    answer = open311.counter.post(f"/cases/{case_id}/reclassify", {"kind": "complaint"})
    assert answer.status_code == 200
    said = open311.counter.said(case_id)
    parts = [one for one in said if isinstance(one, ComplaintHandedOverV1)]
    assert [one.adds for one in parts] == [False, True]
    whole = "".join(one.statement or "" for one in parts)
    assert whole.count("é") == 4000
    assert "Boulevard de Pierrefonds" in whole


@pytest.mark.parametrize(
    ("key", "jurisdiction", "status", "name"),
    [
        ("", PIERREFONDS, 403, "api_key"),
        ("wrong", PIERREFONDS, 403, "api_key"),
        (PREVOST_KEY, PIERREFONDS, 403, "api_key"),
        (PREVOST_KEY, "", 400, "jurisdiction_id"),
        (PREVOST_KEY, "atlantis", 404, "jurisdiction_id"),
    ],
)
def test_a_key_opens_its_own_boroughs_and_no_other(
    open311: Integrator, key: str, jurisdiction: str, status: int, name: str
) -> None:
    answer = open311.post("requests", "xml", jurisdiction, key, service_code=POTHOLE, **POINT)
    assert answer.status_code == status
    ((code, text),) = errors_in(answer)
    assert (code, text.split(" :")[0]) == (status, name)
    assert open311.counter.store.documents == {}
    assert open311.post(
        "requests", jurisdiction=PREVOST, key=PREVOST_KEY, service_code=POTHOLE, **POINT
    ).json()


def test_a_key_in_the_address_is_not_looked_at(open311: Integrator) -> None:
    answer = open311.client.post(
        "/open311/v2/requests.json?api_key=" + APP_KEY,
        data={"jurisdiction_id": MONTREAL, "service_code": POTHOLE, **POINT},
    )
    assert (answer.status_code, errors_in(answer)[0][0]) == (403, 403)


def test_nobody_says_of_another_way_in_that_it_was_this_one(open311: Integrator) -> None:
    form = {"borough": PIERREFONDS, "kind": "request", "activity": "Nid-de-poule",
            "channel": "open311", "description": "Un trou."}  # fmt: skip
    assert open311.counter.post("/cases", form).status_code == 400
    assert open311.counter.post("/cases", form, by=None).status_code == 401


def test_a_trial_is_held_to_the_same_rules_and_stores_nothing(open311: Integrator) -> None:
    open311.prefix = "/open311/test/v2"
    wrong = open311.post("requests", service_code=LIGHT, **POINT)
    assert errors_in(wrong)[0][1].startswith("attribute[panne]")
    (told,) = open311.post("requests", service_code=POTHOLE, **POINT).json()
    assert told["service_notice"] == "Essai : rien n'a été enregistré."
    assert open311.get(f"requests/{told['service_request_id']}").status_code == 404
    assert open311.counter.store.documents == {}
