"""What people read about the policy besides its text, and its text in one language."""

from ui.language import said

from intake.domain.policy_reading import Policy
from intake.entrypoints.views import View

TITLE = ("La politique de service, en bref", "The service policy, in short")
NOT_CURRENT = (
    "Le texte a changé depuis : lisez la version en vigueur, puis confirmez.",
    "The text has changed since: read the version in force, then confirm.",
)


def text_of(policy: Policy, language: str) -> View:
    """The policy in French (`fr`) or English: `version`, `title`, `sections` of `points`."""
    return {
        "version": policy.version.isoformat(),
        "title": said(TITLE, language),
        "sections": [
            {
                "title": said(section.title, language),
                "points": [
                    {"name": said(one.name, language), "text": said(one.text, language)}
                    for one in section.points
                ],
            }
            for section in policy.sections
        ],
    }
