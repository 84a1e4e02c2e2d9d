"""Val-des-Érables: the one rule that its manifest cannot say, because it goes by the season.

A fallen branch is for the parks; from November to March it lies on a snow route, and public works
clear it with the snow. `route` sees the facts of one case and nothing else: no clock (the day is
`facts.received_on`), no file, no memory. None leaves the case to the grid. Who receives it is not
said here: the designations of the department do.
"""

from routing.domain.facts import CaseFacts, Decision, Outcome
from routing.domain.names import plain

BRANCHES = frozenset({"branche tombee", "fallen branch"})
SNOW_MONTHS = frozenset({11, 12, 1, 2, 3})


def route(facts: CaseFacts) -> Decision | None:
    """A decision, or None: the grid decides."""
    if plain(facts.activity) not in BRANCHES or facts.received_on.month not in SNOW_MONTHS:
        return None
    return Decision(
        outcome=Outcome.ASSIGNED,
        responsible_borough="val-des-erables",
        department="travaux-publics",
        department_name_fr="Travaux publics",
        rule="branche-en-hiver",
        reason_fr="De novembre à mars, une branche tombée est dégagée avec la neige.",
        reason_en="From November to March a fallen branch is cleared with the snow.",
    )
