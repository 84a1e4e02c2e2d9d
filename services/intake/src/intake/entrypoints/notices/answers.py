"""The notices that answer somebody before a case is opened, for the desk, the portal and HTTP."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from chassis.commands import NotFound
from contracts.words import Kind
from ui.language import said

from intake.domain.twins import Point
from intake.entrypoints.desk import Desk
from intake.entrypoints.notices.notice_views import path_of, shown
from intake.entrypoints.notices.notice_words import REFERENCE
from intake.entrypoints.page_forms import Sent
from intake.entrypoints.views import View

MOST_NEWS = 3
ZONE = ZoneInfo("America/Toronto")


async def notices_for(
    desk: Desk,
    borough: str,
    language: str,
    *,
    activity: str = "",
    text: str = "",
    proposed: Collection[str] = (),
    address: str = "",
    point: Point | None = None,
) -> list[View]:
    """At most three notices that answer, for `avis_qui_repondent.html`. Raises Transient.

    The activity chosen decides; else those `proposed` already (codes or names); else what the
    words of `text` may be about. None where the counter is unknown.
    """
    if borough not in desk.boroughs:
        return []
    activities: Collection[str] = [activity] if activity else proposed
    if not activities and text:
        likely = desk.proposer.propose(text, borough, await desk.vocabulary())
        activities = [one.activity.code for one in likely.activities]
    found = await desk.notices.answering(borough, activities, address=address, point=point)
    return shown(found, desk.boroughs, language, desk.clock())


async def news_for(desk: Desk, borough: str, language: str) -> list[View]:
    """The notices that everybody reads first at a counter, for `avis_nouvelles.html`."""
    told = await desk.notices.told(borough)
    return shown(told[:MOST_NEWS], desk.boroughs, language, desk.clock())


async def answered_by(desk: Desk, sent: Sent, notice_id: str, site: str) -> Sent | None:
    """The fields of the desk, the question answered at first contact by a notice (PV-06, PR-09).

    `site`: address of this site without a final slash. None: nobody is told of that notice now.
    """
    try:
        notice = await desk.notices.one(notice_id)
    except NotFound:
        return None
    now = desk.clock()
    if not notice.is_told(now):
        return None
    language = "en" if sent["language"] == "en" else "fr"
    title = notice.content.title_en if language == "en" else notice.content.title_fr
    reference = said(REFERENCE, language).format(title=title, url=f"{site}{path_of(notice)}")
    answer = {
        "kind": Kind.INFORMATION.value,
        "answer.reference": reference,
        "answer.verifiedOn": now.astimezone(ZONE).date().isoformat(),
    }
    return Sent({**sent.given, **answer}, sent.files)
