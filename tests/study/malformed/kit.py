"""A study as the files it is made of."""

from csv import reader
from pathlib import Path

HEADER = "question,forecaster,date,estimate,group,kind,until,source,note\n"
TOML = 'title = "Floods"\n\n[question.flood]\ntitle = "A flood"\n'
GOOD = f"{HEADER}flood,Ada Quill,2025-01-15,10%,,,,a letter,\nflood,Bo Rask,2025-01-15,20%,,,,a letter,\n"

type Files = dict[str, str | bytes]


def rows(*lines: str) -> str:
    """Rows of the nine columns; a line of the first four gets a source."""
    return HEADER + "".join(
        f"{line},,,,a letter,\n" if len(next(reader([line]))) == 4 else f"{line}\n" for line in lines
    )


def said(*estimates: str) -> str:
    """Estimates of one question by as many people."""
    return rows(*(f'flood,Person {number},2025-01-15,"{said}"' for number, said in enumerate(estimates, 1)))


def study(estimates: str | bytes = GOOD, toml: str | bytes = TOML, **others: str | bytes) -> Files:
    return {"study.toml": toml, "estimates/a.csv": estimates} | others


def write(folder: Path, files: Files) -> Path:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder
