"""The many spellings of the boroughs and towns, and one slug for each (REQUIREMENTS §3, §4).

routing reads the same names for another end (whose territory an address names) from its own
territory file; services share no code, and nothing is taken over from there but the thought that
a key is the letters alone.
"""

import re
from collections.abc import Mapping

from intake.domain.activities import plain

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:arr(?:ondissement)? )?(?:(?:de|du|d|des) )?(?:(?:le|l) )?")
_ENGLISH_TAIL = re.compile(r" (?:borough|arrondissement)$")
_SAINTS = {"st": "saint", "ste": "sainte"}

# Slug to the names in use beside the official one, whose letters are those of the slug.
_MONTREAL: Mapping[str, tuple[str, ...]] = {
    "ahuntsic-cartierville": ("Ahuntsic", "Cartierville"),
    "anjou": ("Ville d'Anjou",),
    "cote-des-neiges-notre-dame-de-grace": (
        "Côte-des-Neiges",
        "Notre-Dame-de-Grâce",
        "NDG",
        "CDN",
        "CDN-NDG",
    ),
    "l-ile-bizard-sainte-genevieve": ("L'Île-Bizard", "Sainte-Geneviève"),
    "lachine": (),
    "lasalle": ("Ville LaSalle",),
    "le-plateau-mont-royal": ("Plateau", "Plateau-Mont-Royal"),
    "le-sud-ouest": ("Saint-Henri", "Pointe-Saint-Charles"),
    "mercier-hochelaga-maisonneuve": ("Mercier", "Hochelaga-Maisonneuve", "Hochelaga", "MHM"),
    "montreal-nord": ("Montreal North",),
    "outremont": (),
    "pierrefonds-roxboro": ("Pierrefonds", "Roxboro"),
    "riviere-des-prairies-pointe-aux-trembles": (
        "Rivière-des-Prairies",
        "Pointe-aux-Trembles",
        "RDP",
        "PAT",
        "RDP-PAT",
    ),
    "rosemont-la-petite-patrie": ("Rosemont", "La Petite-Patrie", "Petite-Patrie", "RPP"),
    "saint-laurent": ("Ville Saint-Laurent",),
    "saint-leonard": (),
    "verdun": (),
    "ville-marie": ("Centre-ville", "Downtown"),
    "villeray-saint-michel-parc-extension": (
        "Villeray",
        "Saint-Michel",
        "Parc-Extension",
        "Park Extension",
        "VSMPE",
    ),
}
# Neighbours of the island: a place there is none of ours, and must not be taken for one.
_LINKED = (
    "Baie-d'Urfé",
    "Beaconsfield",
    "Côte-Saint-Luc",
    "Dollard-des-Ormeaux",
    "Dorval",
    "Hampstead",
    "Kirkland",
    "L'Île-Dorval",
    "Mont-Royal",
    "Montréal-Est",
    "Montréal-Ouest",
    "Pointe-Claire",
    "Sainte-Anne-de-Bellevue",
    "Senneville",
    "Westmount",
)


def words_of(text: str) -> list[str]:
    """The words in ASCII small letters; ligatures and saints are written out.

    >>> words_of("ST-LAURENT  (Œuvres)")
    ['saint', 'laurent', 'oeuvres']
    """
    words = plain(_POSSESSIVE.sub("s", text.translate(_LIGATURES))).split()
    return [_SAINTS.get(word, word) for word in words]


def borough_key(text: str) -> str:
    """One key for all spellings: no article, no `Arrondissement de`, no space.

    >>> borough_key("L ÎLE BIZARD - STE-GENEVIÈVE") == borough_key("l'Île-Bizard–Sainte-Geneviève")
    True
    """
    words = _ENGLISH_TAIL.sub("", " ".join(words_of(text)))
    return _LEAD_IN.sub("", words).replace(" ", "")


class BoroughNames:
    """Names to slugs: the island's, and those of the counters beside (§3, name traps)."""

    def __init__(self, counters: Mapping[str, str] | None = None) -> None:
        """`counters`: slug to name; what the island's own names say goes before."""
        self._slugs: dict[str, str] = {}
        for slug, name in (counters or {}).items():
            self._slugs |= {borough_key(name): slug, borough_key(slug): slug}
        for name in _LINKED:
            self._slugs[borough_key(name)] = "-".join(words_of(name))
        for slug, names in _MONTREAL.items():
            self._slugs |= {borough_key(name): slug for name in (slug, *names)}
        # The name of the whole city names no borough.
        self._slugs.pop("montreal", None)

    def named(self, text: str) -> str | None:
        """The slug of the borough or town that the whole text names, or None."""
        return self._slugs.get(borough_key(text))


ISLAND = BoroughNames()
MONTREAL_BOROUGHS = frozenset(_MONTREAL)
