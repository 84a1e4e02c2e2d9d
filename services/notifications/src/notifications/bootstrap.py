"""The composition of notifications: the only module that builds concrete objects."""

from datetime import timedelta
from functools import partial

from chassis.kit import Kit
from contracts.events.routing import GRIDS

from notifications.adapters import dossier_index, metrics, voice_book
from notifications.application.letters import House
from notifications.application.read_deliveries import DeliveryQueries
from notifications.application.send_messages import Sender, Terms
from notifications.application.wake_sender import Alarm
from notifications.channels.email import EmailChannel, SmtpServer
from notifications.domain.dossier import Dossier
from notifications.domain.voices import Voice
from notifications.entrypoints import http
from notifications.entrypoints.subscribers import BY_TOPIC, OF_GRIDS
from notifications.settings import NotificationsSettings
from notifications.templates import Templates

SEND = "send"


def build(settings: NotificationsSettings) -> Kit:
    """Notifications, wired; connects to nothing."""
    kit = Kit("notifications", settings)
    dossiers = kit.store("dossiers", Dossier, dossier_index.index, indexes=dossier_index.INDEXES)
    grids = kit.store("grids", Voice, voice_book.index)
    voices = voice_book.StoredVoices(grids)
    server = _server(settings)
    sender = Sender(
        store=dossiers,
        publisher=kit.publisher(dossiers),
        scribe=kit.scribe,
        channels=[EmailChannel(server) for _ in range(settings.smtp_connections)],
        renderer=Templates(),
        voices=voices,
        house=House(settings.public_url.rstrip("/"), settings.sender_address),
        terms=Terms(
            lease=timedelta(seconds=settings.lease_seconds),
            margin=timedelta(seconds=settings.smtp_timeout_seconds),
            limit=settings.send_batch,
        ),
        clock=kit.clock,
        until_done=kit.patience.until_done,
        heard=metrics.count,
        # Waiting for the database with answers in hand counts as alive.
        beat=partial(kit.pulse.beat, SEND),
    )
    alarm = Alarm(
        sender, poll_seconds=settings.send_poll_seconds, gather_seconds=settings.send_gather_seconds
    )
    for topic, handlers in BY_TOPIC.items():
        kit.subscribe(topic, dossiers, handlers, on_handled=alarm.ring)
    kit.subscribe(GRIDS, grids, OF_GRIDS, on_handled=voices.forget)
    kit.loop(SEND, 0.0, alarm.run)
    kit.loop("grids", settings.grids_every_seconds, voices.refresh)
    kit.routers.append(http.router(DeliveryQueries(dossiers)))
    return kit


def _server(settings: NotificationsSettings) -> SmtpServer:
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        id_domain=settings.message_id_domain,
        username=settings.smtp_username or None,
        password=settings.smtp_password.get_secret_value() or None,
        start_tls=settings.smtp_starttls,
        timeout_seconds=settings.smtp_timeout_seconds,
    )
