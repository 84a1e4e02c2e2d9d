"""How a borough takes cases in and closes them, as its grid says; a borough that says nothing gets
the defaults."""

from collections.abc import Mapping
from datetime import datetime

from contracts.words import Channel, Kind
from pydantic import Field

from intake.domain.dossier import ClaimNotice, Part


class CounterRules(Part):
    """`[counter]` and `[closing]` of a grid."""

    claim_notice_days: int = 15
    claim_notice_to_fr: str = ""
    claim_notice_to_en: str = ""
    twin_radius_metres: int = 50
    twin_window_days: int = 30
    silent_hours: Mapping[str, int] = Field(default_factory=dict)
    not_resolved_days: int = 30
    """For how long after the work, or the closing, a citizen may say `not resolved`."""
    public_location: str = "grid"
    """How coarse a place is told: `grid`, cells of about 50 m, or `segment`, a street's middle."""
    comment_ack: Mapping[str, bool] = Field(default_factory=dict)
    """Channel, or `*` for all others: whether a question or comment is followed up (C-12)."""
    claim_is: str = "kind"
    """`kind`, or `request`: a réclamation counts among the requests (C-11)."""
    request_means_fr: str = ""
    request_means_en: str = ""
    closing_actor: str = "both"
    """`responsable`, `technician` or `both` (C-05)."""

    @property
    def request_means(self) -> tuple[str, str]:
        """What a requête is here, French and English (C-11)."""
        return self.request_means_fr, self.request_means_en

    def notice(self, at: datetime) -> ClaimNotice:
        """The legal notice of a claim, as told at an instant (REQUIREMENTS §2, C-13)."""
        return ClaimNotice(
            days=self.claim_notice_days,
            to_fr=self.claim_notice_to_fr,
            to_en=self.claim_notice_to_en,
            given_at=at,
        )

    def acknowledges(self, kind: Kind, channel: Channel) -> bool:
        """False: a question or comment by a channel of which nothing follows here (C-12, PV-15)."""
        if kind is not Kind.INFORMATION:
            return True
        return self.comment_ack.get(channel.value, self.comment_ack.get("*", True))
