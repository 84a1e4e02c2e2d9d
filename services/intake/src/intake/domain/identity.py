"""The face of a counter on the citizen's pages, as its grid says; else it has ours."""

from pydantic import Field

from intake.domain.dossier import Part

COLOUR = r"^#[0-9a-f]{6}$"


class FirstActivity(Part):
    """An activity that the portal offers by one touch, in words of citizens (PR-02)."""

    activity: str
    """Code in the grid of the counter, or of its city."""
    label_fr: str
    label_en: str


class Identity(Part):
    """`[identity]` of a grid; its contrasts were checked where the manifest was read."""

    signature_fr: str = ""
    signature_en: str = ""
    """Shown where there is one: PR-07 gives it to one borough."""
    band_colour: str = Field("#12444f", pattern=COLOUR)
    band_text_colour: str = Field("#ffffff", pattern=COLOUR)
    accent_colour: str = Field("#1b5e6f", pattern=COLOUR)
    phone: str = ""
    contact_optional: bool = True
    buttons: tuple[FirstActivity, ...] = ()
