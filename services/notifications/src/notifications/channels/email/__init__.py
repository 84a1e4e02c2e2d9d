"""E-mail by SMTP."""

from notifications.channels.email.channel import EmailChannel, SmtpServer

__all__ = ["EmailChannel", "SmtpServer"]
