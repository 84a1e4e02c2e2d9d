"""A message as MIME: text and HTML of the same content, UTF-8, in seven bits for any server."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from notifications.domain.messages import Message, PermanentFailure

POLICY = SMTP.clone(cte_type="7bit")


def compose(message: Message, id_domain: str) -> EmailMessage:
    """The mail. Its Message-ID is made of the delivery id, so a resend carries the same one.

    Raises `PermanentFailure` for an address or a name that no header can carry: line breaks in
    them are an attempt to inject headers.
    """
    mail = EmailMessage(policy=POLICY)
    try:
        mail["From"] = _address(message.from_name, message.from_address)
        mail["To"] = _address(message.to_name, message.to_address)
        mail["Subject"] = message.rendered.subject
    except (ValueError, IndexError, MessageError) as error:
        raise PermanentFailure("the address or the subject cannot be put in a header") from error
    mail["Date"] = format_datetime(message.sent_at)
    mail["Message-ID"] = f"<{message.delivery_id}@{id_domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "fr, en"
    mail.set_content(message.rendered.text)
    mail.add_alternative(message.rendered.html, subtype="html")
    return mail


def _address(name: str, address: str) -> Address:
    if not address.isascii():
        raise ValueError("not every server takes such an address")
    return Address(display_name=name, addr_spec=address)
