"""What the mail about a monthly list says: how many requests, until when, and where the list is.

Nothing of what stands in the list leaves with it: whoever may read it signs in.
"""

from datetime import date

from notifications.application.date_words import date_en, date_fr, month_words
from notifications.application.offices import office
from notifications.application.undeliverable import NoAddress
from notifications.domain.dossier import AssignmentNews, Delivery, Dossier
from notifications.domain.list_news import ListNews
from notifications.domain.people import Directories
from notifications.domain.voices import Voices


def list_news_of(dossier: Dossier, delivery: Delivery) -> ListNews | None:
    """The news that this mail tells, where the dossier is that of a list."""
    return next((one for one in dossier.lists if one.event_id == delivery.event_id), None)


def list_letter(
    list_id: str, news: ListNews, voices: Voices, people: Directories, on: date, public_url: str
) -> tuple[str, str, dict[str, str]]:
    """Address, name beside it, and the words. Raises NotYet, NoAddress."""
    if news.person:
        official = people.official(news.borough, news.person)
        if official is None or not official.email:
            raise NoAddress("official")
        to_address, to_name = official.email, official.name
        named = {"responsable": "", "substitute": ""}
    else:
        to_address, to_name, named = office(list_id, _given(news, people, on), voices, people, on)
    month_fr, month_en = month_words(news.month)
    until = date.fromisoformat(news.reply_by) if news.reply_by else None
    return (
        to_address,
        to_name,
        {
            **named,
            "department_fr": news.department_fr or news.department,
            "department_en": news.department_en or news.department_fr or news.department,
            "month_fr": month_fr,
            "month_en": month_en,
            "open_count": str(news.open_count),
            "completed_count": str(news.completed_count),
            "reply_by_fr": date_fr(until) if until else "",
            "reply_by_en": date_en(until) if until else "",
            "list_url": f"{public_url}/listes/{list_id}",
        },
    )


def _given(news: ListNews, people: Directories, on: date) -> AssignmentNews:
    """As if the department had been given the list: its responsable de la réception reads it."""
    return AssignmentNews(
        event_id=news.event_id,
        at=news.at,
        borough=news.borough,
        department=news.department,
        grid_version=news.grid_version,
        is_news_to_citizen=False,
        department_fr=news.department_fr or news.department,
        department_en=news.department_en,
        reception=people.reception(news.borough, news.department, on),
    )
