"""How a counter shows itself to citizens: colours that can be read, a phone, what is asked most."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from routing.domain.manifest_values import Code, Section, Sourced, refusal

READABLE = 4.5  # contrast of text, WCAG 2.1 AA 1.4.3
WHITE, BLACK = "#ffffff", "#000000"
# The grounds on which links and buttons of the pages stand (libs/ui, tokens.css).
GROUNDS = (WHITE, "#f4f6f5")
_HEX = re.compile(r"^#[0-9a-f]{6}$")


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(ground: str) -> str:
    """White or black, whichever is read better; one of them is at least 4.58 on any ground."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, ground))


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        share = int(part, 16) / 255
        return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(text: str) -> str:
    if not _HEX.match(text):
        raise refusal(
            ("doit être une couleur", "must be a colour"),
            (
                "écrivez # et six chiffres hexadécimaux en minuscules : #1b5e6f",
                "write # and six small hexadecimal digits: #1b5e6f",
            ),
        )
    return text


def _readable(text: str) -> str:
    least = min(contrast(text, ground) for ground in GROUNDS)
    if least < READABLE:
        raise refusal(
            (
                f"contraste {least:.2f} sur les pages, sous {READABLE}",
                f"contrast {least:.2f} on the pages is below {READABLE}",
            ),
            ("choisissez une couleur plus foncée", "choose a darker colour"),
        )
    return text


Colour = Annotated[str, AfterValidator(_colour)]
Accent = Annotated[Colour, AfterValidator(_readable)]


class Button(Section):
    """An activity that the portal offers by one touch, in words of citizens (MH-16)."""

    activity: Code = Field(description="code of the activity")
    label_fr: str = Field(min_length=1, max_length=60, description="on the button, in French")
    label_en: str = Field(min_length=1, max_length=60, description="on the button, in English")


class Identity(Sourced):
    """Name and signature stand in `[borough]` and `[messages]`; the rest of a face is here."""

    band_colour: Colour = Field("#12444f", description="on top of each page, under its name")
    accent_colour: Accent = Field("#1b5e6f", description="links and buttons")
    phone: str = Field("", pattern=r"^[0-9 ()+-]*$", max_length=20, description="of the counter")
    contact_optional: bool = Field(True, description="the portal takes requests of nobody known")
    buttons: tuple[Button, ...] = Field((), max_length=8, description="what is asked most")
