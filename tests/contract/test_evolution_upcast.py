"""V2 beside V1: a reader is given the newest version that it handles, on the wire or upcast."""

from datetime import datetime
from typing import Any

import pytest
from chassis.inbox import Handler
from chassis.outcome import Outcome
from contracts import Received, registry
from contracts.registry import Event, event, newest, upcast
from guichet_testing import toy
from guichet_testing.rig import Rig, stream


class Songs:
    """Three versions of one event, known for one test."""

    def __init__(self) -> None:
        @event("intake.case-sung.v1", topic="intake-cases")
        class CaseSungV1(Event):
            case_id: str
            verses: str

        @event("intake.case-sung.v2", topic="intake-cases")
        class CaseSungV2(Event):
            case_id: str
            verses: int

        @event("intake.case-sung.v3", topic="intake-cases")
        class CaseSungV3(Event):
            case_id: str
            verses: int
            loud: bool

        @upcast(CaseSungV1, CaseSungV2)
        def _counted(old: CaseSungV1) -> CaseSungV2:
            return CaseSungV2(case_id=old.case_id, verses=len(old.verses.split("/")))

        @upcast(CaseSungV2, CaseSungV3)
        def _heard(old: CaseSungV2) -> CaseSungV3:
            return CaseSungV3(case_id=old.case_id, verses=old.verses, loud=False)

        self.v1, self.v2, self.v3 = CaseSungV1, CaseSungV2, CaseSungV3

    def first(self) -> Event:
        return self.v1(case_id="c1", verses="frère/jacques")


@pytest.fixture
def songs(monkeypatch: pytest.MonkeyPatch) -> Songs:
    monkeypatch.setattr(registry, "_by_type", dict(registry.event_types()))
    monkeypatch.setattr(registry, "_upcasters", dict(registry._upcasters))
    return Songs()


def hears(*classes: type[Event]) -> dict[type[Event], Handler[Any]]:
    """Handlers that note what they were given."""

    def on_sung(state: Any, received: Received[Any], now: datetime) -> Outcome[Any]:
        heard = f"{type(received.data).__name__}:{received.data.verses}"
        tally = state or toy.Tally(case_id=received.data.case_id)
        return Outcome(tally.model_copy(update={"heard": (*tally.heard, heard)}))

    return dict.fromkeys(classes, on_sung)


def test_an_event_is_given_in_the_newest_version_that_is_handled(songs: Songs) -> None:
    first = songs.first()
    assert newest(first, {songs.v1}) is first
    assert newest(first, {songs.v1, songs.v2}) == songs.v2(case_id="c1", verses=2)
    assert newest(first, {songs.v3}) == songs.v3(case_id="c1", verses=2, loud=False)
    assert newest(first, {songs.v1, songs.v3}) == newest(first, {songs.v3})
    assert newest(first, ()) is first


def test_a_newer_event_is_never_given_as_an_older_one(songs: Songs) -> None:
    third = songs.v3(case_id="c1", verses=2, loud=True)
    assert newest(third, {songs.v1, songs.v2}) is third


@pytest.mark.parametrize(
    ("handled", "heard"),
    [
        (("v1",), ("CaseSungV1:frère/jacques",)),
        (("v2",), ("CaseSungV2:2", "CaseSungV2:7")),
        (("v1", "v2"), ("CaseSungV2:2", "CaseSungV2:7")),
    ],
)
async def test_the_inbox_upcasts_what_came_in_an_old_version(
    songs: Songs, handled: tuple[str, ...], heard: tuple[str, ...]
) -> None:
    rig = Rig(handlers=hears(*(getattr(songs, name) for name in handled)))
    await rig.cases.handle(stream([songs.first(), songs.v2(case_id="c1", verses=7)]))
    assert rig.heard("c1") == heard
    assert rig.parked() == []


async def test_an_upcast_event_is_handled_once_like_any_other(songs: Songs) -> None:
    rig = Rig(handlers=hears(songs.v2))
    records = stream([songs.first()])
    await rig.cases.handle([*records, *records])
    await rig.cases.handle(records)
    assert rig.heard("c1") == ("CaseSungV2:2",)


def test_an_upcaster_goes_from_one_version_to_the_next_and_is_the_only_one(songs: Songs) -> None:
    with pytest.raises(ValueError, match="is not the version after"):
        upcast(songs.v1, songs.v3)
    with pytest.raises(ValueError, match="has an upcaster already"):
        upcast(songs.v1, songs.v2)
