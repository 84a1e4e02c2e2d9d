"""The data dictionary of the exports: of each column its name, type, unit, meaning and source.

The files are made from these very lists, so that no column can be without its entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from contracts.requests311 import COLUMNS as OPEN_DATA_COLUMNS

from sla.domain.performance.on_time import FIRST_CONTACT_V1, ON_TIME_V1
from sla.domain.performance.tally import TOO_FEW


@dataclass(frozen=True)
class Column:
    """One column. `type`: text, integer, number; `unit` empty: none."""

    name: str
    type: str
    unit: str
    meaning_fr: str
    meaning_en: str
    source_fr: str
    source_en: str


_COUNTER = ("Accueil : faits du dossier", "Intake: facts of the case")
_ROUTING = ("Acheminement : service responsable", "Routing: the department that answers")
_PROMISES = ("Délais : promesses du dossier", "Commitments: promises on the case")
_GRID = ("Grille d'intervention publiée", "Published intervention grid")
_UNDER_FR = f" ; vide sous {TOO_FEW} cas"
_UNDER_EN = f"; empty under {TOO_FEW} cases"


def _column(
    name: str, what: tuple[str, str], source: tuple[str, str], type_: str = "text", unit: str = ""
) -> Column:
    return Column(name, type_, unit, *what, *source)


def _count(name: str, french: str, english: str, source: tuple[str, str]) -> Column:
    return _column(name, (french, english), source, "integer", "cases")


def _share(name: str, french: str, english: str, source: tuple[str, str]) -> Column:
    words = (french + _UNDER_FR, english + _UNDER_EN)
    return _column(name, words, source, "number", "percent")


def _days(name: str, french: str, english: str) -> Column:
    words = (
        f"{french}, en jours civils du jour de réception au jour du travail{_UNDER_FR}",
        f"{english}, in calendar days from the day of receipt to that of the work{_UNDER_EN}",
    )
    return _column(name, words, _COUNTER, "integer", "days")


def _working_days(name: str, french: str, english: str) -> Column:
    words = (
        f"{french}, en jours ouvrables après le jour de réception, par le calendrier de qui répond"
        f"{_UNDER_FR}, et sans calendrier confirmé",
        f"{english}, in working days after the day of receipt, by the calendar of who answers"
        f"{_UNDER_EN}, and where no calendar was confirmed",
    )
    return _column(name, words, _GRID, "integer", "working days")


PERFORMANCE: Sequence[Column] = (
    _column("month", ("Mois de réception, AAAA-MM", "Month of receipt, YYYY-MM"), _COUNTER),
    _column("borough", ("Code de qui répond du dossier", "Slug of who answers"), _ROUTING),
    _column("borough_name", ("Nom de l'arrondissement ou de la ville", "Its name"), _GRID),
    _column("department", ("Code du service ; vide : aucun", "Department; empty: none"), _ROUTING),
    _column("department_name", ("Nom du service", "Name of the department"), _GRID),
    _column("activity", ("Code de l'activité", "Code of the activity"), _ROUTING),
    _column("activity_name", ("Nom de l'activité", "Name of the activity"), _GRID),
    _column("channel", ("Provenance (code)", "Channel (code)"), _COUNTER),
    _count("received", "Dossiers reçus", "Cases received", _COUNTER),
    _count("completed", "Dossiers dont le travail est fait", "Cases whose work is done", _COUNTER),
    _count("withdrawn", "Retirés par le citoyen", "Withdrawn by the citizen", _COUNTER),
    _count("reopened", "Rouverts au moins une fois", "Reopened at least once", _COUNTER),
    _count("first_contact", "Réglés au premier contact", "Settled at first contact", _COUNTER),
    _count("on_time_adjusted", "Dans le délai ajusté", "On time, adjusted", _PROMISES),
    _count("late_adjusted", "Hors du délai ajusté", "Late, adjusted", _PROMISES),
    _count("open_adjusted", "Ouverts, délai ajusté non échu", "Open, not due yet", _PROMISES),
    _count("no_promise", "Sans délai promis", "No delay promised", _PROMISES),
    _count("on_time_original", "Dans le délai initial", "On time, original", _PROMISES),
    _count("late_original", "Hors du délai initial", "Late, original", _PROMISES),
    _share("on_time_adjusted_percent", "Part dans le délai ajusté", "Share on time", _PROMISES),
    _share(
        "on_time_original_percent",
        "Part dans le délai initial",
        "Share on time, original deadline",
        _PROMISES,
    ),
    _days("p10_days", "Délai d'un dossier sur dix", "Delay of one case in ten"),
    _days("p50_days", "Délai médian", "Median delay"),
    _days("p90_days", "Délai de neuf dossiers sur dix", "Delay of nine cases in ten"),
    _working_days("p10_working_days", "Délai d'un dossier sur dix", "Delay of one case in ten"),
    _working_days("p50_working_days", "Délai médian", "Median delay"),
    _working_days(
        "p90_working_days", "Délai de neuf dossiers sur dix", "Delay of nine cases in ten"
    ),
    _column("definition", ("Version de « dans le délai »", "Version of “on time”"), _PROMISES),
)

_NOT_KNOWN = (
    "Vide : le service des délais ne connaît pas le lieu",
    "Empty: the service of delays does not know the place",
)
_WAY = ("Nombre de demandeurs distincts par cette voie", "Distinct requesters by this way")
_OPEN_WORDS: Mapping[str, tuple[tuple[str, str], tuple[str, str], str, str]] = {
    "ID_UNIQUE": (
        (
            "Vide : la suite annuelle AA-N est donnée par la Ville",
            "Empty: the yearly sequence YY-N is given by the City",
        ),
        _COUNTER,
        "text",
        "",
    ),
    "NATURE": (
        (
            "Requete ou Information ; plaintes, réclamations et demandes d'accès n'y sont pas",
            "Requete or Information; complaints, claims and access requests are left out",
        ),
        _COUNTER,
        "text",
        "",
    ),
    "ACTI_NOM": (("Nom de l'activité", "Name of the activity"), _GRID, "text", ""),
    "ARRONDISSEMENT": (("Qui répond du dossier", "Who answers for the case"), _ROUTING, "text", ""),
    "DDS_DATE_CREATION": (
        ("Réception, heure locale sans fuseau", "Receipt, local time without zone"),
        _COUNTER,
        "datetime",
        "",
    ),
    "PROVENANCE_ORIGINALE": (("Première provenance", "First channel"), _COUNTER, "text", ""),
    "UNITE_RESP_PARENT": (
        ("Service responsable", "Department that answers"),
        _ROUTING,
        "text",
        "",
    ),
    "DERNIER_STATUT": (
        (
            "Acceptée, Prise en charge, Terminée, Annulée ou Réactivée",
            "Accepted, taken in charge, ended, cancelled or reopened, in the City's words",
        ),
        _COUNTER,
        "text",
        "",
    ),
    "DATE_DERNIER_STATUT": (
        ("Date de ce statut, heure locale", "Date of that status, local time"),
        _COUNTER,
        "datetime",
        "",
    ),
}


def _open_column(name: str) -> Column:
    if name in _OPEN_WORDS:
        words, source, type_, unit = _OPEN_WORDS[name]
        return Column(name, type_, unit, *words, *source)
    if name.startswith("PROVENANCE_"):
        return Column(name, "integer", "requesters", *_WAY, *_COUNTER)
    return Column(name, "text", "", *_NOT_KNOWN, *_COUNTER)


OPEN_DATA: Sequence[Column] = tuple(_open_column(name) for name in OPEN_DATA_COLUMNS)


def as_json() -> dict[str, object]:
    """Both dictionaries and the definitions that they rest on, for programs."""
    return {
        "definitions": [asdict(one) for one in (ON_TIME_V1, FIRST_CONTACT_V1)],
        "tooFew": TOO_FEW,
        "performance": [asdict(one) for one in PERFORMANCE],
        "openData": [asdict(one) for one in OPEN_DATA],
    }
