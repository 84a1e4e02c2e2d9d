"""The two kinds of error that delivery knows, the third that ends the process, and what stands for
a record that cannot be read.
"""

from typing import Any, ClassVar

from contracts import Event

NONE = "-"


class Permanent(Exception):
    """This record can never be handled: a rule forbids it. It is parked.

    The message goes into the dead letter: it names fields and rules, never values.
    """


class Transient(Exception):
    """A dependency failed (store, network): worth another try."""


class WaitTooLong(Exception):
    """A dependency stayed away longer than we may hold our partitions: exit and be restarted."""


class Unreadable(Event):
    """Stands for such a record among the events that handlers take; never on a topic.

    `record` are its coordinates, `digest` is of all its bytes; `faults` are (field, code), all that
    were found; `body` is the JSON object inside, where it opens.
    """

    wire_type: ClassVar[str] = "chassis.unreadable.v1"
    topic: ClassVar[str] = NONE

    record: str
    digest: str
    event_id: str | None
    faults: tuple[tuple[str, str], ...]
    body: dict[str, Any] | None
