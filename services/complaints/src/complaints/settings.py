"""Settings of complaints; read from the environment, `COMPLAINTS_<FIELD>`."""

from chassis.settings import Seconds, ServiceSettings
from pydantic import Field
from pydantic_settings import SettingsConfigDict


class ComplaintsSettings(ServiceSettings):
    """What complaints needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="COMPLAINTS_", extra="ignore", frozen=True)

    rules_every_seconds: Seconds = Field(
        5.0, description="Pause between readings of the boroughs' rules when no grid came in"
    )
    readings_kept: int = Field(
        100, ge=10, description="Entries of the reading audit kept in a file; older ones beside it"
    )
