"""How each form is drawn."""

from consilience.charts.drawing.glyphs import GLYPHS
from consilience.notation import Point, Words, layout, parse
from consilience.notation.forms import FORMS

SAID = ("5%", "1-5%", "5% [1%, 9%]", "<1%", ">9%", "q5=1% q95=9%", "n=9 median=5%", "1 of 9")


def test_every_form_of_the_table_has_a_glyph() -> None:
    values = [*map(parse, SAID), Words("rare", "own", Point(parse("5%").number))]
    assert {type(value) for value in values} == set(FORMS)
    assert {layout(value).form for value in values} == set(GLYPHS)
