"""The words of places that were found or not, French and English."""

from collections.abc import Mapping

from chassis.errors import Words

from intake.domain.gazetteer import Precision, Reason

PRECISIONS: Mapping[Precision, Words] = {
    Precision.CORNER: ("Intersection connue", "Known intersection"),
    Precision.POSTAL_CODE: ("Rue et code postal connus", "Known street and postal code"),
    Precision.SEGMENT: ("Tronçon de rue connu", "Known street segment"),
}
REASONS: Mapping[Reason, Words] = {
    Reason.NOT_LOCATED: (
        "Ce lieu n'a pu être placé sur la carte : une personne le précisera. Aidez-la par une "
        "intersection, ou par la rue et le code postal.",
        "This place could not be put on the map: a person will make it precise. Help them with an "
        "intersection, or with the street and the postal code.",
    ),
    Reason.AMBIGUOUS: (
        "Plusieurs lieux y ressemblent, ou l'arrondissement manque : choisissez, ou précisez.",
        "Several places are like it, or the borough is missing: choose, or make it precise.",
    ),
}
CHOSEN: Words = ("Point choisi sur la carte", "Point chosen on the map")
FAR: Words = (
    "Le point choisi est à {metres} m de l'adresse : vérifiez lequel des deux est le bon.",
    "The point chosen is {metres} m from the address: check which of the two is right.",
)
