"""Fixed words in other languages: the table is whole, and what somebody wrote is left alone."""

import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from consilience import charts
from consilience.charts.drawing import language
from consilience.charts.drawing.language import LANGUAGES, number, phrase, speaking, word
from tests.charts.gallery import GALLERY, spec_of

FOLDER = Path(charts.__file__).parent
ROWS = list(csv.DictReader((FOLDER / "drawing/words.csv").read_text("utf-8").splitlines()))


def test_every_word_has_every_language_and_the_same_places() -> None:
    assert ROWS
    assert list(ROWS[0]) == list(LANGUAGES)
    assert not [said for said, times in Counter(row["en"] for row in ROWS).items() if times > 1]
    for row in ROWS:
        assert all(row.values()), row
        assert len({said.count("{}") for said in row.values()}) == 1, row


def said_in_code() -> set[str]:
    """What is given to ``word`` as it stands."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "word" and node.args[:1]
            found |= {str(first.value) for first in called or () if isinstance(first, ast.Constant)}
    return found


def test_the_table_has_each_word_that_charts_say() -> None:
    assert len(said_in_code()) > 20
    assert said_in_code() <= {row["en"] for row in ROWS}


@pytest.mark.parametrize("name", GALLERY)
def test_what_charts_say_through_a_name_is_in_the_table_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    known = language._words("de")

    class Noting(dict[str, str]):
        def get(self, said: str, default: str | None = None) -> str | None:  # type: ignore[override]
            if default is not None and said not in known:
                asked.append(said)
            return known.get(said, default)  # type: ignore[arg-type]

    monkeypatch.setattr(language, "_words", lambda _: Noting(known))
    GALLERY[name](charts.ChartOptions(language="de"))
    assert asked == []


@pytest.mark.parametrize(
    ("said", "german", "french", "spanish"),
    [
        ("3.2% [1.5%, 6.3%]", "3,2% [1,5%; 6,3%]", "3,2% [1,5%; 6,3%]", "3,2% [1,5%; 6,3%]"),
        ("1 in 1,000", "1 von 1.000", "1 sur 1\u202f000", "1 de 1.000"),
        ("12 of 400", "12 von 400", "12 sur 400", "12 de 400"),
        ("0.1% to 5.5%", "0,1% bis 5,5%", "de 0,1% à 5,5%", "de 0,1% a 5,5%"),
        ("1 person", "1 Person", "1 personne", "1 persona"),
        ("3 people and a survey of 1,477", "3 Personen und eine Umfrage unter 1.477",
         "3 personnes et une enquête auprès de 1\u202f477", "3 personas y una encuesta de 1.477"),
        ("6 people, spread ×÷2.4 [1.6, 4.1]", "6 Personen, Streuung ×÷2,4 [1,6; 4,1]",
         "6 personnes, dispersion ×÷2,4 [1,6; 4,1]", "6 personas, dispersión ×÷2,4 [1,6; 4,1]"),
        ("477 people: median 5% [3%, 8%]", "477 Personen: Median 5% [3%; 8%]",
         "477 personnes : médiane 5% [3%; 8%]", "477 personas: mediana 5% [3%; 8%]"),
        ("12% [5%, 30%], 80% sure", "12% [5%; 30%], zu 80% sicher", "12% [5%; 30%], sûr à 80%",
         "12% [5%; 30%], seguro al 80%"),
        ("Bayes factor 0.064 · 3 clean trials", "Bayes-Faktor 0,064 · 3 Versuche ohne Befund",
         "facteur de Bayes 0,064 · 3 essais négatifs", "factor de Bayes 0,064 · 3 pruebas limpias"),
        ("Study Median: 9 statements from 1 source, listed in the study; the latest of 2025-01-19. consilience",
         "Studie Median: 9 Aussagen aus 1 Quelle, in der Studie aufgeführt; die letzte vom 2025-01-19. consilience",
         "Étude Median : 9 énoncés d’une source, selon l’étude; le dernier du 2025-01-19. consilience",
         "Estudio Median: 9 afirmaciones de 1 fuente, según el estudio; la última del 2025-01-19. consilience"),
        ("2024-05-01", "2024-05-01", "2024-05-01", "2024-05-01"),
        ("consilience 0.1.0", "consilience 0.1.0", "consilience 0.1.0", "consilience 0.1.0"),
        ("likely", "likely", "likely", "likely"),
        ("Ace of hearts", "Ace of hearts", "Ace of hearts", "Ace of hearts"),
    ],
)  # fmt: skip
def test_what_the_package_makes_of_numbers_and_counts(said: str, german: str, french: str, spanish: str) -> None:
    assert phrase(said) == said
    for spoken, expected in zip(LANGUAGES[1:], (german, french, spanish), strict=True):
        with speaking(spoken):
            assert phrase(said) == expected


def test_a_name_is_not_translated_even_where_it_is_a_word() -> None:
    spec = str(spec_of("statements", charts.ChartOptions(language="de")))
    assert "Survey of authors (published)" in spec
    assert "A forecasting platform" in spec
    assert "Neben der Antwort, nicht mitgezählt" in spec


def test_a_language_ends_with_its_chart() -> None:
    GALLERY["groups"](charts.ChartOptions(language="fr"))
    assert word("All groups") == "All groups"
    assert number("1.5") == "1.5"


def test_vega_writes_numbers_and_months_as_the_language_does() -> None:
    for name in ("history", "crux-map"):
        config = GALLERY[name](charts.ChartOptions(language="es")).to_dict()["config"]
        assert config["locale"]["number"]["decimal"] == ","
        assert len(config["locale"]["time"]["months"]) == 12
    assert "locale" not in GALLERY["history"](charts.ChartOptions()).to_dict()["config"]


@pytest.mark.parametrize("spoken", ["de", "fr", "es"])
def test_no_number_keeps_a_decimal_point(spoken: language.Language) -> None:
    for name in ("groups", "tornado", "coherence", "waterfall"):
        spec = spec_of(name, charts.ChartOptions(language=spoken))
        for rows in spec["datasets"].values():
            for row in rows:
                if "text" in row and not str(row["text"]).startswith("Source"):
                    assert not re.search(r"\d\.\d+%", str(row["text"])), row
