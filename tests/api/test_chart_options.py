"""Options of charts as a user meets them: by Tab, in help, from a fit and from a comparison."""

import inspect

import jedi
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import consilience as cs
from consilience.charts.drawing.options import OPTIONS
from consilience.problems import AskedError
from tests.builders.fits import synthetic_fit, write_study


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    return synthetic_fit(write_study(tmp_path_factory.mktemp("options") / "floods"))


def test_every_chart_of_a_fit_lists_the_options(fit):
    for name, draw in fit.charts.kinds.items():
        found = inspect.signature(draw)
        assert set(OPTIONS) <= set(found.parameters), name
        assert all(option in (inspect.getdoc(draw) or "") for option in OPTIONS), name
        # With a question or without, as they always were.
        assert all(found.parameters[option].kind is inspect.Parameter.KEYWORD_ONLY for option in OPTIONS)


@pytest.mark.parametrize(
    "typed", ["fit.charts.statements(wi", "fit.charts.with_options(wi", "one.with_options(wi", "both.chart(wi"]
)
def test_tab_finds_them(fit, typed, tmp_path, monkeypatch):
    # What Jedi keeps on disk, another worker may be writing: then it finds nothing.
    monkeypatch.setattr(jedi.settings, "cache_directory", str(tmp_path))
    shell = InteractiveShell()
    shell.user_ns |= {"fit": fit, "one": fit.charts.statements(), "both": cs.compare(before=fit, after=fit)}
    with provisionalcompleter():
        found = {completion.text for completion in shell.Completer.completions(typed, len(typed))}
    assert "width=" in found


def test_options_of_all_charts_are_those_of_each_where_it_has_none_of_its_own(fit):
    narrow = fit.charts.with_options(width="column", theme="dark")
    assert narrow.statements().options.width == "column"
    assert narrow.statements(width="full").options.width == "full"
    assert narrow.statements(width="full").options.theme == "dark"
    assert {figure.options.theme for figure in narrow.all()} == {"dark"}


def test_a_title_that_is_left_out_of_the_picture_stays_in_the_caption(fit):
    plain, bare = fit.charts.statements(), fit.charts.statements(title="", subtitle="")
    assert bare.caption == plain.caption
    assert "title" not in bare.drawing.spec
    assert fit.charts.statements(title="Mine").caption.startswith("Mine. ")


def test_a_comparison_takes_them_too(fit):
    both = cs.compare(before=fit, after=fit)
    spec = both.chart("flood", language="de", only="after", title="Vorher, nachher").drawing.spec
    assert spec["title"]["text"] == ["Vorher, nachher"]
    assert "1 von 2 Zeilen gezeigt" in str(spec)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda fit: fit.charts.statements(widht="column"), "write 'width' if that is meant"),
        (lambda fit: fit.charts.statements(qestion="flood"), "write 'question' if that is meant"),
        (lambda fit: fit.charts.prior_posterior(order="name"), "takes no order: it has no rows"),
        (lambda fit: fit.charts.statements(only=["nobody"]), "no row of statements is called 'nobody'"),
        (lambda fit: fit.charts.with_options(colour="red"), "no option of with_options is called 'colour'"),
        (lambda fit: cs.compare(a=fit).chart(thme="dark"), "write 'theme' if that is meant"),
        (lambda fit: cs.figure([fit.charts.groups()], titel="x"), "no option of figures is called 'titel'"),
    ],
)
def test_what_there_is_not_is_refused_in_lines_that_say_how_to_mend_it(fit, asked, says):
    with pytest.raises(AskedError, match=says) as refused:
        asked(fit)
    assert "To mend it: " in str(refused.value)


def test_source_lines_say_the_day_of_the_data_and_no_number_of_sources_that_there_are_not(tmp_path):
    rows = "".join(f"flood,p{place},2025-01-1{place},{10 + place}%,,,,\n" for place in range(4))
    made = synthetic_fit(write_study(tmp_path / "floods", rows=rows))
    said = str(made.charts.statements("flood").drawing.spec)
    assert "Study floods: 4 statements; the latest of 2025-01-13. consilience" in said
    assert "0 sources" not in said


@pytest.mark.parametrize("day", ["2026", "2026-03", "2026-03-05", "March 2026"])
def test_source_lines_say_no_day_that_nobody_gave(tmp_path, day):
    rows = f"flood,ada,2025-01-15,10%,,,s,\nflood,bo,{day},20%,,,s,\nflood,cem,,5%,,,s,\n"
    made = synthetic_fit(write_study(tmp_path / "floods", rows=rows))
    assert f"; the latest of {day}. consilience" in str(made.charts.statements("flood").drawing.spec)
