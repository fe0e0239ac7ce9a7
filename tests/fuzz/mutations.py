"""Estimates, tables and settings as people, programs and accidents change them; all from one seeded generator."""

import random
import re
from collections.abc import Callable
from pathlib import Path

from tests.notation.said import HEARD, OWN, rows
from tests.study.malformed import CASES
from tests.study.malformed.kit import Files

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared/phrases.csv"
PHRASES = [row["said"] for path in (OWN, HEARD, SHARED) if path.exists() for row in rows(path)]
_WORDS = sorted({word for phrase in PHRASES for word in phrase.split()})
_SIGNS = [*"0123456789.,%-–—−:;/()[]<>=~±@ ·^x×‰½'\"|&!?#$\t\n\u200b\u00a0", "10", "1e-9", "%%", "..", " to ", " in "]
_NUMBERS = ("0", "1", "2", "5", "7.5", "10", "12", "50", "99.9", "100", "250", "1,000", "1.000", "10,5", "0.05", "1e-6")
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman", "shift_jis", "cp1251", "utf-7")
_DATES = (
    "2025-01-15",
    "15.01.2025",
    "1/15/25",
    "2025",
    "Q3 2024",
    "5 Jan 2025",
    "1736933400",
    "2025-02-30",
    "soon",
    "",
)
_NAMES = (
    "Ada",
    "ada",
    "Zoë",
    "田中",
    "=1+1",
    "<b>",
    "",
    " ",
    "Ada\u202e",
    "A" * 300,
    '"',
    "Ada, Bo",
    "اسم",
    "not flood",
)
_VALUES = (
    *("true", "1", "-3", "nan", "1e400", '""', '"10%"', '"10% [1%, 20%]"', '["a"]', "[]", "{}", "2100-12-31"),
    *('"median"', '"UTC"', '"../x"', '"ICD-203"', '{ a = true }', '["a", "a"]', "'''x'''", '"\\u0000"', '"a=b"'),
    *('"percent"', "9" * 50),
)  # fmt: skip


def a_text(rng: random.Random) -> str:
    """One estimate, changed in up to four places."""
    text = rng.choice(PHRASES)
    for _ in range(rng.randrange(5)):
        text = rng.choice(_OF_TEXTS)(text, rng)
    return text


def a_study(rng: random.Random) -> Files:
    """A study, shipped or malformed, changed in some of its files."""
    files = dict(rng.choice(_STUDIES))
    for _ in range(rng.randrange(1, 4)):
        name = rng.choice(list(files))
        body = files[name] if isinstance(files[name], bytes) else files[name].encode("utf-8", "surrogatepass")
        files[name] = _changed(name, body, rng)
    return files


def _changed(name: str, body: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.2:
        return rng.choice(_OF_BYTES)(body, rng)
    text = body.decode("utf-8", "replace")
    changes = _OF_SETTINGS if name.endswith(".toml") else _OF_TABLES
    for _ in range(rng.randrange(1, 4)):
        text = rng.choice(changes)(text, rng)
    return text.encode("utf-8", "replace")


def _exchanged(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    words[rng.randrange(len(words))] = rng.choice(_WORDS)
    return " ".join(words)


def _inserted(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    words.insert(rng.randrange(len(words) + 1), rng.choice(_WORDS))
    return " ".join(words)


def _spliced(text: str, rng: random.Random) -> str:
    other = rng.choice(PHRASES)
    return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other)) :]


def _slipped(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(_SIGNS) + text[at + rng.randrange(2) :]


def _renumbered(text: str, rng: random.Random) -> str:
    return re.sub(r"[0-9]+(?:[.,][0-9]+)*", lambda said: rng.choice((said[0], rng.choice(_NUMBERS))), text)


def _recased(text: str, rng: random.Random) -> str:
    return rng.choice((text.upper(), text.title(), f" {text} ", f"“{text}”", f"({text})", f"{text}."))


def _on_a_line(change: Callable[[str, random.Random], str]) -> Callable[[str, random.Random], str]:
    def changed(text: str, rng: random.Random) -> str:
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        lines[at] = change(lines[at], rng)
        return "\n".join(lines)

    return changed


def _cell(line: str, rng: random.Random) -> str:
    cells = line.split(",")
    said = rng.choice((a_text(rng), rng.choice(_DATES), rng.choice(_NAMES), rng.choice(_NUMBERS)))
    quoted = f'"{said.replace(chr(34), chr(34) * 2)}"'
    cells[rng.randrange(len(cells))] = rng.choice((said, quoted))
    return ",".join(cells)


def _lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.randrange(5)
    if how == 0:
        lines.insert(to, lines[at])
    elif how == 1:
        del lines[at]
    elif how == 2:
        lines[at], lines[to] = lines[to], lines[at]
    elif how == 3:
        lines.insert(at, rng.choice(rng.choice(_LINES)))
    else:
        lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
    return "\n".join(lines)


def _delimited(text: str, rng: random.Random) -> str:
    return text.replace(rng.choice(",;\t"), rng.choice([";", "\t", "|", ":", ", ", ",,", " "]))


def _ended(text: str, rng: random.Random) -> str:
    return text.replace("\n", rng.choice(["\r", "\r\n", "\n\r", "\r\r\n", "\n\n", "\u2028", "\0", ""]))


def _column(text: str, rng: random.Random) -> str:
    table = [line.split(",") for line in text.split("\n")]
    at, to = rng.randrange(len(table[0])), rng.randrange(len(table[0]))
    for cells in table:
        if max(at, to) < len(cells):
            cells[at], cells[to] = cells[to], rng.choice((cells[at], cells[at], cells[to]))
    return "\n".join(map(",".join, table))


def _value(line: str, rng: random.Random) -> str:
    key, equals, _ = line.partition("=")
    return f"{key}{equals} {rng.choice(_VALUES)}" if equals else line


def _key(line: str, rng: random.Random) -> str:
    key, equals, value = line.partition("=")
    other = rng.choice(rng.choice(_LINES)).partition("=")[0]
    return rng.choice((f"{other}{equals}{value}", f"{key.swapcase()}{equals}{value}", f"{key}x {equals}{value}"))


def _encoded(body: bytes, rng: random.Random) -> bytes:
    return body.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _bits(body: bytes, rng: random.Random) -> bytes:
    changed = bytearray(body or b"\0")
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(len(changed))] = rng.choice((0, 10, 13, 34, 44, 255, rng.randrange(256)))
    return bytes(changed)


def _cut(body: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(body) + 1)
    return rng.choice((body[:at], body[at:], body + body, body[:at] + b"\xff" + body[at:], body * 40))


def _shipped() -> list[Files]:
    return [
        {str(path.relative_to(study)): path.read_bytes() for path in study.rglob("*") if path.is_file()}
        for study in sorted((ROOT / "forecasts").iterdir())
        if study.is_dir()
    ]


_HEAVY = 20_000
_STUDIES = [
    files for files in [*_shipped() * 8, *CASES.values()] if sum(map(len, files.values())) < _HEAVY
]  # fmt: skip
_LINES = [
    (body.decode("utf-8", "replace") if isinstance(body, bytes) else body).split("\n")
    for files in _STUDIES
    for body in files.values()
]
_OF_TEXTS = (_exchanged, _inserted, _spliced, _slipped, _renumbered, _renumbered, _recased)
_OF_BYTES = (_encoded, _bits, _cut)
_OF_TABLES = (*(_on_a_line(_cell),) * 5, _lines, _on_a_line(_slipped), _delimited, _ended, _column)
_OF_SETTINGS = (*(_on_a_line(_value),) * 3, *(_on_a_line(_key),) * 2, _lines, _lines, _on_a_line(_slipped), _ended)
