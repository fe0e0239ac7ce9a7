"""Why a followed study was sampled anew, in a sentence."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from consilience.models import following
from consilience.models.registry import model_for
from consilience.sampling.fit import Diagnostic
from consilience.sampling.reweight import OutOfReachError, TooFewLeftError
from tests.builders.fits import CHECKS, synthetic_fit, write_study

LEFT = "too few effective draws are left of those of the earlier fit: "
ESS = [
    Diagnostic("ess_bulk", 350.4, 400.0, False, "flood, all, median", "the centre is known"),
    Diagnostic("ess_tail", 1234.0, 400.0, True, "flood, all, median", "the interval's ends are known"),
]
NOISE = Diagnostic("mcse", 0.123, 0.1, False, "flood, all, mean", "simulation noise is small")
WHY = {
    "few": (ESS, f"{LEFT}350, where a fit is asked for 400"),
    "hardly any": ([Diagnostic("ess_tail", 0.7, 400.0, False, "", "")], f"{LEFT}1, where a fit is asked for 400"),
    "noise alone": ([NOISE], f"{LEFT}simulation noise would be 12% of a 90% interval"),
    "both": ([NOISE, *ESS], f"{LEFT}350, where a fit is asked for 400"),
    "another reason": (None, "a question or a group came or went"),
}


@pytest.mark.parametrize("name", WHY)
def test_why_it_was_sampled_in_full_reads_as_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: Sequence[Diagnostic] | None
    checks, told = WHY[name]
    fit = synthetic_fit(write_study(tmp_path / "floods"))

    def refuse(*_: object) -> None:
        if checks is None:
            raise OutOfReachError("a question or a group came or went")
        left = synthetic_fit(fit.study, checks=(*CHECKS, *checks))
        raise TooFewLeftError(left)

    monkeypatch.setattr(following, "reweight", refuse)
    monkeypatch.setattr(following, "fit_model", lambda *_, **__: fit)
    how = following.updated(fit, fit.study, model_for(fit.study)).provenance["how"]
    assert how == f"Sampled in full, since {told}."
    assert "FAILED" not in how
