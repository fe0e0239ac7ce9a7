"""Other people's digits, calendars, shapes of tables, names and files."""

from tests.study.malformed.dates import on
from tests.study.malformed.kit import GOOD, HEADER, TOML, Files, rows, said, study

WIDE = "forecaster,date,flood,drought\nAda Quill,2025-01-15,10%,20%\nBo Rask,2025-01-15,30%,5%\n"
QUANTITY = 'title = "t"\n[question.depth]\ntitle = "Depth"\nunit = "m"\n'
WHEN = 'title = "t"\n[question.when]\ntitle = "When"\nunit = "date"\n'


def named(name: str) -> Files:
    return study(rows(f"{name},Ada Quill,2025-01-15,10%"), f'title = "t"\n[question."{name}"]\ntitle = "A"\n')


CASES: dict[str, Files] = {
    "digits of Arabic, Persian and Devanagari": study(said("١٠٪", "۱۰٪", "१०%", "٠٫١")),
    "digits of China": study(said("百分之十", "十分之一", "10％", "５０％")),
    "Roman numerals and letters for digits": study(said("X%", "1O%", "l0%", "IV in X")),
    "keycaps, circles and playing cards": study(said("1️⃣0️⃣%", "⑩%", "𝟏𝟎%", "🂡")),
    "signs too many or on the wrong side": study(said("10%%", "%10", "%10%", "10%‰", "$10", "10%!")),
    "computer's numbers": study(said("0x10", "1_000%", "1e", "0b11", "1.0f", "NaN%", "1e-400", "NULL", "None", "TRUE")),
    "a soft hyphen and a joiner in a number": study(said("1\u00ad0%", "1\u200d0%", "1\u20600%", "1\u202e0%")),
    "two answers in a cell": study(said("10% 10%", "10%/20%", "10%; 20%", "10%\n20%", "10% | 20%", "10% & 20%")),
    "arithmetic": study(said("10% of 20%", "5% + 5%", "1 - 0.9", "100% - 10%", "(1/6)^2", "sqrt(0.01)", "10% * 2")),
    "three parts where two belong": study(said("50-30-20", "1:2:3", "1/2/3", "5-10-15%", "1 in 2 in 3", "10%-20%-30%")),
    "brackets that do not match": study(
        said("10% [5%, 20%", "10% 5%, 20%]", "[10%", "10% (5%, 20%]", "((10%))", "[[5%, 10%]]")
    ),
    "bounds of bounds": study(said("<<10%", "<>10%", ">=<10%", "<10% <20%", ">20% <10%", "=10%", "!=10%")),
    "ranges of nothing": study(said("10-10%", "0-0%", "100-100%", "0-100%", "-", "%-%", "..", "to", "10% to")),
    "coverage that cannot be": study(said("5-10% @100%", "5-10% @0%", "5-10% @-5%", "5-10% @@80%", "10% @80%", "@80%")),
    "weeks, ordinals and other calendars": on("2025-W03", "2025-015", "2568-01-15", "令和7年1月15日", "15 Rajab 1446"),
    "times at the edge of a day": on(
        "2025-01-15T24:00Z", "2025-06-30T23:59:60Z", "2025-01-15T09:30:00.123456789Z", "T09:30"
    ),
    "dates of the other way and of the future": on("2025/01/15", "2025.01.15", "20250115", "2999-01-15", "-2025-01-15"),
    "offsets that cannot be": on(
        "2025-01-15T09:30+25:00", "2025-01-15T09:30-0000", "2025-01-15T09:30+5", "2025-01-15T09:30ZZ"
    ),
    "one column a question": study(WIDE),
    "the table turned on its side": study("question,flood,flood\nforecaster,Ada Quill,Bo Rask\nestimate,10%,20%\n"),
    "a header over two lines": study(
        '"question\n(name)",forecaster,date,"estimate\n(%)"\nflood,Ada Quill,2025-01-15,10%\n'
    ),
    "two delimiters": study(
        f"{HEADER}flood,Ada Quill,2025-01-15,10%,,,,a letter,\nflood;Bo Rask;2025-01-15;20%;;;;a letter;\n"
    ),
    "tabs": study(GOOD.replace(",", "\t")),
    "pipes": study(GOOD.replace(",", "|")),
    "columns of fixed width": study(
        "question  forecaster  date        estimate\nflood     Ada Quill   2025-01-15  10%\n"
    ),
    "apostrophes for quotes": study(f"{HEADER}flood,'Quill, Ada',2025-01-15,10%,,,,a letter,\n"),
    "backslashes before commas": study(f"{HEADER}flood,Quill\\, Ada,2025-01-15,10%,,,,a letter,\n"),
    "every cell in quotes with blanks before": study(
        'question, "forecaster", "date", "estimate", "source"\nflood, "Quill, Ada", "2025-01-15", "10%", "x"\n'
    ),
    "lines that end in CR CR LF": study(GOOD.replace("\n", "\r\r\n")),
    "other ends of lines": study(GOOD.replace("\n", "\u2028")),
    "form feeds and vertical tabs": study(GOOD.replace("10%", "10%\f").replace("Bo", "\vBo")),
    "zeros between": study(GOOD.replace("flood", "fl\0ood").encode()),
    "nothing but zeros": study(b"\0" * 4096),
    "two encodings in a file": study(
        GOOD.replace("Ada", "Zoë").encode() + "flood,Zoë Ö,2025-01-15,5%,,,,x,\n".encode("cp1252")
    ),
    "UTF-32": study(GOOD.encode("utf-32")),
    "half a character at the end": study(GOOD.encode() + "flood,Zoë".encode()[:-1]),
    "a surrogate alone": study(GOOD.replace("Bo", "B\ud800o").encode("utf-8", "surrogatepass")),
    "a mark in the middle": study(GOOD.replace("flood,Bo", "\ufeffflood,Bo")),
    "a letter that looks like another": study(
        rows("flооd,Ada Quill,2025-01-15,10%", "flood,Bо Rask,2025-01-15,10%", "flood,Bo Rask,2025-01-15,20%")
    ),
    "a name composed in two ways": study(rows("flood,Zoë Ö,2025-01-15,10%", "flood,Zoe\u0308 O\u0308,2025-01-15,20%")),
    "a name of a path": named("../../etc/passwd"),
    "a name with a dot": named("a.b"),
    "a name of operators": named("a | b = c"),
    "a name of Windows": named("con"),
    "a name that is empty": study(toml='title = "t"\n[question.""]\ntitle = "A"\n'),
    "a name of ten thousand letters": named("a" * 10_000),
    "a title of control characters": study(toml=TOML.replace("A flood", "A \\u001b[31mflood\\u0000")),
    "a title that is a list": study(toml=TOML.replace('"A flood"', '["A flood"]')),
    "a title of blanks": study(toml=TOML.replace("A flood", " \\t ")),
    "settings with a mark": study(toml="\ufeff" + TOML),
    "settings of ends of lines of old Macs": study(toml=TOML.replace("\n", "\r")),
    "a horizon with a time": study(toml="horizon = 2100-12-31T12:00:00Z\n" + TOML),
    "a horizon before the dates of computers": study(toml="horizon = 0001-01-01\n" + TOML),
    "numbers that are none": study(toml=TOML + "[study]\nthreshold = nan\n" + "prior = inf\n"),
    "a number of a hundred thousand digits": study(toml=TOML + f"prior = {'9' * 100_000}\n"),
    "options of all sorts": study(toml=TOML + 'options = ["a", 1, true, 2025-01-15, ["b"], { c = 1 }]\n'),
    "options that are nothing": study(toml=TOML + 'options = ["", " ", "a=b", "a|b", "\\n"]\n'),
    "a quantity that is no number": study(
        rows(
            *(
                f'depth,P{n},2025-01-15,"{cell}"'
                for n, cell in enumerate(("deep", "1e999", "-0", "1,5", "3-1", "inf", ""))
            )
        ),
        QUANTITY,
    ),
    "days that never come": study(
        rows(
            *(
                f'when,P{n},2025-01-15,"{cell}"'
                for n, cell in enumerate(("never", "2040-13", "99999", "0000", "soon", "2040-2030", "before"))
            )
        ),
        WHEN,
    ),
    "a dialect of a file that is not there": study(toml=TOML + '[dialect."b.csv"]\nscale = "percent"\n'),
    "a lexicon that is not there": study(toml=TOML + '[lexicon]\nfile = "words.csv"\nname = "ICD-203"\n'),
    "estimates that are a file": {"study.toml": TOML, "estimates": GOOD},
    "settings that are a folder": {"study.toml/a.txt": "x", "estimates/a.csv": GOOD},
    "a folder called as a file of estimates": {"study.toml": TOML, "estimates/a.csv/b.csv": GOOD},
}
