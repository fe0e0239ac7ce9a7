"""Which letters bytes may be, and a file that declares them."""

import pytest
from hypothesis import given, strategies as st

from consilience.study import append_estimate, check_study, read_study
from consilience.study.encodings import likely_encodings
from tests.study.conftest import HEADER, TODAY, TOML

ROW = "flood,{},2025-01-15,10%,,,,a letter,\n"


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        *(("Björn", encoding) for encoding in ("windows-1252", "mac-roman", "cp850", "utf-16", "utf-16-le")),
        *(("Łukasz", "windows-1250"), ("Şükrü", "windows-1254"), ("Νίκος", "windows-1253"), ("cœur", "windows-1252")),
        *(("Борис", encoding) for encoding in ("windows-1251", "koi8-r")),
        *(
            ("田中太郎", "shift_jis"),
            ("김철수", "euc-kr"),
            ("王小明", "big5"),
            ("王小明", "gb18030"),
            ("±5", "windows-1252"),
        ),
    ],
)
def test_the_right_letters_are_among_those_named_and_a_declaration_has_them(make_study, word, encoding):
    data = (HEADER + ROW.format(word)).encode(encoding)
    path = make_study(TOML, a=data)
    (problem,) = check_study(path, today=TODAY)
    assert problem.check == "encoding"
    assert f'"{encoding}"' in problem.remedy
    with (path / "study.toml").open("a") as settings:
        settings.write(f'[dialect."a.csv"]\nencoding = "{encoding}"\n')
    (row,) = read_study(path, today=TODAY).rows
    assert row.forecaster == word
    append_estimate(path, "flood", f"{word} {word}", "5%", source="s", file="a.csv", date="2025-01-15", today=TODAY)
    assert [row.forecaster for row in read_study(path, today=TODAY).rows] == [word, f"{word} {word}"]


def test_what_cannot_be_written_in_the_declared_letters_is_refused(make_study):
    path = make_study(f'{TOML}[dialect."a.csv"]\nencoding = "windows-1252"\n', a=HEADER + ROW.format("ada"))
    with pytest.raises(ExceptionGroup, match="cannot be written in windows-1252"):
        append_estimate(path, "flood", "田中", "5%", source="s", file="a.csv", date="2025-01-15", today=TODAY)


def test_a_file_of_utf8_that_declares_other_letters_is_told(make_study):
    path = make_study(f'{TOML}[dialect."a.csv"]\nencoding = "windows-1252"\n', a=HEADER + ROW.format("Björn"))
    (problem,) = check_study(path, today=TODAY)
    assert problem.why == "the file is UTF-8, and not windows-1252, as study.toml declares"


@given(st.binary(max_size=300))
def test_any_bytes(data):
    assert all(isinstance(name, str) for name, _ in likely_encodings(data + b"\xff"))
