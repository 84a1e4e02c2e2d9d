"""From a manifest to the grid that other services read; posts and rules, no person of it."""

import datetime
from collections.abc import Iterator

from contracts.events import routing as said
from contracts.words import CommitmentKind, Counting, Kind

from routing.domain.easter import good_friday
from routing.domain.manifest import Manifest
from routing.domain.manifest_calendar import Calendar
from routing.domain.manifest_identity import text_on
from routing.domain.manifest_lists import Rnc
from routing.domain.manifest_values import Sourced

WEEKDAYS = {
    "mon": "monday",
    "tue": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}
ONE_DAY = datetime.timedelta(days=1)
OBSERVED = ("Jour férié observé par la municipalité", "Holiday observed by the municipality")


def grid_event(manifest: Manifest, digest: str) -> said.GridPublishedV1:
    """The whole grid of a borough, its city's defaults merged in."""
    borough, complaints = manifest.borough, manifest.complaints
    return said.GridPublishedV1(
        borough=borough.slug,
        version=borough.version,
        effective_on=borough.effective_on,
        digest=digest,
        departments=[
            said.GridDepartment(
                code=one.code, name_fr=one.name_fr, name_en=one.name_en, mailbox=one.mailbox
            )
            for one in manifest.departments
        ],
        commitments=[
            said.GridCommitment(
                kind=CommitmentKind(one.kind),
                activity=one.activity,
                counting=Counting(one.counting),
                amount=one.amount,
                demonstration=one.demonstration,
                case_kind=None if one.case_kind is None else Kind(one.case_kind),
                channels=list(one.channels),
                warn_shares=list(one.warn_shares),
                suspension_days=one.suspension_days,
                extension_max=one.extension_max,
                extension_times=one.extension_times,
                extension_by=list(one.extension_by),
                answered_by=one.answered_by,
            )
            for one in manifest.commitments
        ],
        calendar=_calendar(manifest.calendar),
        complaints=said.GridComplaints(
            model=complaints.model,
            written=complaints.written,
            signed=complaints.signed,
            max_age_days=complaints.max_age_days,
            anonymous=complaints.anonymous,
            department=complaints.department,
            retention_days=complaints.retention_days,
            measures=[said.GridMeasure(**one.model_dump()) for one in complaints.measures],
            review_days=complaints.review_days,
            ombudsman_fr=complaints.ombudsman_fr,
            ombudsman_en=complaints.ombudsman_en,
        ),
        messages=said.GridMessages(
            name_fr=borough.name,
            name_en=borough.name,
            signature_fr=manifest.messages.signature or manifest.messages.from_name,
            signature_en=manifest.messages.signature or manifest.messages.from_name,
            from_email=_counter_mailbox(manifest),
        ),
        activities=[
            said.GridActivity(
                code=one.code,
                name_fr=one.name_fr,
                name_en=one.name_en,
                synonyms=list(one.synonyms),
            )
            for one in manifest.activities
        ],
        closing=said.GridClosing(
            actor=manifest.closing.actor,
            extension_required=manifest.closing.extension_required,
            codes=[
                said.GridClosingCode(code=one.code, name_fr=one.name_fr, name_en=one.name_en)
                for one in manifest.closing.codes
            ],
        ),
        counter=said.GridCounter.model_validate(
            manifest.counter.model_dump(exclude=set(Sourced.model_fields))
        ),
        identity=_identity(manifest),
        inherits=borough.inherits,
        rnc=None if manifest.rnc is None else _rnc(manifest.rnc),
    )


def _rnc(rnc: Rnc) -> said.GridRnc:
    """The rule of the monthly lists; of the council only the staff ids."""
    rule = rnc.model_dump(exclude={*Sourced.model_fields, "officials"})
    return said.GridRnc(**rule, officials=[one.person_id for one in rnc.officials])


def _identity(manifest: Manifest) -> said.GridIdentity:
    """The face of the counter; its signature is that of its messages, where it has one (PR-07)."""
    identity = manifest.identity
    return said.GridIdentity(
        signature_fr=manifest.messages.signature,
        signature_en=manifest.messages.signature,
        band_colour=identity.band_colour,
        band_text_colour=text_on(identity.band_colour),
        accent_colour=identity.accent_colour,
        phone=identity.phone,
        contact_optional=identity.contact_optional,
        buttons=[said.GridButton.model_validate(one.model_dump()) for one in identity.buttons],
    )


def _calendar(calendar: Calendar) -> said.GridCalendar:
    years, easter = calendar.holidays.years, calendar.holidays.easter
    # The public seed closes on Good Friday; who observes Easter Monday alone is open then.
    opened = [good_friday(year) for year in years] if easter == "easter-monday" else []
    return said.GridCalendar(
        zone=calendar.zone,
        weekly={
            WEEKDAYS[one.day]: [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in spans]
            for one in calendar.hours
            if (spans := one.spans())
        },
        years=sorted(years),
        easter_monday=easter != "good-friday",
        closures=list(_closures(calendar)),
        opened=[*opened, *(one.on for one in calendar.opened if one.opens is None)],
        opened_hours={
            one.on.isoformat(): [(f"{one.opens:%H:%M}", f"{one.closes:%H:%M}")]
            for one in calendar.opened
            if one.opens is not None
        },
        holidays=[
            said.GridClosure(on=one.on, reason_fr=one.name_fr, reason_en=one.name_en)
            for one in calendar.holidays.proclaimed
        ],
    )


def _closures(calendar: Calendar) -> Iterator[said.GridClosure]:
    for year in calendar.holidays.years:
        for day in calendar.holidays.also:
            month, number = map(int, day.split("-"))
            if (month, number) == (2, 29) and year % 4:
                continue
            on = datetime.date(year, month, number)
            yield said.GridClosure(on=on, reason_fr=OBSERVED[0], reason_en=OBSERVED[1])
    for closure in calendar.closures:
        on = closure.from_on
        while on <= closure.until_on:
            yield said.GridClosure(on=on, reason_fr=closure.reason_fr, reason_en=closure.reason_en)
            on += ONE_DAY


def _counter_mailbox(manifest: Manifest) -> str:
    """The post that answers for the counter: who takes what nobody else does, else complaints."""
    for code in (manifest.defaults.department, manifest.complaints.department):
        if code is not None and (found := manifest.department(code)) is not None:
            return found.mailbox
    return manifest.departments[0].mailbox
