"""Makes one form of the many spellings of a name; it never decides what the name stands for."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SAINT = re.compile(r"\b(st|ste)\b")
_LEAD_IN = re.compile(
    r"^((arrondissement|bam|bureau acces montreal) (de |du |d |des )?|(ville|cite) (de |du |d ))?"
    r"(le |l )?"
)
_DATED = re.compile(r"( (19|20)[0-9]{2}( [0-9]{2}){0,2})+$")
_SORTED_LAST = re.compile(r"^[yz] ")


def plain(text: str) -> str:
    """The words of a text in ASCII small letters, one space between, `st` and `ste` written out.

    >>> plain("COTE-DES-NEIGES - NOTRE-DAME-DE-GRÂCE")
    'cote des neiges notre dame de grace'
    """
    split = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    letters = "".join(c for c in split if not unicodedata.combining(c)).casefold()
    words = _NOT_WORD.sub(" ", letters).strip()
    return _SAINT.sub(lambda found: "saint" if found[1] == "st" else "sainte", words)


def slug(text: str) -> str:
    """`L'Île-Bizard-Sainte-Geneviève` -> `l-ile-bizard-sainte-genevieve`."""
    return plain(text).replace(" ", "-")


@lru_cache(maxsize=2048)
def place_key(text: str) -> str:
    """One key for all spellings of a borough or town seen in the City's data (§3, name traps).

    A leading article, `Arrondissement de` and its like, and every space are left out: `BAM` is
    the borough's counter (*bureau Accès Montréal*), by which the data name a place too.
    """
    return _LEAD_IN.sub("", plain(text)).replace(" ", "")


@lru_cache(maxsize=4096)
def activity_keys(text: str) -> tuple[str, str, str, str, str]:
    """Keys of an activity from the strictest to the loosest reading.

    The strict ones come first because the City keeps distinct activities that differ in an accent
    or a capital only (`Boite` and `Boîte de service à niveler`). A leading `*` marks a name that
    was retired: it is told from the live one while both exist, and stands for it otherwise. The
    loosest drops what the City adds to a name through the years: the day on which it was replaced
    (`Réclamation 2025-10-23`) and the `Y-` or `Z-` that sorts it last.
    """
    words = plain(text)
    retired = text.lstrip().startswith("*")
    return (
        f"1:{' '.join(text.split())}",
        f"2:{' '.join(text.split()).casefold()}",
        f"3:{'*' if retired else ''}{words}",
        f"4:{words}",
        f"5:{_SORTED_LAST.sub('', _DATED.sub('', words)) or words}",
    )
