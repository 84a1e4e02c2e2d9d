"""Settings of complaints; read from the environment, `COMPLAINTS_<FIELD>`."""

from pathlib import Path

from chassis.settings import Seconds, ServiceSettings
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict


class ComplaintsSettings(ServiceSettings):
    """What complaints needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="COMPLAINTS_", extra="ignore", frozen=True)

    rules_every_seconds: Seconds = Field(
        5.0, description="Pause between readings of the boroughs' rules when no grid came in"
    )
    employees_every_seconds: Seconds = Field(
        5.0, description="Pause between looks for incidents that an employee's file does not hold"
    )
    keys_dir: Path = Field(
        Path("keys"),
        description="Folder of the files' keys where no vault is named; never in a backup of the"
        " database",
    )
    vault_address: str = Field(
        "", description="HashiCorp Vault or OpenBao that keeps the keys instead, without /v1"
    )
    vault_mount: str = Field("transit", description="Path of its transit engine")
    vault_token: SecretStr = Field(SecretStr(""), description="Token for it")
    vault_token_file: Path | None = Field(
        None, description="File that holds the token, read anew at each call; goes before the token"
    )
    destroy_every_seconds: Seconds = Field(
        60.0, description="Pause between looks for files whose retention is over"
    )
    signin_url: str = Field(
        "/demo/signin", description="Where the pages send a caller who has not signed in"
    )
