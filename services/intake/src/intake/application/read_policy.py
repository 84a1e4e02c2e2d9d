"""Acknowledging the policy (PV-34).

No event is said: no other service decides anything by it, and who works here and has read what
is nobody else's business. The director asks for it where it is kept.
"""

from datetime import date

from chassis.outcome import Outcome

from intake.application.form import Form
from intake.domain.errors import Refused
from intake.domain.policy_reading import Policy, PolicyReading


class AcknowledgementForm(Form):
    """The version that was read, as the page or `GET .../policy` said it (`YYYY-MM-DD`)."""

    version: date


def check_version(form: AcknowledgementForm, policy: Policy) -> None:
    """Raises Refused for any version but the current one: nobody acknowledges another text."""
    if form.version != policy.version:
        raise Refused("policy-not-current")


def acknowledge(state: PolicyReading | None, reading: PolicyReading) -> Outcome[PolicyReading]:
    """Record it once: the first instant holds, whatever comes after it."""
    kept = state or reading
    answer = {"borough": kept.borough, "acknowledgedAt": kept.acknowledged_at.isoformat()}
    return Outcome(kept, (), answer, kept.borough)
