"""Writes .env beside .env.example with fresh keys in place of the placeholders.

`python3 deploy/new_env.py`, from the root of the repository. It never touches a .env that is
there: its keys may be the only ones that open what is stored.
"""

import base64
import os
import re
import secrets
import sys
from pathlib import Path

PLACEHOLDER = re.compile(r"replace-me-(32-bytes-base64|random-text)")


def fill(example: str) -> str:
    """The example with every placeholder replaced by a secret of its own."""

    def fresh(placeholder: re.Match[str]) -> str:
        if placeholder[1] == "random-text":
            return secrets.token_urlsafe(32)
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return PLACEHOLDER.sub(fresh, example)


if __name__ == "__main__":
    target = Path(".env")
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sys.exit(f"{target} is there already and stays as it is")
    with os.fdopen(handle, "w") as file:
        file.write(fill(Path(".env.example").read_text()))
    sys.stdout.write(f"{target} written; keep it, and keep it out of version control\n")
