"""Programs that make pictures beside a run: the same bytes as here, no mute failure, nothing left running."""

import re
from collections.abc import Iterator

import pytest

from consilience.api.converters import Converters, converters
from consilience.charts import Drawing
from consilience.charts.drawing import conversion
from tests.charts.gallery import COLUMN, GALLERY


@pytest.fixture(scope="module")
def started() -> Iterator[Converters]:
    with converters() as programs:
        yield programs


def test_they_make_what_this_process_makes(started: Converters) -> None:
    spec = Drawing(GALLERY["statements"](COLUMN)).spec
    svg = started.svg_of(spec)
    assert svg == conversion.svg_of(spec)
    assert started.png_of(svg) == conversion.png_of(svg)
    # The converter numbers a page's objects in random order.
    assert len(started.pdf_of(svg)) == pytest.approx(len(conversion.pdf_of(svg)), rel=0.01)
    assert started.script() == conversion.script()


def test_what_the_converter_refuses_is_said(started: Converters) -> None:
    with pytest.raises(ValueError, match="conversion failed"):
        started.svg_of({"mark": {"no": "mark"}})
    assert started.svg_of({"mark": "point"}).startswith("<svg")


def test_what_a_program_that_died_cannot_do_is_done_here() -> None:
    with converters() as programs:
        for program in programs._programs:
            program._process.kill()
            program._process.wait()
        assert programs.png_of(programs.svg_of({"mark": "point"})).startswith(b"\x89PNG")


def test_they_end_with_what_they_were_started_for() -> None:
    def stopped() -> None:
        with converters() as programs:
            ended.extend(program._process for program in programs._programs)
            raise KeyboardInterrupt

    ended = []
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert len(ended) == 2
    assert all(process.returncode is not None for process in ended)


def test_a_run_that_ended_while_they_got_ready_makes_nothing_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(conversion, "WORK", {name: lambda *given: made.append(given) for name in conversion.WORK})
    programs = Converters()
    programs.end()
    programs.prepare()
    assert not made


@pytest.mark.parametrize("name", ["statements", "overview"])
def test_strips_that_nobody_sees_are_left_out_of_pixels_alone(name: str) -> None:
    import vl_convert

    svg = Drawing(GALLERY[name](COLUMN)).svg
    assert re.search('<path [^<>]* opacity="0"/>', svg)
    assert conversion.png_of(svg) == bytes(vl_convert.svg_to_png(svg, ppi=300))
