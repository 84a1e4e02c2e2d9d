"""Notices over HTTP: published by staff, said in the open, read by anybody (PR-09)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from chassis.identity import Caller
from contracts.events.notices import NoticePublishedV1, NoticeWithdrawnV1
from intake.domain.activities import Vocabulary
from intake.domain.gazetteer import Gazetteer

from services.intake.tests.conftest import CALLERS, KEY, Counter, opened, targets
from services.intake.tests.notice_samples import (
    CITY,
    CORNER,
    HERE,
    LATITUDE,
    LONGITUDE,
    gazetteer_of_notices,
    notice,
    vocabulary_of_notices,
)


@pytest.fixture
def gazetteer() -> Gazetteer:
    return gazetteer_of_notices()


@pytest.fixture
def grids() -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return vocabulary_of_notices()

    return known


def publish(counter: Counter, number: int = 1, **changes: Any) -> str:
    answer = counter.post("/notices", notice(**changes), key=f"{KEY}-{number}")
    assert answer.status_code == 201, answer.text
    notice_id: str = answer.json()["noticeId"]
    return notice_id


def said(counter: Counter, notice_id: str) -> list[Any]:
    documents: Any = counter.desk.notices.store
    return [opened(entry) for entry in documents.documents[notice_id].pending]


def told(counter: Counter, borough: str = HERE) -> list[str]:
    items = counter.get(f"/notices?borough={borough}", by=None).json()["items"]
    return [one["title"] for one in items]


def answers(counter: Counter, **asked: Any) -> list[str]:
    answer = counter.post("/notices/answers", {"borough": HERE, **asked}, by=None, key=None)
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["items"]]


def test_a_notice_is_said_in_the_open_without_its_author_and_read_by_anybody_pr_09(
    counter: Counter,
) -> None:
    notice_id = publish(counter)
    (event,) = said(counter, notice_id)
    assert isinstance(event, NoticePublishedV1)
    assert (event.revision, event.author_role, event.activities) == (1, "technician", ["neige"])
    documents: Any = counter.desk.notices.store
    (entry,) = documents.documents[notice_id].pending
    assert (entry.topic, entry.key) == ("intake-notices", notice_id)
    assert entry.headers["ce_borough"] == HERE
    assert "tech-pr" not in entry.value.decode() + str(entry.headers)
    (shown,) = counter.get(f"/notices?borough={HERE}", by=None).json()["items"]
    assert (shown["title"], shown["standing"]) == ("Chargement de la neige", "current")
    assert shown["periodText"] == "Du 15 juin 2026, 08 h 00 au 16 juin 2026, 08 h 00"
    english = counter.get(f"/notices/{notice_id}", by=None, accept_language="en").json()
    assert (english["title"], english["body"]) == ("Snow loading", "Snow is loaded tonight.")
    assert "tech-pr" not in str(shown)


def test_a_notice_sent_twice_is_published_once(counter: Counter) -> None:
    assert publish(counter) == publish(counter)
    assert told(counter) == ["Chargement de la neige"]
    conflict = counter.post("/notices", notice(titleFr="Autre"), key=f"{KEY}-1")
    assert conflict.status_code == 422


def test_a_change_says_the_whole_notice_anew_and_a_withdrawal_ends_it_pr_09(
    counter: Counter,
) -> None:
    notice_id = publish(counter)
    later = notice(borough=None, titleFr="Reporté", endsAt="2026-06-18T08:00:00-04:00")
    answer = counter.client.put(
        f"/api/intake/v1/notices/{notice_id}",
        json=later,
        headers={"authorization": "Bearer technician", "idempotency-key": KEY},
    )
    assert answer.json() == {"noticeId": notice_id, "borough": HERE, "revision": 2}
    assert told(counter) == ["Reporté"]
    assert counter.post(f"/notices/{notice_id}/withdraw").status_code == 200
    assert counter.post(f"/notices/{notice_id}/withdraw").status_code == 200, "a repeat is answered"
    first, second, third = said(counter, notice_id)
    assert (first.title_fr, second.title_fr) == ("Chargement de la neige", "Reporté")
    assert isinstance(third, NoticeWithdrawnV1)
    assert [first.revision, second.revision, third.revision] == [1, 2, 3]
    assert told(counter) == []
    assert counter.get(f"/notices/{notice_id}", by=None).json()["standing"] == "withdrawn"
    again = counter.post(f"/notices/{notice_id}/withdraw", key=f"{KEY}-again")
    assert again.status_code == 422
    assert "retiré" in again.json()["error"]["message"]


@pytest.mark.parametrize(
    ("by", "status"), [(None, 401), ("elected", 403), ("responsable", 403), ("elsewhere", 403)]
)
def test_only_those_who_speak_for_the_counter_publish_for_it(
    counter: Counter, by: str | None, status: int
) -> None:
    assert counter.post("/notices", notice(), by=by).status_code == status
    assert told(counter) == []


def test_a_notice_of_another_counter_is_not_there_to_be_changed(counter: Counter) -> None:
    notice_id = publish(counter)
    assert counter.post(f"/notices/{notice_id}/withdraw", by="elsewhere").status_code == 404
    changed = counter.client.put(
        f"/api/intake/v1/notices/{notice_id}",
        json=notice(borough=None),
        headers={"authorization": "Bearer elsewhere", "idempotency-key": KEY},
    )
    assert changed.status_code == 404
    assert len(said(counter, notice_id)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"titleEn": None}, "titleEn"),
        ({"bodyFr": "  "}, "bodyFr"),
        ({"titleFr": "x" * 121}, "titleFr"),
        ({"titleFr": "deux\nlignes"}, "titleFr"),
        ({"bodyEn": "x" * 2001}, "bodyEn"),
        ({"kind": "rumour"}, "kind"),
        ({"startsAt": "2026-06-15T08:00:00"}, "startsAt"),
        ({"endsAt": "2026-06-15T08:00:00-04:00"}, "endsAt"),
        ({"startsAt": "2026-06-01T08:00:00Z", "endsAt": "2026-06-02T08:00:00Z"}, "endsAt"),
        ({"endsAt": "2206-06-16T08:00:00-04:00"}, "endsAt"),
        ({"activities": ["Déneigement", "Magie noire"]}, "activities"),
        ({"activities": ["--"]}, "activities"),
        ({"area": {"text": "coin Nulle et Part", "radiusMetres": 100}}, "area.text"),
        ({"area": {"radiusMetres": 100}}, "area.text"),
        ({"area": {"text": CORNER}}, "area.radiusMetres"),
        ({"area": {"text": CORNER, "radiusMetres": 100_000}}, "area.radiusMetres"),
        ({"area": {"longitude": -73.8, "radiusMetres": 100}}, "area"),
        ({"area": {"longitude": -73.8, "latitude": 91.0, "radiusMetres": 9}}, "area.latitude"),
        ({"area": {"streets": ["rue X"], "radiusMetres": 100}}, "area.streets"),
        ({"area": {"streets": ["..."]}}, "area.streets"),
        ({"borough": "atlantis"}, "borough"),
        ({"author": "Untel"}, "author"),
    ],
)
def test_a_notice_with_a_fault_is_refused_by_field_and_nothing_is_kept_pr_09(
    counter: Counter, changes: dict[str, Any], field: str
) -> None:
    refused = counter.post("/notices", notice(**changes))
    assert refused.status_code == 400, refused.text
    assert field in targets(refused)
    assert "Magie" not in refused.text
    assert "Nulle" not in refused.text, "no reason quotes what was typed"
    assert told(counter) == []


def test_notices_in_force_go_before_those_to_come_and_the_city_speaks_to_its_boroughs_pr_09(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = Caller("tech", frozenset({"technician"}), frozenset({HERE, CITY}))
    monkeypatch.setitem(CALLERS, "all", everywhere)
    soon = {"startsAt": "2026-06-16T08:00:00Z", "endsAt": "2026-06-17T08:00:00Z"}
    publish(counter, 1, titleFr="Demain", **soon)
    publish(counter, 2, titleFr="Ce soir")
    city = notice(borough=CITY, titleFr="Toute la ville", endsAt="2026-06-15T20:00:00-04:00")
    assert counter.post("/notices", city, by="all", key=f"{KEY}-3").status_code == 201
    assert told(counter) == ["Toute la ville", "Ce soir", "Demain"]
    assert told(counter, "verdun") == ["Toute la ville"]
    assert counter.get("/notices?borough=atlantis", by=None).status_code == 400


def test_a_notice_answers_by_activity_words_point_address_or_street_pr_09(
    counter: Counter,
) -> None:
    publish(counter, 1, titleFr="Neige partout")
    area = {"text": CORNER, "radiusMetres": 200}
    publish(counter, 2, titleFr="Travaux au coin", activities=[], area=area)
    publish(counter, 3, titleFr="Rue fermée", activities=[], area={"streets": ["rue Pavillon"]})
    assert answers(counter, activity="collecte de la neige") == ["Neige partout"]
    assert answers(counter, text="le déneigement n'est pas fait") == ["Neige partout"]
    assert answers(counter, place={"address": CORNER}) == ["Travaux au coin"]
    point = {"longitude": LONGITUDE, "latitude": LATITUDE}
    both = answers(counter, activity="Déneigement", place=point)
    assert both == ["Travaux au coin", "Neige partout"]
    assert answers(counter, place={"address": "12, rue Pavillon"}) == ["Rue fermée"]
    assert answers(counter, activity="Nid-de-poule", place={"address": "rue Ailleurs"}) == []


def test_a_place_named_by_its_corner_is_kept_as_a_point_pr_09(counter: Counter) -> None:
    notice_id = publish(counter, area={"text": CORNER, "radiusMetres": 200})
    (event,) = said(counter, notice_id)
    assert event.place.longitude == LONGITUDE
    shown = counter.get(f"/notices/{notice_id}", by=None).json()
    assert shown["placeText"] == f"À moins de 200 m de : {CORNER}"
    assert shown["place"]["latitude"] == LATITUDE
