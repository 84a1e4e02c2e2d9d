"""An address at which one public photo of a case may be looked at for some minutes.

An `<img>` sends no tracking code, and the code never stands in an address: what such an address
tells a log opens that one photo, and nothing once it is old.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from intake.domain.tracking import TrackingCodes

GOOD_SECONDS = 10 * 60


@dataclass(frozen=True)
class PhotoLinks:
    """Links under the secret of the tracking codes."""

    codes: TrackingCodes

    def path(self, case_id: str, attachment_id: str, now: datetime) -> str:
        """`/suivi/photo/...`, good for ten minutes."""
        until = int(now.timestamp()) + GOOD_SECONDS
        signed = self._signature(case_id, attachment_id, until)
        return f"/suivi/photo/{case_id}/{attachment_id}/{until}/{signed}"

    def is_good(
        self, case_id: str, attachment_id: str, until: int, signature: str, now: datetime
    ) -> bool:
        """True of an address that was made here and is not too old."""
        wanted = self._signature(case_id, attachment_id, until)
        is_ours = hmac.compare_digest(wanted.encode(), signature.encode())
        return is_ours and now.timestamp() <= until

    def _signature(self, case_id: str, attachment_id: str, until: int) -> str:
        return self.codes.fingerprint(f"photo:{case_id}:{attachment_id}:{until}")
