"""Settings of sla; read from the environment, `SLA_<FIELD>`."""

from datetime import timedelta

from chassis.settings import Seconds, ServiceSettings
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from sla.domain.commitment import Timing


class SlaSettings(ServiceSettings):
    """What sla needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="SLA_", extra="ignore", frozen=True)

    settling_seconds: Seconds = Field(
        120.0, description="How far past a due time all streams must be read before a miss is said"
    )
    first_retry_seconds: Seconds = Field(
        2.0, description="First pause of a case whose grid or calendar year is not here; doubles"
    )
    last_retry_seconds: Seconds = Field(3600.0, description="Longest pause of such a case")
    grids_every_seconds: Seconds = Field(5.0, description="Pause between looks for new grids")
    lists_every_seconds: Seconds = Field(
        10.0, description="Pause between looks at which monthly lists are due"
    )
    horizon_alarm_months: int = Field(
        12, ge=0, description="A calendar that ends sooner than this is an alarm"
    )
    figures_every_seconds: Seconds = Field(
        20.0, description="Pause between counts of the figures of performance, and looks at them"
    )
    signin_url: str = Field(
        "/demo/signin", description="Where the pages send a caller who has not signed in"
    )

    @property
    def timing(self) -> Timing:
        """The same, for the domain."""
        return Timing(
            settling=timedelta(seconds=self.settling_seconds),
            first_retry=timedelta(seconds=self.first_retry_seconds),
            last_retry=timedelta(seconds=self.last_retry_seconds),
        )
