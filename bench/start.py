"""`guichet up`, from command to ready, warm; against the embedded servers alone in the same run.

Run: `python bench/start.py [--runs N]`; prints medians.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from guichet.embedded.chooser import choose_broker, choose_database
from guichet.embedded.ports import free_port


async def servers_alone(data: Path) -> float:
    """Seconds until broker and database answer, started together."""
    started = time.monotonic()
    broker = await choose_broker("auto", data_dir=data)
    database = await choose_database(data_dir=data)
    await asyncio.gather(broker.start(), database.start())
    took = time.monotonic() - started
    await asyncio.gather(broker.stop(), database.stop())
    return took


async def up(data: Path) -> float:
    """Seconds from the command to its word that it is ready, imports and all."""
    started = time.monotonic()
    command = [sys.executable, "-m", "guichet", "up", "--data", str(data)]
    process = await asyncio.create_subprocess_exec(
        *command, "--port", str(free_port()), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async for line in process.stderr:
        if "ready" in line.decode():
            break
    took = time.monotonic() - started
    process.terminate()
    await process.communicate()
    return took


async def main(runs: int) -> None:
    ups, alone = [], []
    with tempfile.TemporaryDirectory() as folder:
        await up(Path(folder) / "up")  # warms: formats the stores, creates the topics
        for number in range(runs):
            alone.append(await servers_alone(Path(folder) / "alone"))
            ups.append(await up(Path(folder) / "up"))
            sys.stdout.write(f"run {number + 1}: up {ups[-1]:.1f} s, servers {alone[-1]:.1f} s\n")
    sys.stdout.write(
        f"median: up {statistics.median(ups):.1f} s (aim: under 15), "
        f"servers alone {statistics.median(alone):.1f} s\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    asyncio.run(main(parser.parse_args().runs))
