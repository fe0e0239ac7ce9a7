"""A bare 0 or 1 where a file declares that its numbers are fractions."""

import re

_END = re.compile(r" *(?P<whole>[01])(?:\.(?P<places>0+))? *")


def with_its_grid(text: str, *, has_grid: bool) -> str:
    """Spell a bare 0 or 1, refused for want of a scale, with the grid of its digits.

    Examples
    --------
    >>> with_its_grid("1.0", has_grid=False), with_its_grid("1", has_grid=False), with_its_grid("0.5", has_grid=False)
    ('100% grid=10%', '100%', '0.5')
    """
    end = _END.fullmatch(text)
    if end is None:
        return text
    whole, places = end["whole"], len(end["places"] or "")
    certain = "100%" if whole == "1" else whole
    return certain if has_grid or not places else f"{certain} grid={10.0 ** (2 - places):g}%"
