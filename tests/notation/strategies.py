"""Texts and values of every form, for the laws in test_properties."""

from hypothesis import strategies as st

from consilience.notation import Lexicon, Words, parse

SIGNS = ("%", " %", "‰", " bps", " per cent")
DASHES = ("-", "–", "—", "‒", "−", "‑", " - ", " – ", " to ")


@st.composite
def decimals(draw: st.DrawFn, most: int) -> str:
    """Digits of a number below ``most``, with up to six decimals."""
    whole = draw(st.integers(0, most - 1))
    fraction = draw(st.text("0123456789", max_size=6))
    return f"{whole}.{fraction}" if fraction else str(whole)


@st.composite
def signed(draw: st.DrawFn, sign: str | None = None) -> str:
    """A percentage, per mille or basis points."""
    chosen = sign or draw(st.sampled_from(SIGNS))
    most = {"‰": 1000, " bps": 10_000}.get(chosen, 100)
    return draw(decimals(most)) + chosen


@st.composite
def fractions(draw: st.DrawFn) -> str:
    """A fraction strictly between 0 and 1, plain or scientific."""
    if draw(st.booleans()):
        return "0." + draw(st.text("0123456789", max_size=5)) + draw(st.sampled_from("123456789"))
    return f"{draw(st.integers(1, 9))}.{draw(st.integers(0, 99))}e-{draw(st.integers(1, 12))}"


@st.composite
def chances(draw: st.DrawFn) -> str:
    """So many in so many, or odds."""
    large = draw(st.integers(2, 10_000_000))
    small = draw(st.integers(1, large - 1))
    spelled = ("{} in {}", "{} out of {}", "{}-in-{}", "{}:{}", "{1}:{0} on", "{1} to {0} against")
    return draw(st.sampled_from(spelled)).format(small, large)


numbers = st.one_of(signed(), fractions(), chances(), st.sampled_from(["50/50", "50-50"]))
grids = st.sampled_from(["5%", "10%", "0.01", "2.5%"])


@st.composite
def points(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["", "~", "≈ ", "about "])) + draw(numbers)


@st.composite
def gridded(draw: st.DrawFn) -> str:
    return f"{draw(st.integers(0, 20)) * 5}% grid={draw(st.sampled_from(['5%', '1%', '0.05', '2.5%']))}"


def ordered(least: int) -> st.SearchStrategy[list[float]]:
    """Percentages with one decimal, all different, in increasing order."""
    tenths = st.lists(st.integers(0, 1000), min_size=least, max_size=least, unique=True)
    return tenths.map(lambda found: [value / 10 for value in sorted(found)])


coverages = st.sampled_from(["", " @80%", " @ 0.9", " @ 99.5 %"])


@st.composite
def ranges(draw: st.DrawFn) -> str:
    low, high = draw(ordered(2))
    first_sign = draw(st.sampled_from(["%", ""])) if low >= 1 else "%"
    return f"{low}{first_sign}{draw(st.sampled_from(DASHES))}{high}%{draw(coverages)}"


@st.composite
def bounds(draw: st.DrawFn) -> str:
    low, best, high = draw(ordered(3))
    brackets = draw(st.sampled_from(["[{}%, {}%]", "({}%–{}%)", "[{}; {}]%", "[{}% to {}%]"]))
    return f"{best}% {brackets.format(low, high)}{draw(coverages)}"


@st.composite
def inequalities(draw: st.DrawFn) -> str:
    relation = draw(st.sampled_from(["<", "<= ", "≤", ">", ">=", "≥ ", "less than ", "at least ", "over "]))
    return relation + draw(st.one_of(fractions(), chances(), st.integers(1, 99).map("{}%".format)))


@st.composite
def quantiles(draw: st.DrawFn) -> str:
    values = draw(st.integers(2, 5).flatmap(ordered))
    levels = sorted(draw(st.lists(st.integers(1, 999), min_size=len(values), max_size=len(values), unique=True)))
    shown = [f"q{level / 10:g}" + ("%" if level < 10 else "") for level in levels]
    items = [f"{level}={value}%" for level, value in zip(shown, values, strict=True)]
    return " ".join(draw(st.permutations(items)))


@st.composite
def shares(draw: st.DrawFn) -> str:
    """Up to three shares, of the answers at or above rising bounds and so falling themselves."""
    bounds = draw(st.integers(1, 3).flatmap(ordered).filter(lambda found: found[0] > 0))
    portions = draw(st.lists(st.integers(0, 100), min_size=len(bounds), max_size=len(bounds), unique=True))
    items = []
    for bound, portion in zip(bounds, sorted(portions, reverse=True), strict=True):
        width = draw(st.sampled_from(["{}%", "{}.0%", "[{}%, 100%]", "0-{}%"]))
        spelled = draw(st.sampled_from(["share(>={}%)=", "share(at least {} %) = ", "Share ( ≥{}% )="]))
        items.append(spelled.format(bound) + width.format(portion))
    return " ".join(draw(st.permutations(items)))


@st.composite
def surveys(draw: st.DrawFn) -> str:
    q25, low, median, high, q75 = draw(ordered(5))
    items = {
        "n": f"n={draw(st.integers(1, 10**6))}",
        "median": f"median={median}%",
        "mean": f"mean={draw(st.integers(0, 100))}%",
        "ci95": f"ci95=[{low}%, {high}%]",
        "quartiles": f"quartiles=[{q25}%, {q75}%]",
    }
    chosen = draw(st.sets(st.sampled_from(list(items)))) | {draw(st.sampled_from(["median", "mean"]))}
    if "ci95" in chosen:
        chosen.add("median")
    if {"n", "mean"} <= chosen and draw(st.booleans()):
        name = draw(st.sampled_from(["sd", "se"]))
        items[name] = f"{name}={draw(decimals(50))}%"
        items["n"] = f"n={draw(st.integers(2, 10**6))}"
        chosen.add(name)
    if draw(st.booleans()):
        items["shares"] = draw(shares())
        chosen.add("shares")
    if "mean" not in chosen and 0 < median < 100:
        sign = draw(st.sampled_from(["", "<", "<=", ">", "=>", "at least "]))
        items["median"] = f"median={sign}{median}%"
    return " ".join(draw(st.permutations([items[key] for key in items if key in chosen])))


@st.composite
def base_rates(draw: st.DrawFn) -> str:
    trials = draw(st.integers(1, 10**9))
    return f"{draw(st.integers(0, trials))} of {trials}"


FORMS = {
    "points": points(),
    "gridded": gridded(),
    "ranges": ranges(),
    "bounds": bounds(),
    "inequalities": inequalities(),
    "quantiles": quantiles(),
    "surveys": surveys(),
    "base_rates": base_rates(),
}
estimates = st.one_of(*FORMS.values())


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid text with characters taken out, put in, doubled or swapped."""
    text = draw(estimates)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.one_of(st.characters(), st.sampled_from([*"%-–,.;:/[]()@=~<> 0159einq", " in ", " to "])))
        text = draw(st.sampled_from([text[:at] + piece + text[at:], text[:at] + text[at + 1 :], text[at:] + text[:at]]))
    return text


@st.composite
def quantities(draw: st.DrawFn) -> str:
    """Points, ranges, bounds and quantiles of a quantity, negative ones too."""
    low, best, high = sorted(draw(st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=3, unique=True)))
    spelled = (
        "{1}",
        "~{1}",
        "{0} to {2}",
        "{0}-{2} @80%",
        "{1} [{0}, {2}]",
        "<{2}",
        "q5={0} q50={1} q95={2}",
        "{1}e-3",
    )
    return draw(st.sampled_from(spelled)).format(low, best, high)


@st.composite
def dates(draw: st.DrawFn) -> str:
    """The same for dates, by day, month or year."""
    days = draw(st.lists(st.dates(), min_size=3, max_size=3, unique_by=lambda day: day.year))
    length = draw(st.sampled_from([4, 7, 10]))
    low, best, high = (day.isoformat()[:length] for day in sorted(days))
    spelled = ("{1}", "{0} to {2}", "{0} – {2}", "{1} [{0}, {2}]", "before {2}", "q5={0} q50={1} q95={2}")
    return draw(st.sampled_from(spelled)).format(low, best, high)


@st.composite
def terms(draw: st.DrawFn) -> Words:
    """A term of a lexicon of one, with a central value or without."""
    low, middle, high = (percentage / 100 for percentage in draw(ordered(3)))
    meaning = (low, high, draw(st.sampled_from([None, middle])))
    return parse("likely", lexicon=Lexicon("own", {"likely": meaning}))
