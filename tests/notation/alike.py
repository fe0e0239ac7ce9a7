"""Ways of saying the same, checked the same way for every form."""

from collections.abc import Sequence

import pytest

from consilience.notation import canonical, parse


def alike(*groups: Sequence[str]) -> pytest.MarkDecorator:
    """Each saying beside the canonical one, which comes first in its group."""
    return pytest.mark.parametrize(("first", "other"), [(group[0], other) for group in groups for other in group])


def read_alike(first: str, other: str) -> None:
    value = parse(other)
    assert value == parse(first)
    assert canonical(value) == first
