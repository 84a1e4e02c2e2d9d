"""What whoever has the next word in a case of an elected official reads (MH-05): that, not why.

Notes of a step stay in routing; here is which step it was, and what comes next.
"""

from collections.abc import Mapping
from datetime import date

from notifications.application.undeliverable import NoAddress
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.people import Directories

Words = tuple[str, str]  # French, English

STEPS: Mapping[str, tuple[Words, Words]] = {
    "answered": (
        ("Le service a répondu et clos le dossier", "The department answered and closed the case"),
        (
            "Si la réponse ne satisfait pas, dites-le dans le dossier.",
            "If the answer does not satisfy, say so in the case.",
        ),
    ),
    "referred": (
        ("Un membre du conseil vous soumet un dossier", "An elected official refers a case to you"),
        (
            "Faites le suivi avec la direction du service et le membre du conseil.",
            "Follow up with the department’s director and the official.",
        ),
    ),
    "followed-up": (
        (
            "La direction générale suit un dossier avec vous",
            "The general director follows a case up with you",
        ),
        (
            "Traitez-le selon la formule appropriée, puis inscrivez-le au dossier.",
            "Handle it as appropriate, then record it in the case.",
        ),
    ),
    "reported": (
        ("Le dossier que vous avez signalé est traité", "The case that you brought is handled"),
        ("Le suivi est inscrit au dossier.", "The follow-up is in the case."),
    ),
}


def elected_letter(
    dossier: Dossier, delivery: Delivery, people: Directories, on: date
) -> tuple[str, str, dict[str, str]]:
    """Address, name beside it, and what the mail says; `page`: the path of the list or the case,
    for an official reads the list of the council. Raises NoAddress for who is not known, or away.
    """
    news = next(one for one in dossier.elected if one.event_id == delivery.event_id)
    official = people.official(news.borough, news.person)
    found = official or people.acting(news.borough, news.person, on)
    if found is None or not found.email:
        raise NoAddress(news.state)
    (step_fr, step_en), (next_fr, next_en) = STEPS[news.state]
    return (
        found.email,
        found.name,
        {
            "step_fr": step_fr,
            "step_en": step_en,
            "next_fr": next_fr,
            "next_en": next_en,
            "page": "/travail/conseil" if official else f"/travail/{dossier.case_id}",
        },
    )
