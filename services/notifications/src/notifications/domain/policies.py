"""How each template is treated: how old its news may be, and which evil is the lesser in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from notifications.domain.messages import Template


class LesserEvil(StrEnum):
    """After a lost answer: send again and risk two, or stay silent and risk none."""

    DUPLICATE = "duplicate"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Policy:
    """`max_age`: of the event that is answered. `resends`: after lost answers, counted."""

    max_age: timedelta
    in_doubt: LesserEvil
    attempts: int = 12
    resends: int = 3
    first_retry: timedelta = timedelta(seconds=15)
    last_retry: timedelta = timedelta(hours=1)

    def retry_after(self, attempt: int, jitter: float) -> timedelta:
        """Doubles with each attempt up to `last_retry`; `jitter` in [0, 1) takes off up to half."""
        full = min(self.first_retry * (1 << min(attempt, 20)), self.last_retry)
        return full * (1 - jitter / 2)


POLICIES: Mapping[Template, Policy] = MappingProxyType(
    {
        # without it the citizen has no tracking code; the promise runs to the next working day
        Template.ACKNOWLEDGEMENT: Policy(timedelta(days=7), LesserEvil.DUPLICATE),
        # says nothing that the tracking page does not say
        Template.ASSIGNMENT_CITIZEN: Policy(timedelta(days=7), LesserEvil.SILENCE),
        # a department that was not told does nothing
        Template.ASSIGNMENT_DEPARTMENT: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # invites the citizen to validate; never told, he believes that nothing was done
        Template.COMPLETION: Policy(timedelta(days=30), LesserEvil.DUPLICATE),
        # who is not told loses the days given to write or sign
        Template.COMPLAINT_LETTER: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # a right hangs on it; who is not told loses the delay in which to use it
        Template.LEGAL_LETTER: Policy(timedelta(days=90), LesserEvil.DUPLICATE),
        # without it who joined has no tracking code
        Template.JOINING: Policy(timedelta(days=7), LesserEvil.DUPLICATE),
        # who is not told loses a right; some delays are of 60 days
        Template.CLAIM_NOTICE: Policy(timedelta(days=60), LesserEvil.DUPLICATE),
        # never told, he waits for work that nobody will do
        Template.CLOSING: Policy(timedelta(days=30), LesserEvil.DUPLICATE),
        # says nothing that the tracking page does not say
        Template.REOPENING: Policy(timedelta(days=7), LesserEvil.SILENCE),
        # a department that was not told does nothing
        Template.REOPENING_DEPARTMENT: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # never told, the work waits for an answer that nobody knows is wanted
        Template.QUESTION: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # says nothing that the dossier does not say
        Template.QUESTION_ANSWERED: Policy(timedelta(days=7), LesserEvil.SILENCE),
        # never told, he waits for a service that will not come
        Template.HAND_OVER: Policy(timedelta(days=30), LesserEvil.DUPLICATE),
        # a delay that the law lets be longer only with a notice (PV-48)
        Template.EXTENSION: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # who is not told does not take the next step
        Template.ELECTED_STEP: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # who asked waits at the screen; a day later it would only frighten
        Template.TRACKING_CODE: Policy(timedelta(days=1), LesserEvil.DUPLICATE),
        # without it the responsable does not know that there is something to answer (PV-27)
        Template.MONTHLY_LIST: Policy(timedelta(days=14), LesserEvil.DUPLICATE),
        # after the reply date it would only confuse
        Template.MONTHLY_LIST_REMINDER: Policy(timedelta(days=3), LesserEvil.DUPLICATE),
    }
)

# Nothing that is heard later makes these untrue.
ALWAYS_TOLD = frozenset(
    {
        Template.JOINING,
        Template.CLAIM_NOTICE,
        Template.LEGAL_LETTER,
        Template.TRACKING_CODE,
        Template.MONTHLY_LIST,
        Template.MONTHLY_LIST_REMINDER,
    }
)
