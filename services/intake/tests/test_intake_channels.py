"""A channel by which nothing arrives any more is seen: in words, as a gauge, in the log."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.heartbeat import HOUR, Heartbeat
from intake.entrypoints.channel_watch import ChannelWatch
from prometheus_client import REGISTRY

from services.intake.tests.conftest import CALLERS, NOW, Counter, form

PR = "pierrefonds-roxboro"
MOMENTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
HOURS = st.integers(0, 10_000)


def channels(
    counter: Counter, by: str = "technician", query: str = ""
) -> dict[str, dict[str, object]]:
    answer = counter.get(f"/channels{query}", by=by)
    assert answer.status_code == 200, answer.text
    return {one["channel"]: one for one in answer.json()["items"] if one["borough"] == PR}


def gauge(name: str, channel: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"borough": PR, "channel": channel})


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.__dict__["channel"]
        for record in caplog.records
        if record.name == "intake.entrypoints.channel_watch"
    ]


@given(MOMENTS, HOURS, st.integers(-500, 10_000))
def test_silence_begins_after_the_hours_allowed_and_not_before(
    now: datetime, allowed: int, ago: int
) -> None:
    heard = Heartbeat(PR, "phone", now - timedelta(hours=ago), allowed)
    assert heard.is_silent(now) == (ago > allowed)
    assert heard.silent_hours(now) == max(ago, 0)


@given(MOMENTS, HOURS, st.integers(0, 10_000))
def test_a_silence_only_grows_until_something_arrives(
    now: datetime, allowed: int, later: int
) -> None:
    heard = Heartbeat(PR, "web", now, allowed)
    assert not heard.is_silent(now)
    after = now + later * HOUR
    assert heard.is_silent(after + HOUR) >= heard.is_silent(after)
    assert (heard.silent_hours(after + HOUR) or 0) > (heard.silent_hours(after) or 0)


def test_a_channel_that_never_was_heard_is_silent_from_the_first() -> None:
    assert Heartbeat(PR, "phone", None, 10_000).is_silent(NOW)
    assert Heartbeat(PR, "phone", None, 10_000).silent_hours(NOW) is None


def test_each_channel_shows_its_last_arrival_and_whether_it_is_silent_pv_01(
    counter: Counter,
) -> None:
    counter.register(channel="phone")
    counter.register(channel="letter", received_at=None)
    counter.now = NOW + timedelta(hours=72, minutes=59)
    found = channels(counter)
    assert found["phone"] == {
        "borough": PR,
        "channel": "phone",
        "channelText": "téléphone",
        "lastArrivedAt": "2026-06-15T14:00:00Z",
        "silentHours": 72,
        "allowedHours": 72,
        "isSilent": True,
    }
    assert (found["web"]["isSilent"], found["web"]["lastArrivedAt"]) == (True, None)
    assert set(found) == {"phone", "web"}, "from letters nothing is expected"
    counter.register(channel="phone")
    assert channels(counter)["phone"]["isSilent"] is False


def test_the_newest_arrival_counts_in_whatever_order_they_were_entered(counter: Counter) -> None:
    counter.register()
    counter.register(receivedAt=(NOW - timedelta(days=9)).isoformat())
    assert channels(counter)["phone"]["lastArrivedAt"] == "2026-06-15T14:00:00Z"


def test_channels_are_for_those_who_watch_over_their_own_counters(counter: Counter) -> None:
    counter.register()
    assert counter.get("/channels", by=None).status_code == 401
    assert counter.get("/channels", by="elected").status_code == 403
    assert channels(counter, by="elsewhere") == {}
    assert channels(counter, by="operator").keys() == {"phone", "web"}
    assert channels(counter, query="?borough=prevost") == {}


async def test_silence_is_logged_once_and_again_only_after_it_was_broken(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    counter.register(channel="web")
    counter.register(channel="phone")
    watch = ChannelWatch(counter.desk)
    await watch.look()
    assert warnings(caplog) == []
    counter.now = NOW + timedelta(hours=80)
    for _ in range(3):
        await watch.look()
    assert warnings(caplog) == ["phone"], "web may be silent for 96 hours"
    counter.register(channel="phone")
    await watch.look()
    counter.now += timedelta(hours=73)
    await watch.look()
    assert warnings(caplog) == ["phone", "phone", "web"]


async def test_the_gauges_say_how_long_and_whether_it_is_too_long(counter: Counter) -> None:
    counter.register(channel="phone")
    counter.now = NOW + timedelta(hours=80)
    await ChannelWatch(counter.desk).look()
    assert gauge("guichet_channel_silence_hours", "phone") == 80
    assert gauge("guichet_channel_silent", "phone") == 1
    assert gauge("guichet_channel_silence_hours", "web") is None, "nothing ever came: no number"
    assert gauge("guichet_channel_silent", "web") == 1
    assert gauge("guichet_channel_silent", "letter") is None, "nothing is expected"


def test_the_page_says_in_words_what_is_silent(counter: Counter) -> None:
    counter.register(channel="phone")
    counter.now = NOW + timedelta(hours=80)
    assert counter.client.get("/canaux").status_code == 303
    counter.client.cookies.set("guichet_session", "technician")
    page = counter.client.get("/canaux").text
    assert "2 silencieux sur 2" in page
    assert "il y a 80 h" in page
    assert "encore arrivé" in page
    assert 'aria-current="page">Canaux' in page
    english = counter.client.get("/canaux?lang=en").text
    assert "2 silent of 2" in english
    assert "Nothing has arrived yet" in english
    counter.client.cookies.set("guichet_session", "elected")
    assert counter.client.get("/canaux").status_code == 403


def test_no_answer_about_channels_names_anybody(counter: Counter) -> None:
    answer = counter.post("/cases", form())
    seen = counter.get("/channels").text
    for private in ("Alix", "alix@", "13665", answer.json()["trackingCode"], "tech-pr"):
        assert private not in seen
    assert CALLERS["technician"].subject not in seen
