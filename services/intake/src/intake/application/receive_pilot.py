"""The city's online pilot (PR-01): its wide request into our form; registered, or sent back.

Its records carry no sequence: what comes again is known by a fingerprint of its content. Every
fault is answered at once, and no answer quotes a value.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.faults import NONE, Unreadable
from chassis.outcome import Outcome, Said
from contracts import Envelope, Received
from contracts.events.pilot import Fault as SaidFault
from contracts.events.pilot import PilotRequestRejectedV1, PilotRequestSubmittedV1
from contracts.words import Channel, Kind
from pydantic import ValidationError

from intake.application.claim_notice import notice_for
from intake.application.form import CaseForm, FieldFault, brought_by, faults_of
from intake.application.pilot_faults import because, of_shape, theirs
from intake.application.place_case import placed
from intake.application.register_case import register_case
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import Fault
from intake.domain.gazetteer import Gazetteer
from intake.domain.tracking import TrackingCodes

# Keys are read in the open: an id must hold nothing that leads to a person.
PILOT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~#/-]{0,99}")
# Stand for a field that is at fault already, so that the rules can be asked about the others.
_ANY: Mapping[str, Any] = {"borough": NONE, "kind": "request", "description": NONE * 3}


@dataclass(frozen=True)
class PilotRules:
    """What requests are judged by; `knows` says whether a counter's grids have an activity."""

    boroughs: Collection[str]
    codes: TrackingCodes
    knows: Callable[[str, str], bool | None]
    rules_of: Callable[[str], CounterRules] = lambda borough: CounterRules()
    gazetteer: Gazetteer = field(default_factory=Gazetteer)


def receive_pilot_request(
    state: Case | None,
    received: Received[PilotRequestSubmittedV1],
    now: datetime,
    *,
    case_id: str,
    rules: PilotRules,
) -> Outcome[Case]:
    """Register what can be; else say field by field what is wrong.

    The same content again changes nothing; another content under the id of a case is refused, and
    the case stands. What was rejected may come again under its id, mended.
    """
    envelope, body = received.envelope, received.data.model_dump(mode="json")
    # What is left at its default says nothing: a field that the contract gains changes no print.
    content = [
        envelope.source,
        envelope.borough,
        received.data.model_dump(mode="json", exclude_defaults=True),
    ]
    print_of = rules.codes.fingerprint(json.dumps(content, sort_keys=True))
    if state is not None and state.has_answered(print_of):
        return Outcome(state)
    form, faults = _checked(body, envelope, now, rules)
    if state is not None and state.registration is not None:
        faults.append(because("request_id", "already-used"))
    if faults or form is None:
        event_id = str(envelope.id)
        return _sent_back(state, faults, envelope, now, case_id, print_of, event_id=event_id)
    is_of_grid = rules.knows(form.borough, form.activity) is True
    notice = notice_for(Kind(form.kind), form.description, rules.rules_of(form.borough), now)
    brought = brought_by(
        form, now, None, is_of_grid=is_of_grid, fingerprint=print_of, notice=notice
    )
    brought = placed(brought, rules.gazetteer)
    outcome = register_case(state, case_id, brought, rules.codes)
    return Outcome(outcome.state, outcome.events, outcome.answer, borough=form.borough)


def refuse_unreadable(
    state: Case | None,
    received: Received[Unreadable],
    now: datetime,
    *,
    case_id: str,
    rules: PilotRules,
) -> Outcome[Case]:
    """Say what is wrong with a record that cannot be read, and with the fields inside it.

    It is not kept beside: its producer has it, and was answered.
    """
    data, envelope = received.data, received.envelope
    print_of = rules.codes.fingerprint(data.digest)
    if state is not None and state.has_answered(print_of):
        return Outcome(state)
    faults = [because(field, why) for field, why in data.faults]
    if data.body is not None:
        faults += _checked(data.body, envelope, now, rules)[1]
    return _sent_back(
        state,
        faults,
        envelope,
        now,
        case_id,
        print_of,
        event_id=data.event_id,
        record=data.record,
    )


def _sent_back(
    state: Case | None,
    faults: Iterable[FieldFault],
    envelope: Envelope,
    now: datetime,
    case_id: str,
    fingerprint: str,
    **where: str | None,
) -> Outcome[Case]:
    """Rejected; one fault a field, the first that was found."""
    by_field: dict[str, FieldFault] = {}
    for fault in faults:
        by_field.setdefault(fault.field, fault)
    case = state or Case(case_id=case_id, borough=envelope.borough)
    said = PilotRequestRejectedV1(
        request_id=envelope.subject,
        faults=[
            SaidFault(field=one.field, code=one.code, reason_fr=one.french, reason_en=one.english)
            for one in by_field.values()
        ],
        **where,
    )
    short = [Fault(field=one.field, code=one.code) for one in by_field.values()]
    answer = Said(said, key=envelope.subject, borough=envelope.borough)
    return Outcome(case.reject(short, now, fingerprint), [answer])


def _checked(
    body: Mapping[str, Any], envelope: Envelope, now: datetime, rules: PilotRules
) -> tuple[CaseForm | None, list[FieldFault]]:
    """The form, if it could be filled in, and all that is wrong with the body."""
    faults = _id_faults(body.get("request_id"), envelope.subject)
    values = _filled_in(body, envelope.source, envelope.subject)
    form: CaseForm | None = None
    try:
        form = whole = CaseForm.model_validate(values)
    except ValidationError as error:
        faults += of_shape(error)
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False)}
        left = {name: value for name, value in values.items() if name not in wrong}
        whole = CaseForm.model_validate({**_ANY, **left})
    named = {fault.field for fault in faults}
    broken = faults_of(whole, rules.boroughs, now, by_staff=False)
    broken = [FieldFault(theirs(one.field), one.code, one.french, one.english) for one in broken]
    broken += _grid_faults(whole, envelope.borough, rules)
    return form, faults + [one for one in broken if one.field not in named]


def _id_faults(request_id: Any, subject: str) -> list[FieldFault]:
    if not isinstance(request_id, str) or not PILOT_ID.fullmatch(request_id):
        return [because("request_id", "malformed-id")]
    return [] if request_id == subject else [because("request_id", "wrong-key")]


def _grid_faults(form: CaseForm, said_borough: str, rules: PilotRules) -> list[FieldFault]:
    if form.borough not in rules.boroughs:
        return []
    faults = []
    if said_borough != form.borough:
        faults.append(because("ce_borough", "other-borough"))
    # Where no grid is known yet nobody waits: routing decides when it has them.
    asks = bool(form.activity) and Kind(form.kind) is Kind.REQUEST
    if asks and rules.knows(form.borough, form.activity) is False:
        french = f"inconnue dans la grille de {form.borough}"
        english = f"unknown in the grid of {form.borough}"
        faults.append(FieldFault("activity", "unknown-activity", french, english))
    return faults


def _filled_in(body: Mapping[str, Any], source: str, subject: str) -> dict[str, Any]:
    """Our form; what they left empty is left out, what they added is passed over."""
    return _given(
        borough=body.get("borough"),
        kind=body.get("kind", Kind.REQUEST.value),
        activity=body.get("activity"),
        description=body.get("description"),
        language=body.get("language"),
        channel=Channel.PILOT.value,
        place=_part(body, longitude="longitude", latitude="latitude", address="address"),
        contact=_part(body.get("contact"), name="name", email="email", phone="phone"),
        photo=_part(
            body.get("photo"),
            url="url",
            media_id="mediaId",
            content_type="contentType",
            size_bytes="sizeBytes",
        ),
        originalOn=body.get("original_on"),
        external={"source": source[:100], "id": subject},
    )


def _part(value: Any, **names: str) -> Any:
    """A part by our names; what is no object is left to the form to refuse."""
    if not isinstance(value, Mapping):
        return value
    return {ours: value[theirs] for theirs, ours in names.items() if _is_given(value, theirs)}


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _is_given(values, name)}


def _is_given(values: Mapping[str, Any], name: str) -> bool:
    return values.get(name) not in (None, "", {})
