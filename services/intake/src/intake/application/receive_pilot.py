"""The city's online pilot (PR-01): its wide request into our form; registered, or sent back.

Idempotent by the case being there, for the pilot's records carry no sequence.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from chassis.outcome import Outcome, Said
from contracts import Received
from contracts.events.pilot import Fault as SaidFault
from contracts.events.pilot import PilotRequestRejectedV1, PilotRequestSubmittedV1
from contracts.words import Channel
from pydantic import ValidationError
from pydantic.alias_generators import to_snake

from intake.application.form import CaseForm, brought_by, faults_of
from intake.application.register_case import register_case
from intake.domain.case import Case
from intake.domain.dossier import Fault
from intake.domain.tracking import TrackingCodes


def receive_pilot_request(
    state: Case | None,
    received: Received[PilotRequestSubmittedV1],
    now: datetime,
    *,
    case_id: str,
    boroughs: Collection[str],
    codes: TrackingCodes,
) -> Outcome[Case]:
    """Register what can be; else say field by field what is wrong, quoting nothing."""
    if state is not None and (state.registration or state.rejection):
        return Outcome(state)
    envelope, request = received.envelope, received.data
    faults: list[Fault] = []
    try:
        form = CaseForm.model_validate(_filled_in(request, envelope.source, envelope.subject))
        broken = faults_of(form, boroughs, now, by_staff=False)
        faults = [Fault(field=_theirs(one.field), reason=one.english) for one in broken]
    except ValidationError as error:
        faults = _shape_faults(error)
    if request.request_id != envelope.subject:
        faults.append(Fault(field="request_id", reason="is not the key of the record"))
    if not faults:
        return register_case(state, case_id, brought_by(form, now, entered_by=None), codes)
    case = state or Case(case_id=case_id, borough=envelope.borough)
    rejected, _ = case.reject(faults, now)
    said = PilotRequestRejectedV1(
        request_id=envelope.subject,
        faults=[SaidFault(field=fault.field, reason=fault.reason) for fault in faults],
    )
    return Outcome(rejected, [Said(said, key=envelope.subject)])


def _filled_in(request: PilotRequestSubmittedV1, source: str, subject: str) -> dict[str, Any]:
    """Our form; what they left empty is left out."""
    place = _given(longitude=request.longitude, latitude=request.latitude, address=request.address)
    contact = _given(**request.contact.model_dump()) if request.contact else {}
    return _given(
        borough=request.borough,
        kind=request.kind,
        activity=request.activity,
        channel=Channel.PILOT.value,
        description=request.description,
        language=request.language,
        place=place,
        contact=contact,
        originalOn=request.original_on,
        external={"source": source[:100], "id": subject},
    )


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def _shape_faults(error: ValidationError) -> list[Fault]:
    faults = []
    for one in error.errors(include_url=False, include_input=False):
        ours = one.get("ctx", {}).get("error")
        # pydantic's own message may quote the value, its type never does.
        reason = str(ours).partition("|")[2] if ours else one["type"].replace("_", " ")
        faults.append(
            Fault(field=_theirs(".".join(str(part) for part in one["loc"])), reason=reason)
        )
    return faults


def _theirs(field: str) -> str:
    """Their name of a field of ours."""
    return to_snake(field.removeprefix("place."))
