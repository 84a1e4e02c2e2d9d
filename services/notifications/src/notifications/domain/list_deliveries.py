"""Which mails the news of a monthly list call for: one for each piece, barred by nothing."""

from collections.abc import Iterator, Mapping

from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.list_news import mail_id
from notifications.domain.messages import Recipient, Template
from notifications.domain.policies import Policy

EMAIL = "email"


def lists_owed(dossier: Dossier, policies: Mapping[Template, Policy]) -> Iterator[Delivery]:
    """The mails of this dossier, where it is that of a list."""
    for news in dossier.lists:
        template = Template.MONTHLY_LIST_REMINDER if news.is_reminder else Template.MONTHLY_LIST
        yield Delivery(
            delivery_id=mail_id(dossier.case_id, news, template),
            event_id=news.event_id,
            template=template,
            recipient=Recipient.STAFF if news.person else Recipient.DEPARTMENT,
            channel=EMAIL,
            department=news.department or None,
            event_at=news.at,
            expires_at=news.at + policies[template].max_age,
            not_before=news.at,
        )
