"""Every option on every chart of the registry: honoured, or refused with the reason."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from hypothesis import given, settings, strategies as st

from consilience.charts import CHARTS, OFFERS, ChartOptionError, ChartOptions, save_chart
from consilience.charts.drawing import drawn, theme
from consilience.charts.drawing.colours import contrast
from consilience.charts.drawing.language import _rows
from consilience.charts.drawing.options import OPTIONS
from consilience.charts.drawing.themes import THEMES, theme_named
from tests.charts.gallery import FULL, GALLERY, spec_of as drawn_once
from tests.examples import examples

# Every value of every option, several at a time; names of rows are each chart's own.
TOGETHER: list[dict[str, Any]] = [
    {
        "width": "column", "title": "Another title", "subtitle": "", "order": "name", "theme": "slide",
        "language": "de",
    },
    {
        "width": 120, "title": "", "subtitle": "Another subtitle", "order": "rising", "font_size": 8.5,
        "theme": "dark", "language": "fr",
    },
    {"width": 60.5, "range": ("0.1%", 0.4), "order": "falling", "theme": "urbaninstitute", "language": "es"},
]  # fmt: skip
BORROWED = ("ggplot2", "urbaninstitute", "carbong100")


def gallery(name: str) -> Any:
    return GALLERY[name.replace("_", "-")]


def spec_of(name: str, chosen: ChartOptions = FULL, **options: Any) -> dict[str, Any]:
    return drawn_once(name.replace("_", "-"), chosen.but(**options))


def refused(name: str, option: str, value: Any) -> bool:
    return option in OFFERS[name].refuses or (value in ("rising", "falling") and not OFFERS[name].value)


def options_of(name: str, together: Mapping[str, Any]) -> ChartOptions:
    """Those of the options that a chart takes."""
    return ChartOptions(**{option: value for option, value in together.items() if not refused(name, option, value)})


def texts_of(spec: Any) -> Iterator[str]:
    """Every text that is drawn."""
    title = spec.get("title", {})
    for words in (title.get("text", []), title.get("subtitle", [])):
        yield from [words] if isinstance(words, str) else words
    for rows in spec["datasets"].values():
        yield from (str(row["text"]) for row in rows if "text" in row)


def test_each_option_has_values_to_be_tried() -> None:
    assert {option for together in TOGETHER for option in together} | {"only"} == set(OPTIONS)
    assert set(OFFERS) == set(CHARTS)
    assert all(set(offers.refuses) <= set(OPTIONS) for offers in OFFERS.values())


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_why_it_does_not_take_an_option(name: str) -> None:
    for option, value in (choice for together in TOGETHER for choice in together.items()):
        if refused(name, option, value):
            with pytest.raises(ChartOptionError, match=f"chart {name} ") as error:
                spec_of(name, **{option: value})
            assert len(str(error.value).splitlines()) == 2


@pytest.mark.parametrize(("name", "together"), [(name, together) for name in CHARTS for together in TOGETHER])
def test_a_chart_honours_every_option_that_it_takes(name: str, together: dict[str, Any]) -> None:
    options = options_of(name, together)
    found = spec_of(name, options)
    assert found["description"] == spec_of(name)["description"]
    assert inner_width(found) == pytest.approx(options.sizes.inner, abs=0.01)
    sizes = found["config"]["title"]["fontSize"], found["config"]["axis"]["labelFontSize"]
    assert sizes == (options.sizes.title, options.sizes.small)
    for wanted, part in ((options.title, "text"), (options.subtitle, "subtitle")):
        assert wanted is None or " ".join(found.get("title", {}).get(part, [])) == wanted
    if options.range is not None and name != "factors":
        assert options.domain in list(domains_of(found))
    assert found["config"]["background"] == theme_named(options.theme).colours.get(theme.PAPER, theme.PAPER)
    assert not {colour.lower() for _, colour in coloured(found)} & left_behind(options.theme)
    assert found["config"]["locale"]["number"]["decimal"] == ","
    assert set(strings(found)) & words_of(options.language)


def inner_width(spec: dict[str, Any]) -> float:
    # The strip from margin to margin is the first layer.
    strip = spec["layer"][0]["encoding"]
    return float(strip["x2"]["value"] - strip["x"]["value"])


def left_behind(look: str) -> set[str]:
    """Colours of print that a theme has others for."""
    colours = theme_named(look).colours
    return {colour.lower() for colour in colours} - {colour.lower() for colour in colours.values()}


def words_of(language: str) -> set[str]:
    """Words of charts that are others in English."""
    return {row[language] for row in _rows()} - {row["en"] for row in _rows()}


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from strings(each)


def domains_of(part: Any) -> Iterator[tuple[float, ...]]:
    """The ends of every scale; small panels, which have none, are placed by hand."""
    text = json.dumps(part)
    decoder = json.JSONDecoder()
    for found in re.finditer('"domain": (?=\\[)', text):
        yield tuple(decoder.raw_decode(text, found.end())[0])


def first_frame(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The frame of which a chart would be drawn."""
    frames: list[Any] = []

    def seen(frame: Any, *_: Any) -> Any:
        frames.append(frame)
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(drawn, "_chosen", seen)
        with pytest.raises(InterruptedError):
            gallery(name)(FULL)
    return frames[0]


@pytest.mark.parametrize("name", CHARTS)
def test_rows_are_chosen_and_ordered_by_their_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    offers = OFFERS[name]
    if not offers.rows:
        with pytest.raises(ChartOptionError, match="takes no only"):
            spec_of(name, only=["somebody"])
        return
    frame = first_frame(name, monkeypatch)
    column = [column for column in offers.rows if column in frame][-1]
    names = list(dict.fromkeys(frame[column]))
    if "order" not in offers.refuses:
        assert spec_of(name, order=names[::-1])
        with pytest.raises(ChartOptionError, match=f"no row of {name} is called 'nobody'"):
            spec_of(name, order=["nobody"])
    if "only" not in offers.refuses:
        shown = spec_of(name, only=names[:1])
        assert any(f"1 of {len(names)} rows shown" in said for said in texts_of(shown))
        with pytest.raises(ChartOptionError, match=f"no row of {name} is called 'nobody'"):
            spec_of(name, only="nobody")


def test_rows_come_in_the_order_asked_for() -> None:
    def names(**options: Any) -> list[str]:
        spec = spec_of("pools", **options)
        (rows,) = [rows for rows in spec["datasets"].values() if "spoken" in rows[0]]
        return [row["name"] for row in rows]

    plain = names()
    assert names(order="name") == sorted(plain, key=str.casefold)
    assert names(order=[plain[3], plain[1]]) == [plain[3], plain[1], plain[0], plain[2], *plain[4:]]
    assert names(only=plain[2:4]) == plain[2:4]


COLOURS = {value.lower() for name, value in vars(theme).items() if isinstance(value, str) and value.startswith("#")}
KNOWN = COLOURS | {colour.lower() for colour in theme.OKABE_ITO}


def coloured(part: Any) -> Iterator[tuple[bool, str]]:
    """Every colour of a specification, and whether it is one of text."""
    if isinstance(part, dict):
        is_text = part.get("type") == "text"
        for name, value in part.items():
            if isinstance(value, str) and value.startswith("#"):
                yield (is_text and name == "color") or name in ("labelColor", "titleColor", "subtitleColor"), value
            elif isinstance(value, list) and all(isinstance(each, str) and each.startswith("#") for each in value):
                yield from ((False, each) for each in value)
            else:
                yield from coloured(value)
    elif isinstance(part, list):
        for each in part:
            yield from coloured(each)


@pytest.mark.parametrize("name", GALLERY)
def test_a_chart_is_drawn_in_colours_that_themes_know(name: str) -> None:
    unknown = {colour for _, colour in coloured(spec_of(name)) if colour.lower() not in KNOWN}
    assert not unknown, "name them in drawing/theme.py, and say in drawing/themes.py what they are on a dark page"


@pytest.mark.parametrize("name", CHARTS)
def test_text_can_be_read_on_its_paper(name: str) -> None:
    plain = spec_of(name)
    for spec in (plain, *(spec_of(name, options_of(name, together)) for together in TOGETHER)):
        paper = spec["config"]["background"]
        for colour in {colour for is_text, colour in coloured(spec) if is_text}:
            assert contrast(colour, paper) >= 4.5, colour
    # In themes that it was not drawn in, what its colours become.
    for look in BORROWED:
        become = {colour.lower(): other for colour, other in theme_named(look).colours.items()}
        for colour in {colour.lower() for is_text, colour in coloured(plain) if is_text}:
            assert contrast(become.get(colour, colour), become[theme.PAPER]) >= 4.5, (look, colour)


@pytest.mark.parametrize("look", [*THEMES, *BORROWED])
def test_text_can_be_read_in_boxes_and_on_bands(look: str) -> None:
    colours = theme_named(look).colours
    for text in (theme.INK, theme.SOFT):
        for ground in (theme.BAND_90, theme.GATE, theme.PAPER):
            assert contrast(colours.get(text, text), colours.get(ground, ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize("name", GALLERY)
def test_on_a_dark_page_nothing_keeps_a_colour_of_paper(name: str) -> None:
    kept = {colour.lower() for _, colour in coloured(spec_of(name, theme="dark"))}
    assert not kept & {colour.lower() for colour in THEMES["dark"].colours}


def test_a_theme_of_the_users_own_gives_its_colours_and_its_typeface() -> None:
    @alt.theme.register("mine", enable=False)
    def mine() -> alt.theme.ThemeConfig:
        return alt.theme.ThemeConfig(
            {"config": {"background": "midnightblue", "font": "Papyrus", "range": {"category": ["gold", "tomato"]}}}
        )

    try:
        spec = GALLERY["groups"](ChartOptions(theme="mine")).to_dict()
    finally:
        alt.theme.unregister("mine")
    assert spec["config"]["background"] == "midnightblue"
    assert spec["config"]["font"].startswith("Papyrus, ")
    assert "gold" in json.dumps(spec)
    assert all(contrast(colour, "midnightblue") >= 4.5 for is_text, colour in coloured(spec) if is_text)


WRONG = [
    ({"width": "wide"}, "millimetres from 60 to 1000"),
    ({"width": 20}, "from 60 to 1000 mm wide"),
    ({"width": True}, "no width of a chart"),
    ({"width": float("nan")}, "no width of a chart"),
    ({"title": 3}, "a title is text"),
    ({"subtitle": ["a"]}, "a subtitle is text"),
    ({"range": "1%"}, "two ends"),
    ({"range": (0.1,)}, "two ends"),
    ({"range": ("50%", "1%")}, "in this order"),
    ({"range": ("1%", "1%")}, "in this order"),
    ({"range": ("0%", "10%")}, "above 0% and below 100%"),
    ({"range": (0.1, 1)}, "above 0% and below 100%"),
    ({"range": (0.1, 20)}, "above 0% and below 100%"),
    ({"range": ("a lot", "50%")}, ""),
    ({"range": (0.1, "10-20%")}, "above 0% and below 100%"),
    ({"order": "downwards"}, '"name" or "rising" or "falling"'),
    ({"order": []}, "names of rows"),
    ({"order": [1, 2]}, "names of rows"),
    ({"only": []}, "names of rows"),
    ({"only": 4}, "names of rows"),
    ({"font_size": 40}, "points high"),
    ({"font_size": "8"}, "points high"),
    ({"font_size": 12, "width": "column"}, "from 4 to 10 points high"),
    ({"theme": "drak"}, "write 'dark' if that is meant"),
    ({"language": "German"}, "the languages are en, de, fr, es"),
    ({"language": None}, "the languages are en, de, fr, es"),
]


@pytest.mark.parametrize(("options", "says"), WRONG)
def test_what_cannot_be_is_refused_in_three_lines(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ChartOptionError) as refused:
        ChartOptions(**options)
    said = str(refused.value)
    assert says in said
    assert "To mend it: " in said
    assert 2 <= len(said.splitlines()) <= 3


def test_an_unknown_option_names_the_near_miss_and_all_there_are() -> None:
    with pytest.raises(ChartOptionError) as refused:
        FULL.but(fontsize=3)
    assert "write 'font_size' if that is meant" in str(refused.value)
    assert all(option in str(refused.value) for option in OPTIONS)


OPTIONAL = st.fixed_dictionaries(
    {},
    optional={
        "width": st.sampled_from(["column", "full"]) | st.floats(60, 400),
        "title": st.none() | st.text(max_size=250),
        "subtitle": st.none() | st.text(max_size=250),
        "range": st.tuples(st.floats(1e-8, 0.3), st.floats(0.5, 1 - 1e-8)),
        "order": st.sampled_from(["name", "rising", "falling"]),
        "font_size": st.floats(4, 7),
        "theme": st.sampled_from([*THEMES, "dark", "excel"]),
        "language": st.sampled_from(["en", "de", "fr", "es"]),
    },
)


@settings(max_examples=examples(12), deadline=None)
@given(st.sampled_from(["statements", "groups", "pools", "overview"]), OPTIONAL)
def test_whatever_is_chosen_is_drawn_as_wide_as_was_asked(name: str, options: dict[str, Any]) -> None:
    spec = spec_of(name, **options)
    assert inner_width(spec) == pytest.approx(ChartOptions(**options).sizes.inner, abs=0.01)
    assert json.dumps(spec, allow_nan=False)


def shapes(name: str, **options: Any) -> list[str]:
    spec = spec_of(name, **options)
    rows = [row for rows in spec["datasets"].values() for row in rows]
    return [str(row.get("shape", row.get("part", ""))) for row in rows]


@pytest.mark.parametrize("name", ["statements", "groups", "pools", "overview", "comparison", "coherence", "history"])
def test_what_lies_beyond_a_range_is_an_arrow_and_no_mark_at_its_end(name: str) -> None:
    arrows = ("triangle", "shut")
    plain, cut = shapes(name), shapes(name, range=("20%", "30%"))
    found, before = (sum(shape.startswith(arrows) for shape in drawn) for drawn in (cut, plain))
    assert found > before


def test_a_range_wider_than_what_is_drawn_moves_no_statement() -> None:
    """What was open at the end of our axis is open at the end of theirs: a 0% is nowhere else."""
    wide = spec_of("statements", range=(1e-7, 1 - 1e-7))
    low = ChartOptions(range=(1e-7, 1 - 1e-7)).domain
    assert low is not None
    rows = [row for rows in wide["datasets"].values() for row in rows if row.get("part") == "open_low"]
    assert any(row["logit"] == low[0] for row in rows)


@pytest.mark.parametrize("look", THEMES)
def test_each_theme_is_written_as_pdf_png_and_a_page(look: str, tmp_path: Path) -> None:
    pdf, png, page = save_chart(gallery("groups")(ChartOptions(theme=look)), tmp_path, look, ["pdf", "png", "html"])
    assert pdf.read_bytes().startswith(b"%PDF")
    assert png.read_bytes().startswith(b"\x89PNG")
    paper = theme_named(look).colours.get(theme.PAPER, theme.PAPER)
    assert f"body{{margin:1.5rem;background:{paper}}}" in page.read_text("utf-8")


def test_a_theme_that_is_registered_anew_is_read_anew() -> None:
    def registered(paper: str) -> str:
        alt.theme.register("changing", enable=False)(
            lambda: alt.theme.ThemeConfig({"config": {"background": paper}})  # type: ignore[typeddict-item]
        )
        spec = GALLERY["groups"](ChartOptions(theme="changing")).to_dict(validate=False)
        return str(spec["config"]["background"])

    try:
        assert (registered("#ffeedd"), registered("#112233")) == ("#ffeedd", "#112233")
    finally:
        alt.theme.unregister("changing")
