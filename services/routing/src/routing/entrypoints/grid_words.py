"""What the pages on grids say: French, English."""

from collections.abc import Mapping

from ui.language import said

from routing.application.publish_grid import PublishedGrid

Words = tuple[str, str]

ORIGINS: Mapping[str, Words] = {
    "folder": ("livrée avec le service", "shipped with the service"),
    "draft": ("publiée d'un brouillon", "published from a draft"),
    "rollback": ("retour à une version antérieure", "return to an earlier version"),
    "city": ("donnée par la ville", "given by the city"),
}
KINDS: Mapping[str, Words] = {
    "acknowledge": ("Accusé de réception", "Acknowledgement"),
    "complete": ("Intervention", "Completion"),
}
FIELDS: Mapping[str, Words] = {
    "text": ("Texte de la grille", "Text of the grid"),
    "revision": ("Brouillon", "Draft"),
    "effectiveOn": ("Entrée en vigueur", "Effective on"),
    "note": ("Raison", "Reason"),
    "after": ("Historique", "History"),
    "version": ("Version", "Version"),
    "confirmed": ("Confirmation", "Confirmation"),
}
CONFIRM: Words = (
    "cochez la case : la version publiée ne changera plus",
    "tick the box: the published version will not change any more",
)


def origin_of(one: PublishedGrid, language: str) -> str:
    """How a version came about."""
    if one.restores is not None:
        words = (f"retour à la version {one.restores}", f"return to version {one.restores}")
        return said(words, language)
    return said(ORIGINS[one.origin], language)
