"""nutpie without ArviZ, each in a Python of its own: what is imported is imported once."""

import os
import subprocess
import sys
from pathlib import Path

OURS = "from consilience.sampling.nutpie_import import nutpie; "


def run(code: str, *folders: Path) -> None:
    path = os.pathsep.join([*map(str, folders), *filter(None, [os.environ.get("PYTHONPATH")])])
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, env={**os.environ, "PYTHONPATH": path})


def instead(folder: Path) -> Path:
    """A folder with an ArviZ that is loaded in no time: where it comes from is nothing to who imports it."""
    (folder / "arviz.py").write_text("def from_dict():\n    pass\n", "utf-8")
    return folder


def test_arviz_comes_when_something_of_it_is_asked_for() -> None:
    run(
        OURS + "import sys; assert 'arviz' not in sys.modules and 'matplotlib' not in sys.modules\n"
        "import nutpie as theirs; assert theirs is nutpie and 'arviz' not in sys.modules\n"
        # nutpie has the real thing as soon as it asks.
        "sys.modules['nutpie.sample'].arviz.dict_to_dataset; assert 'arviz' in sys.modules\n"
        "import arviz; arviz.loo; assert sys.modules['nutpie.sample'].arviz.from_dict is arviz.from_dict"
    )


def test_arviz_comes_to_who_imports_it_before_nutpie_asks(tmp_path: Path) -> None:
    code = "import arviz, sys; arviz.from_dict; assert sys.modules['nutpie.sample'].arviz.from_dict is arviz.from_dict"
    run(OURS + code, instead(tmp_path))


def test_who_has_arviz_keeps_it(tmp_path: Path) -> None:
    code = f"import arviz; {OURS}import sys; assert sys.modules['nutpie.sample'].arviz is arviz is sys.modules['arviz']"
    run(code, instead(tmp_path))
