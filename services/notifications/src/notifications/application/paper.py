"""A message as a letter on paper: in which languages, under which title, with what beside it.

French always comes first; English follows where the person reads it, or where nobody knows.
"""

from collections.abc import Mapping

from notifications.application.date_words import ZONE
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.messages import Paper, PaperPart, Recipient, Renderer
from notifications.domain.voices import Voice
from notifications.domain.ways import LETTER

LANGUAGES = ("fr", "en")


def paper_of(
    dossier: Dossier,
    delivery: Delivery,
    voice: Voice,
    variables: Mapping[str, str],
    renderer: Renderer,
) -> Paper | None:
    """The paper of a letter, the same whenever it is made; None for what goes by e-mail."""
    if delivery.channel != LETTER:
        return None
    words = {
        **variables,
        # Whoever prints it has no use for the code: it opens the file of somebody else.
        "tracking_url": variables["tracking_url"].partition("#")[0],
        "tracking_code": "",
        # The texts of the law stand apart on paper, under a heading of their own.
        "letter_annex_fr": "",
        "letter_annex_en": "",
    }
    texts = dict(zip(LANGUAGES, renderer.apart(delivery.template, words), strict=True))
    subject = renderer.render(delivery.template, words).subject
    titles = dict(zip(LANGUAGES, _titles(subject, variables), strict=True))
    names = {"fr": voice.name_fr, "en": voice.name_en}
    signatures = {"fr": voice.signature_fr, "en": voice.signature_en}
    parts = tuple(
        PaperPart(
            language=language,
            title=titles[language],
            text=texts[language],
            annex=variables.get(f"letter_annex_{language}", ""),
            sender=names[language],
            signature=signatures[language],
        )
        for language in _languages(dossier, delivery)
    )
    return Paper(
        written_on=delivery.event_at.astimezone(ZONE).date(),
        reference=f"{dossier.case_id[:8]}-{delivery.delivery_id[:4]}".upper(),
        parts=parts,
        law_version=variables.get("letter_law_version", ""),
    )


def _languages(dossier: Dossier, delivery: Delivery) -> tuple[str, ...]:
    person = dossier.person(delivery) if delivery.recipient is Recipient.CITIZEN else None
    return ("fr",) if person is not None and person.language == "fr" else LANGUAGES


def _titles(subject: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """Both titles; a subject line says them side by side, with the reference between."""
    if "letter_subject_fr" in variables:
        return variables["letter_subject_fr"], variables["letter_subject_en"]
    french, _, english = subject.partition(" / ")
    mark = f"[{variables['case_ref']}]"
    return french.replace(mark, "").strip(), english.replace(mark, "").strip() or french.strip()
