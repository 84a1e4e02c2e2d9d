"""What was looked at before a decision was made, step by step; kept with it, read aloud from it.

A step is a few codes and never a word of the citizen's. The words are made when somebody asks.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

Words = tuple[str, str]


class Finding(StrEnum):
    """What a step found; the words of each stand in `_SAID`."""

    AT_POINT = "at-point"
    AT_ADDRESS = "at-address"
    AT_COUNTER = "at-counter"
    NOWHERE = "nowhere"
    OUTSIDE = "outside"
    PLUGIN_LEAVES = "plugin-leaves"
    PLUGIN_DECIDES = "plugin-decides"
    REMOTE_LEAVES = "remote-leaves"
    REMOTE_DECIDES = "remote-decides"
    REMOTE_FAILS = "remote-fails"
    NO_GRID = "no-grid"
    NO_RULE = "no-rule"
    RULE = "rule"
    EXCEPTION = "exception"
    NO_PLACE = "no-place"
    NO_DEPARTMENT = "no-department"
    AUTHORITY = "authority"
    DESIGNATED = "designated"
    NOT_DESIGNATED = "not-designated"
    OFFICE = "office"


_SAID: dict[Finding, Words] = {
    Finding.AT_POINT: ("le point est dans {code}", "the point lies in {code}"),
    Finding.AT_ADDRESS: ("l'adresse nomme {code}", "the address names {code}"),
    Finding.AT_COUNTER: (
        "aucun lieu donné : celui du guichet, {code}",
        "no place given: that of the counter, {code}",
    ),
    Finding.NOWHERE: ("aucun lieu connu", "no place known"),
    Finding.OUTSIDE: (
        "le lieu est hors du territoire : {code}",
        "the place is out of territory: {code}",
    ),
    Finding.PLUGIN_LEAVES: (
        "{grid} : son module laisse le dossier à la grille",
        "{grid}: its plug-in leaves the case to the grid",
    ),
    Finding.PLUGIN_DECIDES: ("{grid} : son module décide", "{grid}: its plug-in decides"),
    Finding.REMOTE_LEAVES: (
        "{grid} : le service de l'arrondissement laisse le dossier à la grille",
        "{grid}: the borough's own service leaves the case to the grid",
    ),
    Finding.REMOTE_DECIDES: (
        "{grid} : le service de l'arrondissement décide",
        "{grid}: the borough's own service decides",
    ),
    Finding.REMOTE_FAILS: (
        "{grid} : le service de l'arrondissement n'a pas décidé, la grille le fait",
        "{grid}: the borough's own service did not decide, the grid does",
    ),
    Finding.NO_GRID: ("aucune grille en vigueur au guichet", "no grid in force at the counter"),
    Finding.NO_RULE: (
        "{grid} : aucune règle pour cette activité",
        "{grid}: no rule for this activity",
    ),
    Finding.RULE: ("{grid} : la règle {code} s'applique", "{grid}: rule {code} applies"),
    Finding.EXCEPTION: (
        "{grid} : exception à cette règle pour {code}",
        "{grid}: exception to that rule for {code}",
    ),
    Finding.NO_PLACE: (
        "la règle dépend du lieu, et il manque",
        "the rule depends on the place, which is missing",
    ),
    Finding.NO_DEPARTMENT: (
        "{grid} : aucun service ne répond",
        "{grid}: no department answers",
    ),
    Finding.AUTHORITY: ("autre autorité : {code}", "another authority: {code}"),
    Finding.DESIGNATED: (
        "service {code} ({grid}) : désignation valide",
        "department {code} ({grid}): valid designation",
    ),
    Finding.NOT_DESIGNATED: (
        "service {code} ({grid}) : aucune désignation valide",
        "department {code} ({grid}): no valid designation",
    ),
    Finding.OFFICE: (
        "service {code} ({grid}) : personne n'y est nommé pour une plainte",
        "department {code} ({grid}): nobody in it is named for a complaint",
    ),
}


class Considered(BaseModel):
    """One step: what was found, in which version of a grid, and the code it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: Finding
    grid: str = Field("", description="`<borough>@<version>` that was looked at")
    code: str = Field("", description="slug of the place, or code of rule, department, authority")


def read_aloud(steps: Iterable[Considered], name_of: Callable[[str], str]) -> list[Words]:
    """Each step in French and English; `name_of` gives the name of a borough from its slug."""
    return [_words(step, name_of) for step in steps]


def _words(step: Considered, name_of: Callable[[str], str]) -> Words:
    slug, _, version = step.grid.partition("@")
    grid = f"{name_of(slug)} v{version}" if slug else ""
    code = step.code
    if step.finding in _OF_A_PLACE:
        code = name_of(code) if code else "?"
    fr, en = _SAID[step.finding]
    return fr.format(grid=grid, code=code), en.format(grid=grid, code=code)


_OF_A_PLACE = frozenset(
    {
        Finding.AT_POINT,
        Finding.AT_ADDRESS,
        Finding.AT_COUNTER,
        Finding.OUTSIDE,
        Finding.EXCEPTION,
    }
)
