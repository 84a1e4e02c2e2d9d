"""News of a monthly list, and the mails that it calls for (PV-27, PV-29, PV-33).

A list has a dossier of its own, under the list's id; nothing of a citizen ever enters it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict

LISTS = UUID("5d7f0b52-93a6-4c0e-8b1d-6b2c3a7e9f10")  # of the ids of mails about lists


class ListNews(BaseModel):
    """To one recipient. `event_id`: of the event, and for the council also of whom it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: str
    at: AwareDatetime
    borough: str
    month: str
    is_reminder: bool = False
    department: str = ""
    department_fr: str = ""
    department_en: str = ""
    grid_version: int
    open_count: int
    completed_count: int = 0
    reply_by: str = ""
    person: str = ""
    """Staff id of a member of the council; empty: the department's responsable."""


@dataclass(frozen=True, slots=True)
class ListTold:
    """A list was sent, or is reminded of; one piece of news for each recipient."""

    news: tuple[ListNews, ...]


def mail_id(list_id: str, news: ListNews, template: str) -> str:
    """Id of the mail: the same for the same list, event, recipient and template, for ever."""
    return str(uuid5(LISTS, f"{list_id}/{news.event_id}/{template}"))


def heard(known: tuple[ListNews, ...], told: ListTold) -> dict[str, object]:
    """With the names of the department, which a reminder does not repeat."""
    named: Mapping[str, str] = {}
    for one in (*known, *told.news):
        if one.department_fr:
            named = {"department_fr": one.department_fr, "department_en": one.department_en}
    return {"lists": tuple(_named((*known, *told.news), named))}


def _named(news: tuple[ListNews, ...], names: Mapping[str, str]) -> Iterator[ListNews]:
    for one in news:
        yield one if one.department_fr or not names else one.model_copy(update=dict(names))
