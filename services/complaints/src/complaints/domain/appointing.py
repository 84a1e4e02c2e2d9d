"""Who is targeted, and who may lead the investigation (PV-17, PV-40, C-02).

In the central model the Service aux citoyens investigates, and a targeted department never does;
where that service or its director is the target, the general director does. Decentralised, the
department that the complaint is about investigates, but no targeted person ever does.
"""

from collections.abc import Sequence
from datetime import datetime

from complaints.domain.access import Surroundings, is_escalated, shut_out, targeted_departments
from complaints.domain.completing import local_date
from complaints.domain.errors import Refused
from complaints.domain.file import Investigation, Said, Started, Target
from complaints.domain.proceedings import Investigator, Leader
from complaints.domain.stage import Stage, require

MOST_TARGETS = 20
GENERAL_DIRECTOR = "general-director"


def name_targets(state: Investigation, targets: Sequence[Target]) -> Investigation:
    """Whom the complaint is about, anew and whole. Raises Refused.

    Who was heard as a targeted person stays one, and so does the investigator out of it.
    """
    require(state, Stage.ADMITTED, Stage.INVESTIGATED)
    if not targets or len(targets) > MOST_TARGETS:
        raise Refused(
            "targets", "out-of-bounds", "nommez de 1 à 20 cibles", "name from 1 to 20 targets"
        )
    if any(one.person_id is None and one.department is None for one in targets):
        raise Refused(
            "targets", "empty", "nommez une personne ou un service", "name a person or a department"
        )
    named = {one.person_id for one in targets}
    leader = state.proceedings.investigator
    if leader is not None and leader.person_id in named:
        raise Refused(
            "targets",
            "is-investigator",
            "cette personne mène l'enquête : nommez d'abord quelqu'un d'autre",
            "this person leads the investigation: name somebody else first",
        )
    return state.model_copy(update={"targets": tuple(dict.fromkeys(targets))})


def targeted_people(state: Investigation) -> tuple[str, ...]:
    """Staff ids of the targeted employees, each once."""
    return tuple(dict.fromkeys(one.person_id for one in state.targets if one.person_id))


def name_investigator(
    state: Investigation,
    candidate: Investigator,
    around: Surroundings,
    *,
    is_general_director: bool,
) -> tuple[Investigation, list[Said]]:
    """Name who leads it; one named later takes it over. `is_general_director`: they name
    themselves, and were let in as such. Raises Refused.
    """
    require(state, Stage.ADMITTED, Stage.INVESTIGATED)
    if not state.targets:
        raise Refused(
            "targets",
            "missing",
            "nommez d'abord qui ou quel service est visé",
            "name first who or which department it is about",
        )
    check_leader(state, candidate, around, is_general_director=is_general_director)
    held = state.proceedings
    earlier = held.earlier_investigators
    if held.investigator is not None:
        earlier = (*earlier, held.investigator)
    changed = state.with_proceedings(
        investigator=candidate,
        earlier_investigators=earlier,
        started_at=held.started_at or candidate.named_at,
    )
    said: list[Said] = [] if held.started_at else [Started(candidate.named_at)]
    return changed, said


def check_leader(
    state: Investigation,
    candidate: Investigator,
    around: Surroundings,
    *,
    is_general_director: bool,
) -> None:
    """Whether somebody may lead, or review: never who is shut out of the file (C-02, PV-45).

    `is_general_director`: they were let in with that role. Raises Refused; of who is shut out it
    says no more than that they cannot.
    """
    if candidate.person_id in shut_out(state, around):
        raise _not_this_person()
    if candidate.role is Leader.GENERAL_DIRECTOR:
        # Of whoever was not let in with that role, the directory says it.
        if not is_general_director and not _is_general_director(candidate.person_id, around):
            raise Refused(
                "role",
                "not-general-director",
                "cette personne n'est pas à la direction générale",
                "this person is not the general director",
            )
        return
    if is_escalated(state, around):
        raise Refused(
            "role",
            "general-director-only",
            "le Service aux citoyens est visé : la direction générale enquête",
            "the Service aux citoyens is targeted: the general director investigates",
        )
    posts = _departments(candidate, around, candidate.named_at)
    targeted = targeted_departments(state, around)
    if around.rules.model == "decentral":
        if targeted and not posts & targeted:
            raise Refused(
                "department",
                "not-concerned",
                "en modèle décentralisé, le service concerné enquête",
                "in the decentralised model the department concerned investigates",
            )
        return
    if posts & targeted:
        raise _not_this_person()
    if around.rules.department is not None and around.rules.department not in posts:
        raise Refused(
            "department",
            "not-central",
            "en modèle central, le Service aux citoyens enquête",
            "in the central model the Service aux citoyens investigates",
        )


def _departments(candidate: Investigator, around: Surroundings, at: datetime) -> frozenset[str]:
    """Those of the directory, and the one that is said of them."""
    said = {candidate.department} if candidate.department else set()
    on = local_date(at, around.rules.zone)
    return around.directory.departments_of(candidate.person_id, on) | said


def _is_general_director(person_id: str, around: Surroundings) -> bool:
    posts = around.directory.posts
    return any(one.person_id == person_id and one.role == GENERAL_DIRECTOR for one in posts)


def _not_this_person() -> Refused:
    return Refused(
        "personId",
        "cannot-investigate",
        "cette personne ne peut pas enquêter sur cette plainte",
        "this person cannot investigate this complaint",
    )
