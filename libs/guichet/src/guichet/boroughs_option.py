"""What commands that read borough folders share: where more of them lie, and the counters' zone."""

from zoneinfo import ZoneInfo

COUNTERS_ZONE = ZoneInfo("America/Toronto")
BOROUGHS_DIR = "ROUTING_BOROUGHS_DIR"
