"""The words of a decision, French and English; built from manifests only, never from a citizen.

An activity that no grid knows is not quoted: what was typed there might be anything.
"""

from functools import lru_cache

from routing.domain.directory import Responsable
from routing.domain.grid import Grid
from routing.domain.manifest import Activity, Authority, Department
from routing.domain.names import plain
from routing.domain.territories import Territory

Words = tuple[str, str]


def assigned(
    subject: Words, grid: Grid, rule: Words, department: Department, reception: Responsable,
    execution: Responsable,
) -> Words:  # fmt: skip
    fr, en = _ruled(subject, grid, rule, department)
    fr, en = f"{fr} ; reçu par {_who_fr(reception)}", f"{en}; received by {_who_en(reception)}"
    if execution.person_id != reception.person_id:
        fr += f", exécuté par {_who_fr(execution)}"
        en += f", executed by {_who_en(execution)}"
    return f"{fr}.", f"{en}."


def no_designation(subject: Words, grid: Grid, rule: Words, department: Department) -> Words:
    fr, en = _ruled(subject, grid, rule, department)
    return (
        f"{fr}, mais aucune désignation valide n'y reçoit les dossiers : au technicien de décider.",
        f"{en}, but no valid designation receives cases there: the technician decides.",
    )


def to_the_office(subject: Words, grid: Grid, rule: Words, department: Department) -> Words:
    fr, en = _ruled(subject, grid, rule, department)
    return (
        f"{fr} ; qui s'en charge se décide au service des plaintes, sous accès restreint.",
        f"{en}; who sees to it is decided by the complaints service, under restricted access.",
    )


def of_rule(code: str, exception_for: str = "") -> Words:
    """A rule by its code, and the borough for which the city makes an exception to it."""
    if not exception_for:
        return code, code
    return f"{code} (exception : {exception_for})", f"{code} (exception: {exception_for})"


def no_grid() -> Words:
    return (
        "Aucune grille n'est en vigueur à cette date pour ce guichet.",
        "No grid is in force on that date for this counter.",
    )


def unknown_activity(grid: Grid, unit: str = "") -> Words:
    """`unit` is that of the place, for whoever decides instead."""
    name = grid.manifest.borough.name
    fr = f"L'activité demandée n'est dans aucune règle de la grille {_de(name)}"
    en = f"The activity asked for is in no rule of the grid of {name}"
    if unit:
        return f"{fr} ; unité du lieu : {unit}.", f"{en}; unit of the place: {unit}."
    return f"{fr}.", f"{en}."


def place_missing(subject: Words) -> Words:
    return (
        f"{subject[0]} : cette activité dépend du lieu, et le lieu manque.",
        f"{subject[1]}: this activity depends on the place, and the place is missing.",
    )


def no_department(subject: Words, grid: Grid) -> Words:
    name = grid.manifest.borough.name
    return (
        f"{subject[0]} : la grille {_de(name)} ne nomme aucun service qui en réponde.",
        f"{subject[1]}: the grid of {name} names no department that answers for it.",
    )


def out_of_territory(territory: Territory | None) -> Words:
    if territory is None:
        return (
            "Le lieu est hors du territoire desservi.",
            "The place is outside the territory served.",
        )
    if territory.is_linked_city:
        return (
            f"Le lieu est à {territory.name}, ville liée : hors du territoire desservi.",
            f"The place is in {territory.name}, a linked city: outside the territory served.",
        )
    return (
        f"Le lieu est à {territory.name} : hors du territoire de ce guichet.",
        f"The place is in {territory.name}: outside the territory of this counter.",
    )


def other_authority(subject: Words, grid: Grid, rule: str, authority: Authority) -> Words:
    return (
        f"{subject[0]} : {_grid_fr(grid)}, règle {rule} : autre autorité, {authority.name_fr}.",
        f"{subject[1]}: {_grid_en(grid)}, rule {rule}: another authority, {authority.name_en}.",
    )


def of_activity(activity: Activity) -> Words:
    return activity.name_fr.lstrip("*"), (activity.name_en or activity.name_fr).lstrip("*")


@lru_cache(maxsize=256)
def _de(name: str) -> str:
    """`d'Anjou`, `du Plateau-Mont-Royal`, `de Verdun`."""
    if name.startswith("Le "):
        return f"du {name.removeprefix('Le ')}"
    return f"d'{name}" if plain(name)[:1] in "aeiou" else f"de {name}"


def _ruled(subject: Words, grid: Grid, rule: Words, department: Department) -> Words:
    return (
        f"{subject[0]} : {_grid_fr(grid)}, règle {rule[0]} → {department.name_fr}",
        f"{subject[1]}: {_grid_en(grid)}, rule {rule[1]} → {department.name_en}",
    )


def _grid_fr(grid: Grid) -> str:
    return f"grille {_de(grid.manifest.borough.name)} v{grid.manifest.borough.version}"


def _grid_en(grid: Grid) -> str:
    return f"grid of {grid.manifest.borough.name} v{grid.manifest.borough.version}"


def _who_fr(responsable: Responsable) -> str:
    if responsable.stands_in_for:
        return f"{responsable.person_id} (remplace {responsable.stands_in_for})"
    return responsable.person_id + (
        " (absent, sans substitut)" if responsable.is_unavailable else ""
    )


def _who_en(responsable: Responsable) -> str:
    if responsable.stands_in_for:
        return f"{responsable.person_id} (stands in for {responsable.stands_in_for})"
    return responsable.person_id + (" (away, no substitute)" if responsable.is_unavailable else "")
