"""nutpie without ArviZ, each in a Python of its own: what is imported is imported once."""

import subprocess
import sys

import pytest

OURS = "from consilience.sampling.nutpie_import import nutpie; "


@pytest.mark.parametrize(
    "code",
    [
        "import sys; assert 'arviz' not in sys.modules and 'matplotlib' not in sys.modules",
        # nutpie has the real thing as soon as it asks.
        "import sys, arviz; assert sys.modules['nutpie.sample'].arviz.from_dict is arviz.from_dict",
        "import sys; sys.modules['nutpie.sample'].arviz.dict_to_dataset; assert 'arviz' in sys.modules",
        "import arviz; arviz.loo, arviz.from_dict",
        "import nutpie as theirs; assert theirs is nutpie",
    ],
)
def test_arviz_comes_when_something_of_it_is_asked_for(code: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", OURS + code], check=True)


def test_who_has_arviz_keeps_it() -> None:
    code = f"import arviz; {OURS}import sys; assert sys.modules['nutpie.sample'].arviz is arviz is sys.modules['arviz']"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
