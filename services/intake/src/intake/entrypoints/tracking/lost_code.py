"""`I lost my code`: mailed again to whoever made the request, and to nobody else.

The answer is the same whether the address is known or not, and comes before anything is looked up.
"""

import logging
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.faults import Transient
from chassis.store import Scope

from intake.application.converse import mail_code_again
from intake.domain.case import Case
from intake.domain.recalling import bearers_with
from intake.entrypoints.desk import Desk

log = logging.getLogger(__name__)

MOST_CASES = 5
# A kept connection serves its next request only when the work behind this one is done: the wait
# would tell whether there was any.
NO_ORACLE = {"Connection": "close"}


async def mail_codes(desk: Desk, email: str) -> None:
    """Have the codes of the newest cases of that address mailed again. Never raises."""
    try:
        found = await desk.finder.by_email(email, MOST_CASES)
        for case in found:
            for bearer in bearers_with(case, email):
                await _mail(desk, case, bearer)
    except (ApiError, CommandConflict, NotFound, Transient) as fault:
        log.warning("a code is not mailed again", extra={"fault": type(fault).__name__})


async def _mail(desk: Desk, case: Case, bearer: str) -> None:
    now = desk.clock()
    await desk.change(
        case.case_id,
        lambda state: mail_code_again(state, bearer, now, desk.codes),
        command_id=f"code:{uuid4().hex}",
        content={},
        scope=Scope(frozenset(case.boroughs)),
    )
