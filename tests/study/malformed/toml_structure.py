"""Settings that do not say what their author meant."""

from tests.study.malformed.kit import TOML, Files, rows, study

AB = 'title = "t"\n[question.a]\ntitle = "A"\n[question.b]\ntitle = "B"\n'
SAID = rows("a,Ada Quill,2025-01-15,10%", "b,Ada Quill,2025-01-15,20%")


def settings(text: str) -> Files:
    return study(toml=text)


def pair(text: str) -> Files:
    return study(SAID, AB + text)


CASES: dict[str, Files] = {
    "a string without quotes": settings("title = Floods\n"),
    "Python in place of TOML": settings('title = "Floods"\nquestions = None\n'),
    "True for true": pair("given = { a = True }\n"),
    "JSON": settings('{"title": "Floods"}\n'),
    "YAML": settings("title: Floods\nquestion:\n  flood:\n    title: A flood\n"),
    "a table twice": settings(TOML + '[question.flood]\ntitle = "Again"\n'),
    "a key twice": settings('title = "a"\n' + TOML),
    "a section misspelt": settings(TOML.replace("[question.", "[questions.")),
    "a section of capitals": settings(TOML.replace("[question.", "[Question.")),
    "keys misspelt": settings(TOML + 'titel = "x"\nUnit = "m"\nprio = "10%"\n'),
    "a question that is no table": settings('title = "Floods"\nquestion = "Will there be a flood?"\n'),
    "questions in a list": settings('title = "Floods"\n[[question]]\nname = "flood"\n'),
    "a name with blanks": settings('title = "Floods"\n[question.a flood]\ntitle = "A flood"\n'),
    "curly quotes": settings("title = “Floods”\n"),
    "a horizon in words": settings('horizon = "end of the century"\n' + TOML),
    "a horizon that is a year": settings("horizon = 2100\n" + TOML),
    "a horizon long past": settings("horizon = 1900-12-31\n" + TOML),
    "an outcome nobody asked about": settings('outcome = "drought"\n' + TOML),
    "a threshold without its sign": settings(TOML + '[study]\nthreshold = 1\nheadline = "average"\n'),
    "a zone that is not": settings('timezone = "CEST"\n' + TOML),
    "a prior as a number": settings(TOML + "prior = 0.1\n"),
    "priors that cannot be": settings(TOML + 'prior = "10% [20%, 30%]"\n'),
    "a prior of no width": settings(TOML + 'prior = "0%"\n'),
    "given itself": pair("given = { b = true }\n"),
    "a circle of two": study(SAID, AB.replace('"A"', '"A"\ngiven = { b = true }') + "given = { a = true }\n"),
    "a circle through a gate": pair('given = { both = true }\n[question.both]\ntitle = "Both"\nall_of = ["a", "b"]\n'),
    "a gate of itself": pair('[question.both]\ntitle = "Both"\nall_of = ["a", "both"]\n'),
    "a gate of one and of none": pair('[question.c]\nall_of = ["a"]\n[question.d]\nany_of = []\n'),
    "a gate of a thing twice": pair('[question.c]\nany_of = ["a", "a"]\n'),
    "at least more than there are": pair('[question.c]\nat_least = { k = 3, of = ["a", "b"] }\n'),
    "at least none": pair('[question.c]\nat_least = { k = 0, of = ["a", "b"] }\n'),
    "two gates at once": pair('[question.c]\nall_of = ["a", "b"]\nany_of = ["a", "b"]\n'),
    "not of a list": pair('[question.c]\nnot = ["a", "b"]\n'),
    "options of one": settings(TOML + 'options = ["yes"]\n'),
    "options twice": settings(TOML + 'options = ["a", "b", "a"]\n'),
    "a dialect for a path": settings(TOML + '[dialect."estimates/a.csv"]\nscale = "percent"\n'),
    "a dialect of nonsense": settings(
        TOML + '[dialect."a.csv"]\ndelimiter = ";;"\ndecimal = "x"\ndate = "dd.mm"\nscale = "%"\n'
    ),
    "half a million levels of brackets": settings("title = " + "[" * 500_000 + "]" * 500_000 + "\n"),
}
