"""What the rules of the case refuse."""


class Refused(Exception):
    """A rule forbids it; nothing changes. `code` is a word of `entrypoints/words.py`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
