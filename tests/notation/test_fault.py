"""What a refusal tells: only suggestions that are read, and always something to do."""

import pytest

from consilience.notation.fault import Fault


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        (Fault("why", "give both ends"), "give both ends"),
        (Fault("why", "write {}", ("5%", "bad", "6%")), "write 5% or 6%"),
        (Fault("why", "write {}", ("bad",), "say which"), "say which"),
        (Fault("why", "write {}", ("bad",)), "write the number that is meant, from 0% to 100%"),
    ],
)
def test_a_refusal_is_never_without_its_remedy(fault, remedy):
    assert fault.told(lambda text: text != "bad") == ("why", remedy)
