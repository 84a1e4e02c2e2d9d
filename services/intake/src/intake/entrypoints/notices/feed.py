"""A counter's notices as an Atom feed (RFC 4287), French with English beside it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from intake.domain.notice import Notice
from intake.entrypoints.notices.notice_views import path_of
from intake.entrypoints.notices.notice_words import FEED, NOTICE_KINDS

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def feed_of(notices: Sequence[Notice], borough: str, name: str, site: str, now: datetime) -> bytes:
    """The feed; `site` is the address of this site without a final slash.

    Its `updated` is that of the latest change, so that an unchanged feed is the same bytes; `now`
    only where there is no notice.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "fr-CA"})
    _text(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'guichet:notices:{borough}')}")
    _text(feed, "title", " / ".join(words.format(name=name) for words in FEED))
    latest = max((one.changed_at for one in notices), default=now.replace(second=0, microsecond=0))
    _text(feed, "updated", latest.isoformat())
    author = ET.SubElement(feed, _name("author"))
    _text(author, "name", name)
    _link(feed, "self", f"{site}/avis/{borough}.atom", "application/atom+xml")
    _link(feed, "alternate", f"{site}/avis/{borough}", "text/html")
    for one in notices:
        _entry(feed, one, site)
    whole: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return whole


def tag_of(feed: bytes) -> str:
    """The ETag of a feed."""
    return f'"{hashlib.sha256(feed).hexdigest()[:32]}"'


def _entry(feed: ET.Element, notice: Notice, site: str) -> None:
    content = notice.content
    entry = ET.SubElement(feed, _name("entry"))
    _text(entry, "id", f"urn:uuid:{notice.notice_id}")
    _text(entry, "title", f"{content.title_fr} / {content.title_en}")
    _text(entry, "published", notice.published_at.isoformat())
    _text(entry, "updated", notice.changed_at.isoformat())
    _link(entry, "alternate", f"{site}{path_of(notice)}", "text/html")
    kind = {"term": content.kind.value, "label": NOTICE_KINDS[content.kind.value][0]}
    ET.SubElement(entry, _name("category"), kind)
    _text(entry, "content", f"{content.body_fr}\n\n{content.body_en}").set("type", "text")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _name(tag))
    # XML has no place for most control characters, escaped or not.
    element.text = "".join(one for one in text if one in "\t\n" or one >= " ")
    return element


def _link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    values = {"rel": relation, "href": address, "type": media_type}
    ET.SubElement(parent, _name("link"), values)
