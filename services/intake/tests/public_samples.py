"""A gazetteer and grids for tests of what everybody may read, and cases that they are made of."""

from datetime import datetime, timedelta
from typing import Any

from contracts.words import Channel, Kind
from intake.domain.activities import ActivityNames, GridWords, Vocabulary, plain
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import Assignment, Brought, Contact, Origin, Place, Work

from services.intake.tests.conftest import NOW

HERE = "pierrefonds-roxboro"
POTHOLE = ActivityNames(
    code="nid-de-poule", name_fr="Nid-de-poule", name_en="Pothole", synonyms=("Trou",)
)
LIGHT = ActivityNames(code="eclairage", name_fr="Éclairage défectueux", name_en="Street light out")
NAMES = [
    plain(word)
    for one in (POTHOLE, LIGHT)
    for word in (one.code, one.name_fr, one.name_en, *one.synonyms)
]


def public_words(rule: str = "grid") -> Vocabulary:
    """A grid of Pierrefonds with two activities."""
    grid = GridWords(
        borough=HERE,
        version=1,
        words=tuple(NAMES),
        activities=(POTHOLE, LIGHT),
        counter=CounterRules(public_location=rule),
    )
    return Vocabulary([grid])


async def public_grids() -> Vocabulary:
    """The same, as the desk asks for it."""
    return public_words()


def brought(**changes: Any) -> Case:
    """A registered request of Alix Marqué."""
    whole = {
        "borough": HERE,
        "kind": Kind.REQUEST,
        "activity": "Nid-de-poule",
        "channel": Channel.PHONE,
        "origin": Origin.CITIZEN,
        "received_at": NOW,
        "description": "Un trou profond devant chez moi, Alix.",
        "place": Place(longitude=-73.86012, latitude=45.49034, address="13665, boul. Pierrefonds"),
        "contact": Contact(name="Alix Marqué", email="alix@example.org"),
        "is_of_grid": True,
        **changes,
    }
    case = Case(case_id="7b0c8f9e-0000-4000-8000-000000000001", borough=whole["borough"])
    return case.register(Brought(**whole), "hash")[0]


def assigned(case: Case, at: datetime = NOW + timedelta(hours=1), to: str = HERE) -> Case:
    """Given to public works."""
    given = Assignment(
        responsible_borough=to,
        department="tp",
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="tp-reception",
        execution=None,
        activity="nid-de-poule",
        grid_version=1,
        rule="voirie",
        reason_fr="Grille",
        reason_en="Grid",
        decided_at=at,
    )
    return case.routed(given)[0]


def completed(case: Case, at: datetime = NOW + timedelta(days=1)) -> Case:
    """The work is done."""
    work = Work(done_on=at.date(), completed_at=at, intervention_code="238")
    return case.work_completed(work)[0]
