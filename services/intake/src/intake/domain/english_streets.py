"""English names of French streets that people go on using; everything else is written as it is.

A small table, for each entry is a claim about the world: those that Wikipedia names in its articles
on these streets of Montréal and in its guide to their names (Park, Pine, Mountain, Mount Royal,
Saint James, Saint John's, Saint Lawrence, Saint Catherine), and Verdun's Church Avenue.
"""

from collections.abc import Mapping
from types import MappingProxyType

_FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "church": "eglise",
        "mount royal": "mont royal",
        "mountain": "montagne",
        "park": "parc",
        "pine": "pins",
        "pines": "pins",
        "saint catherine": "sainte catherine",
        "saint catherines": "sainte catherine",
        "saint james": "saint jacques",
        "saint john": "saint jean",
        "saint johns": "saint jean",
        "saint lawrence": "saint laurent",
    }
)


def french_name(name: str) -> str:
    """The name as the City writes it, made plain; a name that is not in the table, as it came.

    For names whose generic does not stand before them: "rue Saint John" is no English, and may be
    the name of another street.
    """
    return _FRENCH.get(name, name)
