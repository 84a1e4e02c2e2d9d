"""A table as a CSV file that a spreadsheet opens as it is: UTF-8 with its mark, and no formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi.responses import Response

from ui.pages import HEADERS

# A cell that begins so would be worked out by the spreadsheet of whoever opens the file.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The file as an answer; `name` without its ending."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(columns)
    write.writerows([_cell(value) for value in row] for row in rows)
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={
            **HEADERS,
            "Content-Disposition": f'attachment; filename="{name}.csv"',
        },
    )


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
