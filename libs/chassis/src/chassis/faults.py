"""The two kinds of error that delivery knows, and the third that ends the process."""


class Permanent(Exception):
    """This record can never be handled: a rule forbids it. It is parked.

    The message goes into the dead letter: it names fields and rules, never values.
    """


class Transient(Exception):
    """A dependency failed (store, network): worth another try."""


class WaitTooLong(Exception):
    """A dependency stayed away longer than we may hold our partitions: exit and be restarted."""
