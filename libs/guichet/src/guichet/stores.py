"""Opens the stores of a house for reading: those of one that runs, or of one that was stopped."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from guichet.embedded.chooser import choose_database
from guichet.embedded.mongo_secantus import database_answers
from guichet.embedded.process import EmbeddedServerError

ADDRESS = "mongo.uri"


@asynccontextmanager
async def stores_of(
    data: Path, mongo: str | None, notify: Callable[[str], None]
) -> AsyncIterator[str]:
    """Connection string of the stores, good while the block lasts.

    `mongo` if given; else the database of the `guichet up` that runs on `data`; else the one that
    it left there, started for as long as the block lasts. Raises EmbeddedServerError.
    """
    kept = data / ADDRESS
    if mongo is None and kept.is_file():
        running = kept.read_text()
        if await database_answers(running, write=False):
            yield running
            return
    if mongo is None and not (data / "mongo").is_dir():
        raise EmbeddedServerError(
            f"{data} : aucun guichet ici. Lancez « guichet up », ou donnez --data ou --mongo. / "
            "No house here: start `guichet up`, or give --data or --mongo."
        )
    server = await choose_database(mongo or "auto", data_dir=data, notify=notify)
    if mongo is None:
        notify(
            "Le guichet est arrêté : lecture de ce qu'il a gardé. / Stopped: reading its stores."
        )
    async with server:
        yield server.database.uri
