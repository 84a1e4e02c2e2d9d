"""What the words, the activity and the place of a citizen lead to; nothing of it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.page_faults import Filled
from contracts.words import Channel, Kind
from ui.language import said

from intake.application.claim_notice import notice_for
from intake.application.form import ZONE, CaseForm
from intake.domain.activities import ActivityNames, Vocabulary, plain
from intake.domain.complaint_rules import ComplaintRules
from intake.domain.danger import smells_of_danger
from intake.domain.gazetteer import Located
from intake.domain.identity import Identity
from intake.domain.place_text import read_place
from intake.domain.proposal import Proposal
from intake.domain.territory import whereabouts, whereabouts_named
from intake.domain.twins import Point
from intake.entrypoints import particulars
from intake.entrypoints.citizen import complaint_step, own_steps
from intake.entrypoints.citizen.complaint_step import Asked
from intake.entrypoints.citizen.portal_words import (
    CONTACT_NEEDED,
    NO_PLACE,
    NOTHING_SAID,
    OTHER,
    OTHER_ACTIVITY,
)
from intake.entrypoints.citizen.walk import OWN_STEPS, PLACED_KINDS, Look, Place
from intake.entrypoints.desk import Desk
from intake.entrypoints.http_twins import TwinsForm, for_public, twins_of
from intake.entrypoints.page_forms import Sent, filled
from intake.entrypoints.place_words import PRECISIONS, REASONS
from intake.entrypoints.proposal_words import activity_reason, kind_reason
from intake.entrypoints.views import View
from intake.entrypoints.words import claim_notice

ELSE = "*"  # of the activities that are offered, none
_KINDS = frozenset(kind.value for kind in Kind)
_FIELDS = (
    *("borough", "kind", "channel", "description", "language"),
    *("place.address", "place.longitude", "place.latitude"),
    *("contact.name", "contact.phone", "contact.email", "contact.address", "contact.byPost"),
)
_REACHED_BY = ("contact.email", "contact.phone")


class Looker:
    """Reads what the forms of the portal carry."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def look(self, borough: str, sent: Sent, language: str) -> Look:
        """All that follows from what was said so far. Raises Transient."""
        words = await self._desk.vocabulary()
        identity = words.identity_of(borough)
        text = sent["description"]
        proposal = self._desk.proposer.propose(text, borough, words) if text else None
        given = _taken(sent, proposal)
        kind = Kind(given["kind"])
        own = _named(given["activity"], borough, words)
        codes = {own.code} if own else _codes(proposal) if not given["activity"] else set()
        place = self._place(given, borough, kind, words, language)
        is_named = kind not in OWN_STEPS or own is not None
        label = _label(given["activity"], own, identity, language) if is_named else ""
        found = self._form(given, borough, kind, label, language)
        faults = {**found.faults, **_missing(given, kind, identity, language)}
        faults |= own_steps.missing(given, kind, language)
        asked = self._asked(given, kind, words.complaint_rules_of(borough))
        faults |= complaint_step.missing(given, asked, language)
        notice = notice_for(kind, text, words.rules_of(borough), self._desk.clock())
        return Look(
            borough=borough,
            given=given,
            kind=kind,
            kind_reason=said(kind_reason(proposal.kind), language) if proposal else "",
            activities=_offered(proposal, identity, language),
            buttons=_buttons(identity, borough, words, language),
            label=label,
            codes=frozenset(codes),
            is_unseen=proposal is not None
            and not sent["activityButton"]
            and "activityProposed" not in sent.given,
            place=place,
            danger=smells_of_danger(text) or given.get("complaint.danger") == "true",
            claim_notice=claim_notice(notice.days, notice.to_fr, notice.to_en, language)
            if notice
            else "",
            clock=self._clock(given, kind, words.rules_of(borough).claim_notice_days, language),
            asked=asked,
            form=found.form,
            faults=faults,
        )

    async def twins(self, look: Look, language: str) -> list[View]:
        """What is known already of the same thing nearby, as anybody may see it (PV-13)."""
        point, form = look.place.point, look.form
        if look.kind is not Kind.REQUEST or point is None or form is None or not form.activity:
            return []
        asked = TwinsForm.model_validate(
            {
                "borough": look.borough,
                "activity": form.activity,
                "place": {"longitude": point.longitude, "latitude": point.latitude},
            }
        )
        found = await twins_of(self._desk, None, asked)
        return [for_public(self._desk, twin, language) for twin in found]

    def _asked(
        self, given: Mapping[str, str], kind: Kind, rules: ComplaintRules | None
    ) -> Asked | None:
        today = self._desk.clock().astimezone(ZONE).date()
        return Asked.of(rules, given, today) if kind is Kind.COMPLAINT else None

    def _clock(
        self, given: Mapping[str, str], kind: Kind, days: int, language: str
    ) -> Sequence[str]:
        today = self._desk.clock().astimezone(ZONE).date()
        return own_steps.clock(given, days, today, language) if kind is Kind.CLAIM else ()

    def _place(
        self, given: Mapping[str, str], borough: str, kind: Kind, words: Vocabulary, language: str
    ) -> Place:
        """A point that was chosen stands; an address is looked up, and never guessed."""
        address = given.get("place.address", "")
        chosen = _point(given)
        if kind not in PLACED_KINDS:
            return Place()
        if chosen is not None:
            return self._of_city(Place(chosen, is_placed=True), borough, words)
        if not address:
            return Place()
        territories, whose = self._desk.territories, None
        if territories is not None:
            named = read_place(address).borough
            whose = whereabouts_named(named, borough, territories, words)
        if not self._desk.gazetteer.covers(borough):
            return Place(whose=whose)
        found = self._desk.gazetteer.locate(address, borough)
        if isinstance(found, Located):
            point = Point(found.longitude, found.latitude)
            why = said(PRECISIONS[found.precision], language)
            return self._of_city(Place(point, is_placed=True, reason=why), borough, words)
        candidates = [one.text for one in found.candidates]
        why = said(REASONS[found.reason], language)
        return Place(reason=why, candidates=candidates, whose=whose)

    def _of_city(self, place: Place, borough: str, words: Vocabulary) -> Place:
        territories, point = self._desk.territories, place.point
        if territories is None or point is None:
            return place
        whose = whereabouts(point.longitude, point.latitude, borough, territories, words)
        return Place(point, place.is_placed, place.reason, place.candidates, whose)

    def _form(
        self, given: Mapping[str, str], borough: str, kind: Kind, label: str, language: str
    ) -> Filled[CaseForm]:
        """The form of the counter, filled by what the portal asked (PV-01: one for all channels).

        Whoever only touches an activity has said all there is to say: it stands for the words.
        """
        activity = OTHER_ACTIVITY if given["activity"] == ELSE else given["activity"]
        texts: dict[str, Any] = {
            **particulars.told(Sent(given), kind),
            "borough": borough,
            "channel": Channel.WEB.value,
            "language": language,
            "description": given.get("description") or label or activity,
            "activity": particulars.ACCESS_ACTIVITY if kind is Kind.ACCESS else activity,
        }
        names = [*_FIELDS]
        if kind is Kind.COMPLAINT:
            names += complaint_step.NAMES
            texts |= complaint_step.told(given)
        else:
            names += ["activity", *particulars.names_of(kind)]
        if kind not in (*PLACED_KINDS, Kind.COMPLAINT):
            names = [one for one in names if not one.startswith("place.")]
        return filled(CaseForm, Sent(texts), names, language)


def _taken(sent: Sent, proposal: Proposal | None) -> dict[str, str]:
    """The fields with what was touched, and what is proposed where nothing else was chosen.

    What was proposed before and is still chosen was no choice: the newest proposal takes its place.
    """
    given = dict(sent.given)
    if touched := given.pop("activityButton", ""):
        given |= {"activity": touched, "kind": Kind.REQUEST.value}
    if candidate := given.pop("candidate", ""):
        given |= {"place.address": candidate, "place.longitude": "", "place.latitude": ""}
    kind, activity = "", ""
    if proposal is not None:
        kind = proposal.kind.kind.value
        activity = proposal.activities[0].activity.name_fr if proposal.activities else ELSE
    now = {"kindProposed": kind, "activityProposed": activity}
    if given.get("kind") in _KINDS and (touched or given["kind"] != sent["kindProposed"]):
        kind = given["kind"]
    if touched or given.get("activity", "") not in ("", sent["activityProposed"]):
        activity = given["activity"]
    return {
        "description": "",
        **given,
        **now,
        "kind": kind or Kind.REQUEST.value,
        "activity": activity or given.get("activity", ""),
    }


def _missing(
    given: Mapping[str, str], kind: Kind, identity: Identity, language: str
) -> dict[str, str]:
    """What the portal asks for besides the rules of the counter's form."""
    faults: dict[str, str] = {}
    if not given.get("description") and (kind is Kind.COMPLAINT or not given["activity"]):
        faults["description"] = said(NOTHING_SAID, language)
    placed = any(given.get(f"place.{one}") for one in ("address", "longitude", "latitude"))
    if kind is Kind.REQUEST and not placed:
        faults["place"] = said(NO_PLACE, language)
    # Who complains without a name is asked for none.
    is_needed = not identity.contact_optional and not given.get("complaint.anonymous")
    if is_needed and not any(given.get(name) for name in _REACHED_BY):
        faults["contact"] = said(CONTACT_NEEDED, language)
    return faults


def _offered(
    proposal: Proposal | None, identity: Identity, language: str
) -> list[tuple[str, str, str]]:
    found = proposal.activities if proposal else ()
    return [
        (
            one.activity.name_fr,
            _label(one.activity.name_fr, one.activity, identity, language),
            said(activity_reason(one), language),
        )
        for one in found
    ]


def _buttons(
    identity: Identity, borough: str, words: Vocabulary, language: str
) -> list[tuple[str, str]]:
    """Those whose activity the grids know; the manifest was checked, but versions come and go."""
    names = {one.code: one.name_fr for one in words.activities_of(borough)}
    return [
        (names[one.activity], said((one.label_fr, one.label_en), language))
        for one in identity.buttons
        if one.activity in names
    ]


def _codes(proposal: Proposal | None) -> set[str]:
    return {one.activity.code for one in proposal.activities} if proposal else set()


def _named(activity: str, borough: str, words: Vocabulary) -> ActivityNames | None:
    """The activity of the grid that has the name."""
    if not activity or activity == ELSE:
        return None
    name = plain(activity)
    known = words.activities_of(borough)
    return next((one for one in known if name in (plain(one.name_fr), plain(one.name_en))), None)


def _label(activity: str, own: ActivityNames | None, identity: Identity, language: str) -> str:
    """An activity in words of citizens: those of the portal's button, else the grid's."""
    if activity == ELSE:
        return said(OTHER, language)
    if own is None:
        return activity
    for button in identity.buttons:
        if button.activity == own.code:
            return said((button.label_fr, button.label_en), language)
    return said((own.name_fr, own.name_en or own.name_fr), language)


def _point(given: Mapping[str, str]) -> Point | None:
    """The point that the map wrote; None where there is none, or what is no point."""
    try:
        longitude, latitude = (
            float(given.get(f"place.{one}", "").replace(",", "."))
            for one in ("longitude", "latitude")
        )
    except ValueError:
        return None
    is_on_earth = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return Point(longitude, latitude) if is_on_earth else None
