"""Which groups of a panel said something of a question: those that did not have no part in its answer over all."""

from collections.abc import Sequence

from consilience.network import Network
from consilience.study import Study
from consilience.study.speakers import speakers_of


def heard(study: Study, network: Network, event: str, groups: Sequence[str]) -> list[int]:
    """Find the groups that said something that bears on an event.

    Parameters
    ----------
    study : Study
    network : Network
        Of the study.
    event : str
        An event or a component.
    groups : sequence of str
        All there are.

    Returns
    -------
    list of int
        Places among ``groups`` of those who spoke of the event, of a factor of it, or of a total that it is a factor
        of. All of them where nobody did: the population is then that of the priors.
    """
    _, of_speaker = speakers_of(study.voices)
    bearing = _components(network, event)
    spoke = {
        of_speaker[row.speaker]
        for row in study.voices
        if row.question in network.positions or row.question in network.events
        if bearing & _components(network, row.question)
    }
    return [place for place, group in enumerate(groups) if group in spoke] or list(range(len(groups)))


def _components(network: Network, event: str) -> set[str]:
    return {event} if event in network.positions else set(network.ancestors(event))
