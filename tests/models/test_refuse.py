"""What a model cannot weigh is refused with file and line, all of it at once, before anything is sampled."""

from pathlib import Path

import pytest

from consilience.models.cruxes import Cruxes
from consilience.models.factors import Factors
from consilience.problems import StudyError
from consilience.sampling.fitting import fit
from consilience.study import Study, read_study
from tests.builders.fits import write_study

PANEL = """\
title = "Floods"
outcome = "flood"

[question.rain]
title = "It rains"

[question.breach]
title = "The dyke gives way"
given = { rain = true }

[question.flood]
title = "A flood"
all_of = ["rain", "breach"]

[question.most]
title = "Most of many"
at_least = { k = 12, of = [MEMBERS] }
"""
MANY = [f"m{place}" for place in range(24)]
CRUXES = """\
title = "Floods"
outcome = "flood"

[question.flood]
title = "A flood"
cruxes = ["rain"]

[question.rain]
title = "It rains"

[question.drought]
title = "A drought"
"""


def study_of(folder: Path, toml: str, rows: str) -> Study:
    return read_study(write_study(folder / "floods", toml, rows))


def refused(error: pytest.ExceptionInfo[StudyError]) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.why) for problem in error.value.problems]


def test_statements_of_the_whole_that_cannot_be_read_are_listed_together(tmp_path: Path) -> None:
    members = ", ".join(f'"{name}"' for name in MANY)
    questions = "".join(f'\n[question.{name}]\ntitle = "{name}"\nprior = "5-95% @90%"\n' for name in MANY)
    rows = (
        "rain,ada,2025-01-15,10%,,,s,\nbreach,ada,2025-01-15,10%,,,s,\nflood,ada,2025-01-15,1%,,,s,\n"
        "flood,the records,2025-01-15,3 of 40,,base_rate,s,\n"
        "flood,a poll,2025-01-15,n=50 mean=14%,,survey,s,\n"
        "most,ada,2025-01-15,10%,,,s,\n"
        "most,a platform,2025-01-15,10%,,aggregate,s,\n"
    )
    study = study_of(tmp_path, PANEL.replace("MEMBERS", members) + questions, rows)
    with pytest.raises(StudyError) as error:
        fit(Factors(), study)
    found = refused(error)
    # A total of 24 causes is weighed like any other.
    assert [line for line, _ in found] == [5, 6]
    assert "a base rate of it cannot be weighed" in found[0][1]
    assert "only the median can be read" in found[1][1]


def test_what_can_be_read_is_not_refused(tmp_path: Path) -> None:
    rows = (
        "rain,ada,2025-01-15,10%,,,s,\nrain,the records,2025-01-15,3 of 40,,base_rate,s,\n"
        "flood,ada,2025-01-15,1%,,,s,\n"
    )
    toml = PANEL.partition("[question.most]")[0].replace("[question.breach]", '[question.breach]\nprior = "1-50% @90%"')
    assert not list(Factors().refuse(study_of(tmp_path, toml, rows)))


def test_a_study_of_cruxes_holds_nothing_else(tmp_path: Path) -> None:
    rows = (
        "flood,ada,2025-01-15,10%,,,s,\nrain,ada,2025-01-15,50%,,,s,\nflood | rain,ada,2025-01-15,15%,,,s,\n"
        "drought,ada,2025-01-15,10%,,,s,\nrain,the records,2025-01-15,30 of 40,,base_rate,s,\n"
        "drought,a platform,2025-01-15,10%,,aggregate,s,\n"
    )
    with pytest.raises(StudyError) as error:
        fit(Cruxes(), study_of(tmp_path, CRUXES, rows))
    found = refused(error)
    assert [line for line, _ in found] == [5, 6]
    assert "not flood or one of its cruxes" in found[0][1]
    assert "base rate" in found[1][1]


def test_a_record_that_nothing_could_leave_is_refused(tmp_path: Path) -> None:
    toml = PANEL.partition("[question.most]")[0].replace("[question.breach]", '[question.breach]\nprior = "1-50% @90%"')
    toml += '[evidence.probe]\non = "rain"\nobserved = "negative"\nsensitivity = "100%"\nfalse_positive_rate = "100%"\n'
    with pytest.raises(StudyError) as error:
        fit(Factors(), study_of(tmp_path, toml, "rain,ada,2025-01-15,10%,,,s,\n"))
    assert "cannot be: where it is true, not 'probe'" in refused(error)[0][1]


def test_a_study_of_cruxes_weighs_no_evidence_and_no_other_event(tmp_path: Path) -> None:
    toml = (
        CRUXES
        + '[evidence.probe]\non = "rain"\nobserved = "negative"\nsensitivity = "60%"\nfalse_positive_rate = "5%"\n'
    )
    rows = "flood,ada,2025-01-15,10%,,,s,\nrain,a poll,2025-01-15,n=90 mean=14%,,survey,s,\n"
    with pytest.raises(StudyError) as error:
        fit(Cruxes(), study_of(tmp_path, toml, rows))
    found = [why for _, why in refused(error)]
    assert any("evidence probe" in why for why in found)
    assert any("this one has none" in why for why in found)


RULED_OUT = """
title = "Floods"
outcome = "breach"

[question.rain]
title = "It rains"

[question.breach]
title = "The dyke gives way"
given = { rain = true }

[evidence.gauge]
on = "rain"
positives = 1
trials = 1
sensitivity = "0%"
false_positive_rate = "5%"
"""
