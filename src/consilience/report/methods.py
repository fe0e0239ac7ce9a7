"""What was done, in words for a report: derived from the model's own constants so that prose and code cannot part."""

from consilience.models.registry import model_of
from consilience.sampling.fit import Fit


def methods_text(fit: Fit) -> list[str]:
    """Paragraphs on the model, the reading of the statements and the computation.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of str
        Plain text.
    """
    sampler = fit.provenance
    return [
        *model_of(fit).methods(),
        (
            f"Sampled with {sampler['sampler']}: {sampler['chains']} chains of {sampler['tune']} warm-up and "
            f"{sampler['draws']} kept draws, seed {sampler['seed']}. Every published number passed the "
            "diagnostics below."
        ),
    ]
