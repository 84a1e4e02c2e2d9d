"""The photos and documents of a complaint, from their announcement until all their bytes are here.

Announcement and pieces come on two topics, in any order: whether a file is whole is looked for,
ever more rarely. Pure.
"""

from datetime import datetime, timedelta

from complaints.domain.file import FileReceived, HeldFile, Investigation, Said

SOONEST, LATEST = timedelta(seconds=1), timedelta(hours=1)


def awaited(state: Investigation) -> HeldFile | None:
    """The file to look for next; None: all are here."""
    waiting = [one for one in state.files if one.look_at is not None]
    return min(waiting, key=lambda one: one.look_at or one.added_at, default=None)


def held(state: Investigation, file_id: str) -> HeldFile | None:
    """A file that is here, whole."""
    found = (one for one in state.files if one.file_id == file_id and one.received_at is not None)
    return next(found, None)


def receive(state: Investigation, file_id: str, now: datetime) -> tuple[Investigation, list[Said]]:
    """All its bytes are here and are those that were announced."""
    return _changed(state, file_id, look_at=None, received_at=now), [FileReceived(file_id, now)]


def postpone(state: Investigation, one: HeldFile, now: datetime) -> Investigation:
    """Not all of it is here: looked for again after as long as it was awaited, an hour at most."""
    pause = min(max(now - one.announced_at, SOONEST), LATEST)
    return _changed(state, one.file_id, look_at=now + pause)


def _changed(state: Investigation, file_id: str, **news: datetime | None) -> Investigation:
    files = tuple(
        one.model_copy(update=news) if one.file_id == file_id else one for one in state.files
    )
    return state.model_copy(update={"files": files})
