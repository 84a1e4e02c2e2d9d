"""A counter's notice to the population: what it says, where and when it holds (PR-09).

It is public from the first word, so no person stands in it. It is changed by a further revision
and ended by a withdrawal: what was published once stays in its history.
"""

from datetime import datetime
from enum import StrEnum

from contracts.words import NoticeKind

from intake.domain.dossier import Part
from intake.domain.errors import Refused

MOST_REVISIONS = 30


class NoticeStanding(StrEnum):
    """Where a notice stands at an instant; stored nowhere."""

    UPCOMING = "upcoming"
    CURRENT = "current"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


TOLD = frozenset({NoticeStanding.UPCOMING, NoticeStanding.CURRENT})


class NoticeArea(Part):
    """Around a point (WGS84, metres), or along streets; `text` is how the place is called."""

    text: str = ""
    longitude: float | None = None
    latitude: float | None = None
    radius_metres: int | None = None
    streets: tuple[str, ...] = ()


class NoticeContent(Part):
    """What is said, in both languages, until when, and which activities (codes) it answers.

    `starts_at` <= t < `ends_at`, UTC. No `area`: the whole territory of the counter.
    """

    kind: NoticeKind
    title_fr: str
    title_en: str
    body_fr: str
    body_en: str
    starts_at: datetime
    ends_at: datetime
    activities: tuple[str, ...] = ()
    area: NoticeArea | None = None


class NoticeAuthor(Part):
    """Who did it: `subject` for our own history, `role` for everybody."""

    subject: str
    role: str


class NoticeRevision(Part):
    """What the notice said from an instant on, and by whom."""

    content: NoticeContent
    at: datetime
    by: NoticeAuthor


class NoticeWithdrawal(Part):
    """When it was taken back, and by whom."""

    at: datetime
    by: NoticeAuthor


class Notice(Part):
    """A notice with its whole history: one revision at least, the last one holds."""

    notice_id: str
    borough: str
    revisions: tuple[NoticeRevision, ...]
    withdrawal: NoticeWithdrawal | None = None

    @property
    def content(self) -> NoticeContent:
        """What it says now."""
        return self.revisions[-1].content

    @property
    def published_at(self) -> datetime:
        """When it was first published."""
        return self.revisions[0].at

    @property
    def changed_at(self) -> datetime:
        """When it was last published anew, or withdrawn."""
        return self.withdrawal.at if self.withdrawal else self.revisions[-1].at

    def standing(self, now: datetime) -> NoticeStanding:
        """Where it stands; exactly one at every instant."""
        if self.withdrawal is not None:
            return NoticeStanding.WITHDRAWN
        if now < self.content.starts_at:
            return NoticeStanding.UPCOMING
        return NoticeStanding.CURRENT if now < self.content.ends_at else NoticeStanding.ENDED

    def is_told(self, now: datetime) -> bool:
        """True while people are told of it: current, or still to come."""
        return self.standing(now) in TOLD

    def revised(self, content: NoticeContent, by: NoticeAuthor, now: datetime) -> "Notice":
        """Say it anew; the same content again changes nothing. Raises Refused."""
        self._must_stand()
        if content == self.content:
            return self
        if len(self.revisions) >= MOST_REVISIONS:
            raise Refused("notice-changed-too-often")
        revision = NoticeRevision(content=content, at=now, by=by)
        return self.model_copy(update={"revisions": (*self.revisions, revision)})

    def withdrawn(self, by: NoticeAuthor, now: datetime) -> "Notice":
        """Take it back, for good. Raises Refused."""
        self._must_stand()
        return self.model_copy(update={"withdrawal": NoticeWithdrawal(at=now, by=by)})

    def _must_stand(self) -> None:
        if self.withdrawal is not None:
            raise Refused("notice-withdrawn")


def first_told(
    notice_id: str, borough: str, content: NoticeContent, by: NoticeAuthor, now: datetime
) -> Notice:
    """A notice as it is first published."""
    revision = NoticeRevision(content=content, at=now, by=by)
    return Notice(notice_id=notice_id, borough=borough, revisions=(revision,))
