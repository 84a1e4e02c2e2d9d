"""What the desk proposes while somebody types: kind, activity, place, twins, the notice to read.

Nothing of it is kept, and nothing is decided here: the technician decides (PV-13).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chassis.identity import Caller
from contracts.words import Kind
from ui.language import said

from intake.entrypoints.desk import Desk
from intake.entrypoints.http_twins import for_staff
from intake.entrypoints.notices.answers import notices_for
from intake.entrypoints.page_forms import Sent
from intake.entrypoints.place_help import PlaceHelp, place_help
from intake.entrypoints.proposal_words import activity_name, activity_reason, kind_reason
from intake.entrypoints.views import View
from intake.entrypoints.words import claim_notice


@dataclass(frozen=True)
class Help:
    """What to show beside the form; all of it may be absent."""

    kind: str = ""
    kind_reason: str = ""
    request_means: str = ""
    """What its counter's text takes for a request (C-11); empty: it does not say."""
    activities: Sequence[tuple[str, str]] = ()
    """(name, why), the likeliest first."""
    damage: bool = False
    notice: str = ""
    """What to read to the person where there is damage, and with every claim."""
    place: PlaceHelp = field(default_factory=PlaceHelp)
    twins: Sequence[View] = ()
    """As `http_twins.for_staff` gives them."""
    notices: Sequence[View] = ()
    """Published ones that answer perhaps (PR-09), as `notices.answers` gives them."""


class Assist:
    """The proposals of the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def activities(self, caller: Caller, language: str) -> list[str]:
        """Names of all activities that can be asked for at the caller's counters."""
        words = await self._desk.vocabulary()
        names = {
            (one.name_en or one.name_fr) if language == "en" else one.name_fr
            for borough in caller.boroughs
            for one in words.activities_of(borough)
        }
        return sorted(names)

    async def help_for(self, sent: Sent, caller: Caller, language: str) -> Help:
        """What the fields suggest as they are now. Raises Transient."""
        words, borough = await self._desk.vocabulary(), sent["borough"]
        rules = words.rules_of(borough)
        notice = rules.notice(self._desk.clock())
        told = claim_notice(notice.days, notice.to_fr, notice.to_en, language)
        found = Help(notice=told, request_means=said(rules.request_means, language))
        if sent["description"]:
            proposal = self._desk.proposer.propose(sent["description"], borough, words)
            found = replace(
                found,
                kind=proposal.kind.kind.value,
                kind_reason=said(kind_reason(proposal.kind), language),
                activities=[
                    (activity_name(one, language), said(activity_reason(one), language))
                    for one in proposal.activities
                ],
                damage=proposal.needs_claim_notice,
            )
        found = replace(found, place=place_help(self._desk, sent, language))
        found = replace(found, notices=await self._notices(sent, found, language))
        return replace(found, twins=await self._twins(sent, found, caller, language))

    async def _notices(self, sent: Sent, found: Help, language: str) -> list[View]:
        """What the counter has told the population already, of this activity or this place."""
        is_chosen = sent["activityPicked"] != sent["activityProposed"]
        return await notices_for(
            self._desk,
            sent["borough"],
            language,
            activity=sent["activity"] or (sent["activityPicked"] if is_chosen else ""),
            proposed=[name for name, _ in found.activities],
            address=sent["place.address"],
            point=found.place.point,
        )

    async def _twins(self, sent: Sent, found: Help, caller: Caller, language: str) -> list[View]:
        """Cases that ask for the same; only requests are joined, only a point has neighbours."""
        first = found.activities[0][0] if found.activities else ""
        activity = sent["activity"] or sent["activityPicked"] or first
        is_request = (sent["kind"] or found.kind) == Kind.REQUEST
        if found.place.point is None or not activity or not is_request:
            return []
        twins = await self._desk.finder.twins(
            caller.scope,
            sent["borough"],
            activity,
            found.place.point,
            await self._desk.vocabulary(),
            self._desk.clock(),
        )
        return [for_staff(twin, language) for twin in twins]


def taken(sent: Sent, help_: Help) -> dict[str, str]:
    """The fields with what is proposed chosen, where the technician chose nothing else.

    What was proposed before and is still chosen was no choice: the newest proposal takes its place.
    """
    given = dict(sent.given)
    first = help_.activities[0][0] if help_.activities else ""
    for chosen, before, now in (
        ("kind", "kindProposed", help_.kind),
        ("activityPicked", "activityProposed", first),
    ):
        if sent[chosen] in ("", sent[before]):
            given[chosen] = now
        given[before] = now
    if given["activityPicked"] not in [name for name, _ in help_.activities]:
        given["activityPicked"] = first
    return given
