"""What a borough asks of a complaint, as its grid says: shown and asked for, never decided here.

Whether a complaint is admissible is decided by the complaints service alone (PV-18..20).
"""

from datetime import date, timedelta

from intake.domain.dossier import Part


class ComplaintRules(Part):
    """`[complaints]` of a grid (C-02, C-03, PV-18, PV-38, PV-39)."""

    model: str = "central"
    """`central`: one service for all; `decentral`: each answers its own (C-02)."""
    written: bool = True
    signed: bool = True
    max_age_days: int | None = 15
    """Days after the facts in which it is to be filed (PV-38); None: no limit."""
    anonymous: bool = False
    invitation_days: int = 15
    """Days given to put right what is missing."""

    @property
    def takes_anything(self) -> bool:
        """True where any expression is a complaint, and nothing is demanded of it (C-03)."""
        return not self.written and not self.signed and self.max_age_days is None

    def earliest_on(self, today: date) -> date | None:
        """The first local date of facts that are not too old when filed today; None: any."""
        return None if self.max_age_days is None else today - timedelta(days=self.max_age_days)
