"""Every event of Guichet, its schema and its topic. Knows nobody: imports no other package."""

from contracts.codec import Received, Undecodable, UnknownMajor, UnknownType, decode, encode
from contracts.envelope import Classification, Envelope
from contracts.registry import Event, event_class, event_types

__all__ = [
    "Classification",
    "Envelope",
    "Event",
    "Received",
    "Undecodable",
    "UnknownMajor",
    "UnknownType",
    "decode",
    "encode",
    "event_class",
    "event_types",
]
