"""Studies that are malformed, mistaken or hostile, by the kind of what is wrong with them.

They were written from what people do, before the code that reads them was looked at.
"""

from tests.study.malformed import alphabets, csv_structure, dates, files, meanings, models, toml_structure
from tests.study.malformed.kit import Files

FAMILIES: dict[str, dict[str, Files]] = {
    "alphabets": alphabets.CASES,
    "csv": csv_structure.CASES,
    "dates": dates.CASES,
    "files": files.CASES,
    "meanings": meanings.CASES,
    "models": models.CASES,
    "toml": toml_structure.CASES,
}
CASES = {f"{family}: {name}": case for family, cases in FAMILIES.items() for name, case in cases.items()}
