"""The composition of notifications: the only module that builds concrete objects."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from chassis.kit import Kit
from chassis.store import Store
from contracts.events.complaints import ACCESS_LETTERS, CLAIM_LETTERS, LETTERS
from contracts.events.routing import GRIDS, PEOPLE

from notifications.adapters import dossier_index, metrics, webhook_index, webhook_metrics
from notifications.adapters.letter_safe import SealedLetters
from notifications.adapters.stored_books import StoredBook, index_of_people, index_of_voice
from notifications.adapters.webhook_post import HttpPoster
from notifications.adapters.webhook_vault import SealedVault
from notifications.application.deliver_webhooks import Pumps, PumpTerms
from notifications.application.fan_out_webhooks import FanOut
from notifications.application.follow_complaints import FollowComplaints
from notifications.application.letters import House, letter
from notifications.application.manage_webhooks import WebhookManager
from notifications.application.post_office import PostOffice
from notifications.application.read_deliveries import DeliveryQueries
from notifications.application.read_webhooks import WebhookQueries
from notifications.application.send_messages import Sender, Terms
from notifications.application.shut_out import ShutOut
from notifications.application.wake_sender import Alarm
from notifications.application.webhook_book import WebhookBook
from notifications.channels.email import EmailChannel, SmtpServer
from notifications.channels.letter import LetterChannel
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.letter_words import Safe
from notifications.domain.messages import Message
from notifications.domain.people import Directories, People
from notifications.domain.voices import Voice, Voices
from notifications.domain.webhook import Webhook
from notifications.domain.webhook_address import Rules
from notifications.domain.webhook_delivery import WebhookDelivery
from notifications.entrypoints import http, webhook_pages, webhooks_http
from notifications.entrypoints.post_pages import post_router
from notifications.entrypoints.subscribers import BY_TOPIC, OF_GRIDS, OF_PEOPLE, of_letters
from notifications.entrypoints.webhook_desk import WebhookDesk
from notifications.settings import NotificationsSettings
from notifications.templates import Templates

SEND = "send"


def build(settings: NotificationsSettings) -> Kit:
    """Notifications, wired; connects to nothing."""
    kit = Kit("notifications", settings)
    dossiers = kit.store("dossiers", Dossier, dossier_index.index, indexes=dossier_index.INDEXES)
    grids = kit.store("grids", Voice, index_of_voice)
    voices = StoredBook(grids, Voices)
    directories = kit.store("people", People, index_of_people)
    people = StoredBook(directories, Directories)
    safe = SealedLetters(settings.storage_key.get_secret_value())
    server = _server(settings)
    sender = Sender(
        store=dossiers,
        publisher=kit.publisher(dossiers),
        scribe=kit.scribe,
        channels=[EmailChannel(server) for _ in range(settings.smtp_connections)],
        renderer=Templates(),
        voices=voices,
        people=people,
        safe=safe,
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
    letters = of_letters(FollowComplaints(safe))
    for topic in (LETTERS, ACCESS_LETTERS, CLAIM_LETTERS):
        kit.subscribe(topic, dossiers, letters, on_handled=alarm.ring)
    kit.subscribe(GRIDS, grids, OF_GRIDS, on_handled=voices.forget)
    kit.subscribe(PEOPLE, directories, OF_PEOPLE, on_handled=people.forget)
    kit.loop(SEND, 0.0, alarm.run)
    kit.loop("grids", settings.grids_every_seconds, voices.refresh)
    kit.loop("people", settings.grids_every_seconds, people.refresh)
    kit.routers.append(http.router(DeliveryQueries(dossiers)))
    _mail_desk(kit, settings, dossiers, voices, people, safe)
    _webhooks(kit, settings, voices)
    return kit


def _mail_desk(
    kit: Kit,
    settings: NotificationsSettings,
    dossiers: Store[Dossier],
    voices: StoredBook[Voice, Voices],
    people: StoredBook[People, Directories],
    safe: Safe,
) -> None:
    """What goes by post, printed and posted by people (PV-47)."""
    house, renderer = House(settings.public_url.rstrip("/"), settings.sender_address), Templates()

    async def write(dossier: Dossier, delivery: Delivery) -> Message:
        return letter(
            dossier,
            delivery,
            voices=await voices.current(),
            people=await people.current(),
            safe=safe,
            house=house,
            renderer=renderer,
            now=kit.clock(),
        )

    shut_out = ShutOut(safe, people, kit.clock)
    commands = kit.commands(dossiers)
    office = PostOffice(dossiers, commands, write, LetterChannel(), shut_out, kit.clock)

    async def names() -> Mapping[str, str]:
        return (await voices.current()).names(kit.clock().date())

    kit.routers.append(post_router(office, names, kit.clock, settings.signin_url))


def _webhooks(kit: Kit, settings: NotificationsSettings, voices: StoredBook[Voice, Voices]) -> None:
    """What integrators are told over HTTPS, beside and apart from what people are written."""
    webhooks = kit.store(
        "webhooks",
        Webhook,
        webhook_index.of_webhook,
        indexes=webhook_index.WEBHOOK_INDEXES,
        expires="expires_at",
    )
    deliveries = kit.store(
        "webhook_deliveries",
        WebhookDelivery,
        webhook_index.of_delivery,
        indexes=webhook_index.DELIVERY_INDEXES,
        expires="expires_at",
        speaks=False,
    )
    book, vault = WebhookBook(webhooks), SealedVault(settings.storage_key.get_secret_value())
    rules = Rules(settings.webhook_ports, settings.webhook_local_receivers)
    poster = HttpPoster(rules, timeout_seconds=settings.webhook_timeout_seconds, clock=kit.clock)
    keep = timedelta(days=settings.webhook_days_kept)
    pumps = Pumps(
        deliveries=deliveries,
        book=book,
        vault=vault,
        poster=poster,
        terms=PumpTerms(
            lease=timedelta(seconds=settings.webhook_lease_seconds),
            at_once=settings.webhook_posts_at_once,
            poll_seconds=settings.webhook_poll_seconds,
            patience=timedelta(days=settings.webhook_days_failing),
            keep=keep,
        ),
        clock=kit.clock,
        until_done=kit.patience.until_done,
        counted=webhook_metrics.count,
    )
    kit.hearers.append(
        FanOut(
            pace_seconds=settings.webhook_pace_seconds,
            deliveries=deliveries,
            book=book,
            keep=keep,
            clock=kit.clock,
            until_done=kit.patience.until_done,
            ring=pumps.ring,
        )
    )
    kit.loop("webhooks", 0.0, pumps.run)
    manager = WebhookManager(
        commands=kit.commands(webhooks),
        book=book,
        deliveries=deliveries,
        sealer=vault,
        clock=kit.clock,
        overlap=timedelta(hours=settings.webhook_rotation_hours),
        keep=keep,
    )
    desk = WebhookDesk(
        manager=manager,
        queries=WebhookQueries(webhooks, deliveries, vault, poster, kit.clock),
        rules=rules,
        clock=kit.clock,
    )

    async def names() -> Mapping[str, str]:
        return (await voices.current()).names(kit.clock().date())

    kit.routers += [
        webhooks_http.router(desk),
        webhook_pages.pages_router(desk, names, settings.signin_url),
        webhook_pages.assets_router(),
    ]


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
