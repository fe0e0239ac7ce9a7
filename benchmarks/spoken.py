"""How long `check` takes on 50,000 rows that no two people said alike: ``python -m benchmarks.spoken``.

In CPU seconds of the whole command, once with every cell a phrase of its own and once with plain numbers.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from consilience.notation.speech.numerals import CARDINALS

ROWS = 50_000
_QUESTIONS = 5
_DAYS = 28
# Of every family of phrases that is read. {p} a percentage, {q} a larger one, {w} and {v} the same in words, {f} a
# fraction, {c} and {k} percentages with a comma, {n} a count, {m} a larger one, {e} an exponent.
_PHRASES = """
a {p} percent chance | P(doom) around {p}% | I'd put it at {p}% | a probability of {f} | maybe {p} percent
roughly {p} per cent | the risk is about {p}% | best guess: {p}% | an estimated {p}% chance of extinction
{p}%, I think | My p(doom) is {p}%. | “about {p}%” | it's {p} % | {w} point {digit} percent
{w} percent | about {w} per cent | a {w} percent probability | {w} to {v} percent
one in {n} | 1 in {m} chance of dying | roughly 1 in {n} | a one in {m} risk | 1-in-{n}
{n} chances in {m} | 1 in {n} million | {n} in {m} | {n} out of {m} | at least {n} out of {m} | {n} out of every {m}
odds of {n} to 1 against | {n}-1 against | {n} to 1 on | 1:{n}
{p} × 10^-{e} | about {p} x 10^-{e} | {p}×10⁻⁵ | {p} ppm | {p} micromorts | {p} per million | {n} per 100,000
between {p} and {q} percent | from {p} to {q}% | {p}..{q}% | anywhere from {p}% to {q}% | roughly {p} to {q} percent
maybe {p}-{q}% | {p}% - {q}% chance | somewhere in the range of {p}-{q}%
90% CI: {p}% to {q}% | {p}–{q}% (80% CI) | {p}% to {q}% with 90% confidence | 95% credible interval {p}-{q}%
{p}% (90% CI {less}–{q}%) | best guess {p}%, range {less}–{q}% | about {p}% ({less}% to {q}%)
{p}% [{less}%-{q}%] (90% CI)
{p}% or less | no more than {p}% | at most {p} percent | {p}% or higher | well over {p}% | less than 1 in {m}
{p}% < p < {q}% | above {p}% but below {q}% | under {p} percent
5th percentile {p}%, 95th percentile {q}% | p10: {less}%, p50: {p}%, p90: {q}%
median {p}%. mean {q}% | Median: {p}% (n={n}) | median {p}% (IQR {less}–{q}%)
etwa {c} Prozent | zwischen {c} und {k} Prozent | mindestens {c} Prozent | 1 zu {n}
environ {c} pour cent | entre {c} et {k} % | une chance sur {n} | moins de {c} pour mille
alrededor del {c} por ciento | uno de cada {m} | como mucho un {c} %
"""
_TEMPLATES = tuple(part.strip() for line in _PHRASES.splitlines() for part in line.split(" | ") if part.strip())


def _fill(template: str, rng: random.Random) -> str:
    low, middle, high = sorted(rng.sample(range(101, 4999), 3))
    first, second = sorted(rng.sample(range(2, 99), 2))
    words = {number: word for word, number in CARDINALS["en"].items()}
    count = rng.randrange(2, 90_000)
    return template.format(
        less=low / 100, p=middle / 100, q=high / 100, f=middle / 10_000, c=_comma(middle), k=_comma(high),
        w=words[first], v=words[second],
        n=count, m=count + rng.randrange(1, 900_000), e=rng.randrange(3, 12), digit=words[rng.randrange(1, 10)],
    )  # fmt: skip


def _comma(hundredths: int) -> str:
    return str(hundredths / 100).replace(".", ",")


def spoken_cells(rows: int = ROWS, seed: int = 0) -> Iterator[str]:
    """Phrases of every family, none twice."""
    rng, said = random.Random(seed), set[str]()
    while len(said) < rows:
        phrase = _fill(rng.choice(_TEMPLATES), rng)
        if phrase not in said:
            said.add(phrase)
            yield phrase


def plain_cells(rows: int = ROWS, seed: int = 0) -> Iterator[str]:
    """Percentages, most of them said more than once."""
    rng = random.Random(seed)
    return (f"{rng.randrange(1, 9999) / 100}%" for _ in range(rows))


def write_study(folder: Path, cells: Iterator[str]) -> Path:
    """Write a study with one row a cell.

    Parameters
    ----------
    folder : Path
        Of the study; it is made.
    cells : iterator of str
        What is said.

    Returns
    -------
    Path
        The study.
    """
    (folder / "estimates").mkdir(parents=True)
    questions = "\n".join(f'[question.q{place}]\ntitle = "Question {place}"\n' for place in range(_QUESTIONS))
    settings = f'title = "Many"\nhorizon = 2100-12-31\noutcome = "q0"\n\n{questions}'
    (folder / "study.toml").write_text(settings, "utf-8")
    with (folder / "estimates/people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "forecaster", "date", "estimate", "source", "kind"])
        for place, cell in enumerate(cells):
            day = f"2025-01-{1 + place % _DAYS:02d}"
            kind = "survey" if cell.casefold().startswith("median") else "person"
            voice = f"{kind} {place // _QUESTIONS}"
            writer.writerow([f"q{place % _QUESTIONS}", voice, day, cell, "a survey", kind])
    return folder


def main() -> None:
    """Print the CPU seconds of `check` on either study."""
    sorts: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (("plain", plain_cells), ("spoken", spoken_cells))
    for name, cells in sorts:
        with tempfile.TemporaryDirectory() as folder:
            study = write_study(Path(folder) / name, cells())
            before = os.times()
            code = "from consilience.cli import main; main()"
            done = subprocess.run([sys.executable, "-c", code, "check", str(study)], capture_output=True, text=True)
            after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        print(f"{name:8}{spent:6.2f} s of CPU   exit {done.returncode}   {(done.stderr or done.stdout)[-200:]!r}")


if __name__ == "__main__":
    main()
