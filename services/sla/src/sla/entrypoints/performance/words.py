"""The words of figures: measures, channels, judgements, units; French, English."""

from collections.abc import Mapping

from ui.language import Words, said

from sla.domain.performance.measures import Figure
from sla.domain.performance.on_time import Judgement

CHANNELS: Mapping[str, Words] = {
    "phone": ("Téléphone", "Phone"),
    "email": ("Courriel", "E-mail"),
    "counter": ("Comptoir", "Counter"),
    "letter": ("Courrier", "Letter"),
    "web": ("Site web", "Web site"),
    "mobile": ("Application mobile", "Mobile application"),
    "pilot": ("Pilote de la Ville", "City pilot"),
    "field": ("Employé sur le terrain", "Employee in the field"),
    "elected": ("Membre du conseil", "Member of the council"),
    "social": ("Réseau social", "Social network"),
    "open311": ("Open311", "Open311"),
    "other": ("Autre", "Other"),
}
JUDGEMENTS: Mapping[Judgement, Words] = {
    Judgement.ON_TIME: ("dans le délai", "on time"),
    Judgement.LATE: ("en retard", "late"),
    Judgement.OPEN: ("ouverts, délai non échu", "open, not yet due"),
    Judgement.NONE: ("sans délai promis", "no delay promised"),
}
FIGURES: Mapping[Figure, Words] = {
    Figure.ON_TIME: ("Part dans le délai ajusté", "Share on time, adjusted deadline"),
    Figure.ON_TIME_ORIGINAL: ("Part dans le délai initial", "Share on time, original deadline"),
    Figure.MEDIAN_DAYS: ("Délai médian", "Median delay"),
    Figure.NINE_TENTHS_DAYS: (
        "Délai dans lequel neuf dossiers sur dix sont complétés",
        "Delay in which nine cases in ten are completed",
    ),
    Figure.FIRST_CONTACT: ("Part réglée au premier contact", "Share settled at first contact"),
    Figure.REOPENED: ("Part des dossiers rouverts", "Share of cases reopened"),
    Figure.LATE_TODAY: ("Dossiers ouverts en retard aujourd'hui", "Open cases late today"),
    Figure.OLD_TODAY: (
        "Dossiers ouverts depuis plus de 90 jours",
        "Cases open for more than 90 days",
    ),
}
UNITS: Mapping[str, Words] = {
    "percent": ("%", "%"),
    "days": ("jours", "days"),
    "working": ("ouvrables", "working days"),
    "cases": ("dossiers", "cases"),
}
TOO_FEW_WORDS: Words = ("trop peu de cas", "too few cases")


def channel_in_words(channel: str, language: str) -> str:
    """By which way it came; a channel that is new here is shown as it is."""
    words = CHANNELS.get(channel)
    return said(words, language) if words else channel


def number_in_words(value: float, language: str) -> str:
    """`87,5` in French, `87.5` in English; without needless decimals."""
    text = f"{value:.1f}".removesuffix(".0")
    return text if language == "en" else text.replace(".", ",")


def value_in_words(value: float | None, unit: str, language: str) -> str:
    """A measured value with its unit; None: too few cases to say."""
    if value is None:
        return said(TOO_FEW_WORDS, language)
    space = "" if unit == "percent" and language == "en" else "\u00a0"
    # One and a half is singular in French, and so is nought; in English only one is.
    is_one = value < 2 if language == "fr" else value == 1
    called = said(UNITS[unit], language).removesuffix("s" if is_one else "")
    return f"{number_in_words(value, language)}{space}{called}"


def days_in_words(first: int, last: int | None, language: str) -> str:
    """A class of days, first and last included."""
    unit = said(("jours", "days"), language)
    if last is None:
        return f"{first} {unit} {said(('et plus', 'and more'), language)}"
    if first == last:
        return (
            said(("le jour même", "same day"), language)
            if first == 0
            else f"{first} {said(('jour', 'day'), language)}"
        )
    return f"{first} à {last} {unit}" if language == "fr" else f"{first} to {last} {unit}"
