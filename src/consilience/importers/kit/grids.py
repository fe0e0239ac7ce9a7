"""Tables that are no text: sheets of workbooks, Parquet files and data frames, as rows of what their cells say."""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from xml.etree import ElementTree

import numpy as np

from consilience.importers.kit.numbers import plain

if TYPE_CHECKING:
    import pyarrow as pa

type Grid = tuple[tuple[int, tuple[str, ...]], ...]

WORKBOOKS = (".xlsx", ".xlsm", ".ods")
_PARQUET = b"PAR1"
# More digits than a spreadsheet keeps of a number are noise of doubles.
_DIGITS = 15
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("office", "table", "text")
)
_LARGEST = 2_000_000_000
# Of a sheet, in any program.
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576


class MissingLibraryError(ValueError):
    """A file needs a library that is not installed."""

    remedy = 'pip install "consilience[spreadsheets]", or conda install openpyxl; or save the sheet as CSV'


@runtime_checkable
class Frame(Protocol):
    """A table of pandas, polars, Arrow, or of whatever else gives its columns as Arrow does."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def grids_of(name: str, data: bytes) -> dict[str, Grid] | None:
    """Read a file of tables that is no text.

    Parameters
    ----------
    name : str
        Of the file, which says what a workbook is.
    data : bytes

    Returns
    -------
    dict of str to Grid, or None
        Tables that hold something, by name of the sheet; that of a Parquet file has none. ``None`` for any other file.

    Raises
    ------
    ValueError
        If the file is damaged, or what reads it is not installed.
    """
    if data.startswith(_PARQUET):
        return {"": _of_parquet(data)}
    if not name.lower().endswith(WORKBOOKS) or not zipfile.is_zipfile(io.BytesIO(data)):
        return None
    sheets = _open_document(data) if name.lower().endswith(".ods") else _excel(data)
    return {sheet: grid for sheet, rows in sheets if (grid := _grid(rows))}


def grid_of_frame(frame: Frame) -> Grid:
    """Read a data frame; its header is row 0, and a pandas index that has a name is a column.

    Parameters
    ----------
    frame : Frame

    Raises
    ------
    ValueError
        If it is no table of columns.
    """
    # Slow to load, and hardly ever needed.
    import pandas as pd
    import pyarrow as pa

    if isinstance(frame, pd.DataFrame):
        # Its columns may hold numbers and texts at once, which those of Arrow may not.
        named = [name for name in frame.index.names if name is not None]
        table = frame.reset_index(named) if named else frame
        columns: list[tuple[str, Iterable[Any]]] = [
            (str(name), table.iloc[:, place].to_numpy()) for place, name in enumerate(table.columns)
        ]
    else:
        try:
            columns = list(_arrow_columns(pa.table(frame)))
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise ValueError(f"this is no table of columns: {error}") from None
    return _of_columns(columns, line=0)


def _of_parquet(data: bytes) -> Grid:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        columns = list(_arrow_columns(pq.read_table(io.BytesIO(data))))
    except pa.ArrowException as error:
        raise ValueError(f"the file is damaged ({str(error).partition('.')[0].lower()})") from None
    return _of_columns(columns, line=1)


def _of_columns(columns: Sequence[tuple[str, Iterable[Any]]], line: int) -> Grid:
    """Rows of columns, below their names in a line."""
    rows = zip(*(map(_said, values) for _, values in columns), strict=True)
    return _grid([(line, [name for name, _ in columns]), *enumerate(rows, start=line + 1)])


def _arrow_columns(table: "pa.Table") -> Iterator[tuple[str, Iterable[Any]]]:
    import pyarrow as pa

    for name, column in zip(table.column_names, table.columns, strict=True):
        # Doubles of single precision are as short as they were meant in their own type alone.
        short = pa.types.is_float32(column.type) or pa.types.is_float16(column.type)
        yield name, column.to_numpy() if short else column.to_pylist()


def _excel(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    try:
        import openpyxl
    except ImportError:
        raise MissingLibraryError("the file is a spreadsheet, and openpyxl, which reads it, is not installed") from None
    with warnings.catch_warnings():
        # Of styles and validations that it does not know, which say nothing of what is in a cell.
        warnings.simplefilter("ignore")
        try:
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if _has_formulas(data) else values
        except Exception as error:
            # A damaged workbook ends in whatever it meets first.
            raise ValueError(f"the workbook is damaged ({str(error)[:100]})") from None
    for sheet in values.worksheets:
        if sheet.sheet_state == "visible":
            yield sheet.title, _excel_rows(sheet, formulas[sheet.title])


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(b"<f" in archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


def _excel_rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[str]]]:
    for cells, others in zip(sheet.iter_rows(), formulas.iter_rows(), strict=True):
        said = [
            # A formula whose value was never worked out is told where it is asked for.
            _said(other.value if cell.value is None else cell.value, as_percent=_is_percent(cell.number_format))
            for cell, other in zip(cells, others, strict=True)
        ]
        yield cells[0].row, said


def _is_percent(number_format: str | None) -> bool:
    return "%" in _QUOTED.sub("", number_format or "")


def _open_document(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("content.xml").file_size > _LARGEST:
                raise ValueError(f"the spreadsheet is larger than {_LARGEST:,} bytes")
            root = ElementTree.fromstring(archive.read("content.xml"))
    except (KeyError, ElementTree.ParseError, RuntimeError, zipfile.BadZipFile):
        raise ValueError("the spreadsheet is damaged, or protected by a password") from None
    for sheet in root.iter(f"{_TABLE}table"):
        yield sheet.get(f"{_TABLE}name", ""), _open_rows(sheet)


def _open_rows(sheet: ElementTree.Element) -> Iterator[tuple[int, list[str]]]:
    line = 1
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        gap = 0
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            said, times = _open_cell(cell), _repeated(cell, "columns", _MOST_COLUMNS)
            if said:
                cells += [*[""] * gap, *[said] * times]
            gap = 0 if said else gap + times
        times = _repeated(row, "rows", _MOST_ROWS)
        # Below the last row that holds something all rows to the end of the sheet are repeated as one.
        yield from ((line + at, cells) for at in range(times if cells else 0))
        line += times


def _repeated(part: ElementTree.Element, what: str, most: int) -> int:
    """How often a cell or a row stands there; more often than a sheet has room for is no sheet."""
    times = int(part.get(f"{_TABLE}number-{what}-repeated", 1))
    if times > most:
        raise ValueError(
            f"the spreadsheet is damaged: a sheet has {most:,} {what} at most, and one stands there {times:,} times"
        )
    return times


def _open_cell(cell: ElementTree.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return _number(Decimal(cell.get(f"{_OFFICE}value", "NaN")), as_percent=kind == "percentage")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    # Comments on a cell have paragraphs as well, further down.
    return "\n".join("".join(_open_words(part)) for part in cell.findall(f"{_TEXT}p"))


def _open_words(part: ElementTree.Element) -> Iterator[str]:
    yield part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            yield " " * int(inner.get(f"{_TEXT}c", 1))
        elif inner.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            yield "\n" if inner.tag.endswith("line-break") else "\t"
        else:
            yield from _open_words(inner)
        yield inner.tail or ""


def _grid(rows: Iterable[tuple[int, Sequence[str]]]) -> Grid:
    """Rows that hold something, all as long as the longest."""
    kept = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    width = max((len(cells) for _, cells in kept), default=0)
    return tuple((line, (*cells, *[""] * (width - len(cells)))) for line, cells in kept)


def _said(value: Any, *, as_percent: bool = False) -> str:
    """What a cell says; nothing where it is empty or not a number."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool() | np.bool():
            return str(value).upper()
        case Integral():
            return _number(Decimal(int(value)), as_percent=as_percent)
        case Decimal():
            return _number(value, as_percent=as_percent)
        case Real():
            return _number(Decimal(str(value)), as_percent=as_percent)
        case Mapping():
            return str(dict(value))
    return "" if _is_nothing(value) else _moment(value)


def _is_nothing(value: Any) -> bool:
    """Whether a value is one that differs from itself, as missing times and numbers of pandas do."""
    try:
        return bool(value != value)
    except TypeError:
        return True


def _moment(value: Any) -> str:
    """A day, an instant or a time of day as ISO has it; anything else as it prints."""
    if hasattr(value, "astype"):
        value = str(value.astype("datetime64[s]"))
    if isinstance(value, dt.datetime):
        value = value.isoformat(sep="T", timespec="seconds")
    if isinstance(value, dt.time) and not value.second:
        return f"{value:%H:%M}"
    return str(value).removesuffix("T00:00:00")


def _number(value: Decimal, *, as_percent: bool) -> str:
    if not value.is_finite():
        return "" if value.is_nan() else str(value)
    return f"{plain(value * 100, _DIGITS)}%" if as_percent else plain(value, _DIGITS)
