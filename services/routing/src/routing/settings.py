"""Settings of routing; read from the environment, `ROUTING_<FIELD>`."""

from chassis.settings import Seconds, ServiceSettings
from pydantic import Field
from pydantic_settings import SettingsConfigDict


class RoutingSettings(ServiceSettings):
    """What routing needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="ROUTING_", extra="ignore", frozen=True)

    people_every_seconds: Seconds = Field(
        1.0, description="Pause between looks at what was recorded of designations and absences"
    )
