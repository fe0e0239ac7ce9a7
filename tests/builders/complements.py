"""What somebody says of an event, and the same of its complement."""

from hypothesis import strategies as st


@st.composite
def said_both_ways(draw: st.DrawFn, *others: str) -> tuple[str, str]:
    """A point, a bound or a range, or one of the other kinds: a survey."""
    p = draw(st.integers(1, 99))
    match draw(st.sampled_from(("point", "bound", "range", *others))):
        case "bound":
            return f"<{p}%", f">{100 - p}%"
        case "range":
            high = min(p + draw(st.integers(5, 40)), 100 - (p == 1))
            low = min(p, high - 1)
            return f"{low}-{high}% @80%", f"{100 - high}-{100 - low}% @80%"
        case "survey":
            return f"n=30 median={p}%", f"n=30 median={100 - p}%"
    return f"{p}%", f"{100 - p}%"
