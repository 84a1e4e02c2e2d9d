"""Settings of routing; read from the environment, `ROUTING_<FIELD>`."""

from typing import Annotated

from chassis.settings import Seconds, ServiceSettings
from contracts.signatures import is_secret
from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict


def _secret(key: SecretStr) -> SecretStr:
    if not is_secret(key.get_secret_value()):
        raise ValueError("24 to 64 bytes in base64, after whsec_")
    return key


class RoutingSettings(ServiceSettings):
    """What routing needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="ROUTING_", extra="ignore", frozen=True)

    people_every_seconds: Seconds = Field(
        1.0, description="Pause between looks at what was recorded of designations and absences"
    )
    remote_keys: dict[str, Annotated[SecretStr, AfterValidator(_secret)]] = Field(
        {}, description="Keys that sign questions to boroughs' own services: name -> whsec_..."
    )
    remote_every_seconds: Seconds = Field(
        0.25, description="Pause between looks for cases that wait for a borough's own service"
    )
    grids_every_seconds: Seconds = Field(
        2.0, description="Pause between looks at what was published of grids"
    )
    signin_url: str = Field(
        "/demo/signin", description="Where the pages send a caller who has not signed in"
    )
