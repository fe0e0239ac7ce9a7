"""A study to elicit for, in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consilience.api.study import Study, read_study

TOML = """
title = "Floods"
outcome = "flood"

[question.rain]
title = "Heavy rain"
[question.breach]
title = "The dyke breaks"
given = { rain = true }
[question.flood]
title = "A flood"
all_of = ["rain", "breach"]
[question.never]
title = "Nothing at all"
fixed = false
[question.first]
title = "Who sees it first"
options = ["warden", "farmer"]
[question.height]
title = "Height of the water"
unit = "m"
[question.when]
title = "When the next one comes"
unit = "date"
"""
HEADER = "question,forecaster,date,estimate,group,kind,until,source,note\n"


@pytest.fixture
def make_study(tmp_path: Path) -> Callable[..., Study]:
    """``make_study(toml=…, a=text)``: a study with a file ``a.csv``."""

    def make(toml: str = TOML, **files: str) -> Study:
        folder = tmp_path / "floods"
        (folder / "estimates").mkdir(parents=True)
        (folder / "study.toml").write_text(toml, "utf-8")
        for name, text in files.items():
            (folder / "estimates" / f"{name}.csv").write_text(text, "utf-8")
        return read_study(folder)

    return make


@pytest.fixture
def study(make_study: Callable[..., Study]) -> Study:
    return make_study(a="question,forecaster,date,estimate,source\nrain,bo,2024-01-01,10%,call\n")
