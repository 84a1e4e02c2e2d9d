"""Whose tracking code it is, among the citizens of a case."""

from intake.domain.case import Case
from intake.domain.conversation import FIRST


def bearer_of(case: Case, tracking_hash: str) -> str:
    """`first`, the requester id of who joined, or nothing where the code is nobody's here."""
    if case.registration is not None and case.registration.tracking_hash == tracking_hash:
        return FIRST
    joined = (one for one in case.requesters if one.tracking_hash == tracking_hash)
    return next((one.requester_id for one in joined), "")
