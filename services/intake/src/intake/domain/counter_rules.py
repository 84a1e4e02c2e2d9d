"""How a borough takes cases in and closes them, as its grid says; a borough that says nothing gets
the defaults."""

from collections.abc import Mapping
from datetime import datetime

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
    closing_actor: str = "both"
    """`responsable`, `technician` or `both` (C-05)."""

    def notice(self, at: datetime) -> ClaimNotice:
        """The legal notice of a claim, as told at an instant (REQUIREMENTS §2, C-13)."""
        return ClaimNotice(
            days=self.claim_notice_days,
            to_fr=self.claim_notice_to_fr,
            to_en=self.claim_notice_to_en,
            given_at=at,
        )
