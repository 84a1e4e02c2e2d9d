"""Page shell, design tokens, static files and languages of all pages; no domain rule is here."""

from ui.assets import Assets
from ui.dates import day, moment
from ui.language import language_of
from ui.pages import Pages
from ui.served import ServedFile

__all__ = ["Assets", "Pages", "ServedFile", "day", "language_of", "moment"]
