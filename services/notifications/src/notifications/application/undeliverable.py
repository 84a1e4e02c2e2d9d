"""Why a letter cannot be made."""


class NotYet(Exception):
    """The grid that the letter needs has not arrived: to be asked again later."""


class NoAddress(Exception):
    """Nobody can be written to: the department has no mailbox, or the person is not known."""
