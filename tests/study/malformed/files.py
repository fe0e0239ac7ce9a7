"""What lies in a study's folder, and in which bytes it is written."""

import gzip

from tests.study.malformed.kit import GOOD, HEADER, TOML, Files, study

UMLAUT = GOOD.replace("Bo Rask", "Björn Räsk")

CASES: dict[str, Files] = {
    "copies a mail program renamed": study(
        **{"estimates/b.csv.txt": GOOD, "estimates/c.CSV": GOOD, "estimates/d.tsv": GOOD}
    ),
    "other formats among the estimates": study(
        **{"estimates/b.json": "[]", "estimates/c.dtt": "", "estimates/d.csv.gz": gzip.compress(GOOD.encode(), mtime=0)}
    ),
    "a CSV beside the estimates": study(**{"round2.csv": GOOD}),
    "a folder of more estimates": study(**{"estimates/2024/b.csv": GOOD}),
    "estimates in a folder of another name": {"study.toml": TOML, "Estimates/a.csv": GOOD},
    "no folder of estimates but a CSV": {"study.toml": TOML, "estimates.csv": GOOD},
    "settings by another name": {"Study.toml": TOML, "estimates/a.csv": GOOD},
    "settings twice": study(**{"Study.toml": TOML}),
    "a file of one blank line beside faults": study(
        HEADER + "flood,Ada Quill,2025-01-15,maybe,,,,a letter,\n", **{"estimates/empty.csv": "\n", "round2.csv": GOOD}
    ),
    "settings as YAML": {"study.yaml": "title: Floods\n", "estimates/a.csv": GOOD},
    "what programs leave behind": study(
        **{
            "estimates/.~lock.a.csv#": ",ada,host",
            "estimates/a.csv~": GOOD,
            "estimates/~$a.xlsx": "",
            ".DS_Store": b"\0",
        }
    ),
    "a copy of the same file": study(**{"estimates/a (1).csv": GOOD, "estimates/Copy of a.csv": GOOD}),
    "Windows-1252": study(UMLAUT.encode("cp1252")),
    "the Mac's old letters": study(UMLAUT.encode("mac_roman")),
    "UTF-16 with its mark": study(UMLAUT.encode("utf-16")),
    "UTF-16 without its mark": study(UMLAUT.encode("utf-16-le")),
    "Shift JIS": study(GOOD.replace("Bo Rask", "田中太郎").encode("shift_jis")),
    "Cyrillic in Windows-1251": study(GOOD.replace("Bo Rask", "Борис").encode("cp1251")),
    "UTF-8 read as Latin and saved again": study(UMLAUT.encode().decode("cp1252")),
    "letters that were lost": study(GOOD.replace("Bo Rask", "Bj\ufffdrn")),
    "settings in Windows-1252": study(toml=TOML.replace("Floods", "Überflutung").encode("cp1252")),
    "an empty file of settings": study(toml=""),
    "a file of nothing but a mark": study("\ufeff"),
    "half a file": study(HEADER + "flood,Ada Qui"),
}
