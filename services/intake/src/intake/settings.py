"""Settings of intake; read from the environment, `INTAKE_<FIELD>`."""

import re
from pathlib import Path
from typing import Annotated, Self

from chassis.settings import ServiceSettings
from limits import parse
from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from intake.domain.api_keys import EVERY_BOROUGH, KeyHolder

COUNTERS = {
    "montreal": "Montréal",
    "pierrefonds-roxboro": "Pierrefonds-Roxboro",
    "prevost": "Prévost",
    "mont-saint-hilaire": "Mont-Saint-Hilaire",
    "ahuntsic-cartierville": "Ahuntsic-Cartierville",
    "anjou": "Anjou",
    "cote-des-neiges-notre-dame-de-grace": "Côte-des-Neiges–Notre-Dame-de-Grâce",
    "l-ile-bizard-sainte-genevieve": "L'Île-Bizard–Sainte-Geneviève",
    "lachine": "Lachine",
    "lasalle": "LaSalle",
    "le-plateau-mont-royal": "Le Plateau-Mont-Royal",
    "le-sud-ouest": "Le Sud-Ouest",
    "mercier-hochelaga-maisonneuve": "Mercier–Hochelaga-Maisonneuve",
    "montreal-nord": "Montréal-Nord",
    "outremont": "Outremont",
    "riviere-des-prairies-pointe-aux-trembles": "Rivière-des-Prairies–Pointe-aux-Trembles",
    "rosemont-la-petite-patrie": "Rosemont–La Petite-Patrie",
    "saint-laurent": "Saint-Laurent",
    "saint-leonard": "Saint-Léonard",
    "verdun": "Verdun",
    "ville-marie": "Ville-Marie",
    "villeray-saint-michel-parc-extension": "Villeray–Saint-Michel–Parc-Extension",
}


def _rate(words: str) -> str:
    parse(words)  # raises ValueError
    return words


Rate = Annotated[str, AfterValidator(_rate)]


class IntakeSettings(ServiceSettings):
    """What intake needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", extra="ignore", frozen=True)

    tracking_secret: SecretStr = Field(
        min_length=32,
        description="Secret that tracking codes are derived from; a change changes every code",
    )
    boroughs: dict[str, str] = Field(
        COUNTERS, description="Counters that take cases in: slug -> name, as JSON"
    )
    signin_url: str = Field(
        "/demo/signin", description="Page to which staff who are not signed in are sent"
    )
    gazetteers: Path | None = Field(
        None, description="Directory of gazetteers of towns and boroughs; empty: only ours"
    )
    limit_writes: Rate = Field(
        "30/minute", description="Public writes that one address, or one key, may send"
    )
    limit_lookups: Rate = Field(
        "240/minute", description="Public look-ups (places, twins, proposals) of one address"
    )
    limit_tracking: Rate = Field(
        "600/minute", description="Uses of tracking codes by one address, or of one code"
    )
    limit_wrong_codes: Rate = Field(
        "20/minute", description="Wrong tracking codes after which an address has to wait"
    )
    limit_api_keys: Rate = Field(
        "600/minute", description="Open311 writes under one API key, whoever sends them"
    )
    open311_keys: dict[str, KeyHolder] = Field(
        {}, description="API keys of Open311: SHA-256 (hex) of a key -> name, boroughs, kind; JSON"
    )
    open311_contact: str = Field(
        "Guichet unique de la ville / The city's single counter",
        min_length=3,
        description="Whom integrators ask for keys and help; said in the Open311 discovery",
    )
    open311_attributes: Path | None = Field(
        None, description="TOML file of what Open311 services ask; empty: only ours"
    )
    limit_lost_codes: Rate = Field(
        "10/hour", description="Lost codes that one address, or for one e-mail, may be asked for"
    )
    files_directory: Path | None = Field(
        None, description="Directory of photos and documents, sealed; empty: see files_s3_url"
    )
    files_s3_url: str = Field(
        "", description="S3 endpoint for them instead; neither: no attachments (501)"
    )
    files_s3_bucket: str = Field("", description="Bucket of photos and documents; made outside")
    files_s3_region: str = Field("us-east-1", description="Region that requests are signed for")
    files_s3_key: str = Field("", description="Access key id of that bucket")
    files_s3_secret: SecretStr = Field(SecretStr(""), description="Secret access key of it")
    files_max_bytes: int = Field(
        10 * 1024 * 1024, ge=1024, description="Largest photo or document, in bytes"
    )

    @model_validator(mode="after")
    def _keys_of_known_boroughs(self) -> Self:
        for digest, holder in self.open311_keys.items():
            unknown = holder.boroughs - {*self.boroughs, EVERY_BOROUGH}
            if re.fullmatch(r"[0-9a-f]{64}", digest) is None:
                raise ValueError(f"open311_keys: {holder.name}: give the SHA-256 of the key, hex")
            if unknown:
                raise ValueError(f"open311_keys: {holder.name}: unknown {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _one_place_for_files(self) -> Self:
        given = [self.files_s3_bucket, self.files_s3_key, self.files_s3_secret.get_secret_value()]
        if self.files_s3_url and not all(given):
            raise ValueError("files_s3_url needs files_s3_bucket, files_s3_key, files_s3_secret")
        if self.files_s3_url and self.files_directory is not None:
            raise ValueError("files_directory and files_s3_url: give one of them")
        return self
