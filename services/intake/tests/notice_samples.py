"""A board of notices in memory, and notices as staff writes them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from chassis.commands import Commands
from chassis.memory import MemoryStore
from chassis.outbox import Courier, Publisher
from chassis.scribe import Scribe
from chassis.sealing import Seals
from intake.adapters.notice_index import index
from intake.domain.activities import ActivityNames, GridWords, Vocabulary
from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.notice import Notice
from intake.domain.place_text import Form
from intake.entrypoints.notices.board import NoticeBoard

HERE, THERE, CITY = "pierrefonds-roxboro", "verdun", "montreal"
LONGITUDE, LATITUDE = -73.8561, 45.4952
CORNER = "coin Gouin et Saint-Jean"
STREETS = ("boulevard Gouin", "boulevard Saint-Jean")
POTHOLE = ActivityNames(code="nid-de-poule", name_fr="Nid-de-poule", name_en="Pothole")
SNOW = ActivityNames(code="neige", name_fr="Déneigement", synonyms=("Collecte de la neige",))
WATER = ActivityNames(code="eau", name_fr="Qualité de l'eau", name_en="Water quality")


class Nobody:
    """A broker that takes nothing: what is said stays pending, to be looked at."""

    async def send(self, entries: Any) -> list[bool]:
        """None of them is taken."""
        return [False for _ in entries]


def notice_board(
    clock: Callable[[], datetime],
    gazetteer: Gazetteer,
    vocabulary: Callable[[], Awaitable[Vocabulary]],
) -> NoticeBoard:
    """A board on a store in memory."""
    store: MemoryStore[Notice] = MemoryStore(Notice, index)
    commands = Commands(
        store,
        Scribe("intake", Seals({}), clock),
        Courier(Publisher(store, Nobody())),
        deadline_seconds=1.0,
    )
    return NoticeBoard(store, commands, clock, vocabulary, gazetteer)


def vocabulary_of_notices() -> Vocabulary:
    """Two boroughs of a city; what the city's grid has, they have."""
    words = ("nid de poule", "pothole", "deneigement", "qualite de l eau")
    return Vocabulary(
        [
            GridWords(borough=CITY, version=1, words=words, activities=(POTHOLE, SNOW, WATER)),
            GridWords(borough=HERE, version=1, inherits=CITY),
            GridWords(borough=THERE, version=1, inherits=CITY),
        ]
    )


def gazetteer_of_notices() -> Gazetteer:
    """One corner of Pierrefonds."""
    return Gazetteer([Spot(Form.CORNER, STREETS, HERE, CITY, LONGITUDE, LATITUDE, "m")])


def notice(**changes: Any) -> dict[str, Any]:
    """A notice in force at the time of the tests, as the API takes it; None leaves a field out."""
    whole = {
        "borough": HERE,
        "kind": "snow-removal",
        "titleFr": "Chargement de la neige",
        "titleEn": "Snow loading",
        "bodyFr": "La neige est chargée cette nuit.",
        "bodyEn": "Snow is loaded tonight.",
        "startsAt": "2026-06-15T08:00:00-04:00",
        "endsAt": "2026-06-16T08:00:00-04:00",
        "activities": ["Déneigement"],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}
