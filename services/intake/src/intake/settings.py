"""Settings of intake; read from the environment, `INTAKE_<FIELD>`."""

from chassis.settings import ServiceSettings
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

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
