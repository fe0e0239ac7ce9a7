"""The network of a study: exact answers about its events from credences in its components."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from consilience.network import diagrams, inference, marginals
from consilience.network.diagrams import Diagram
from consilience.network.inference import Likelihoods
from consilience.network.potentials import Array
from consilience.network.structure import Structure

if TYPE_CHECKING:
    from consilience.study import Study


@dataclass(frozen=True, eq=False)
class Network(Structure):
    """A structure of events that can be asked how likely each is.

    Notes
    -----
    Credences are natural log odds, shape (..., components); leading axes are draws, forecasters and the like.

    Examples
    --------
    >>> from consilience.study import Question
    >>> network = Network(
    ...     {
    ...         "capable": Question("capable", "Able to"),
    ...         "attempts": Question("attempts", "Tries", given={"capable": True}),
    ...         "takeover": Question("takeover", "Takeover", gate="all_of", of=("capable", "attempts")),
    ...     }
    ... )
    >>> network.components
    ('capable', 'attempts')
    >>> import numpy as np
    >>> round(float(network.probability(np.log([0.2 / 0.8, 0.5 / 0.5]), "takeover")), 12)
    0.1
    """

    def log_odds(
        self,
        credences: ArrayLike,
        event: str,
        given: Mapping[str, bool] | None = None,
        likelihoods: Likelihoods | None = None,
    ) -> Array:
        """Log odds of an event, exactly.

        Parameters
        ----------
        credences : array_like, shape (..., components)
            Natural log odds of the components.
        event : str
            What may happen.
        given : mapping of str to bool, optional
            States of other events, known to hold.
        likelihoods : mapping of str to (P(observation | event), P(observation | not event)), optional
            What was observed about events; each number a scalar or an array that broadcasts to (...). A factor
            common to both does not matter.

        Returns
        -------
        ndarray, shape (...)
            Natural log odds; -inf and inf where certain (or beyond 1e308 to 1), NaN where ``given`` and what was
            observed have probability 0.

        Raises
        ------
        KeyError
            If the network has no such event.
        ValueError
            If the credences do not fit the components, or so many events hang together that their tables have
            no room in memory.

        Notes
        -----
        P(event) and P(not event) are sums of products of positive numbers, each computed for itself: no digits
        are lost at either end.
        """
        return inference.log_odds(self, credences, event, given, likelihoods)

    def log_odds_of(
        self,
        credences: ArrayLike,
        asked: Sequence[tuple[str, Mapping[str, bool]]],
        likelihoods: Likelihoods | None = None,
    ) -> list[Array]:
        """Log odds of several events in the light of the same evidence, in little more time than one takes.

        Parameters
        ----------
        credences, likelihoods
            As for :meth:`log_odds`.
        asked : sequence of (str, mapping of str to bool)
            Events, each with the states of others that it is asked given.

        Returns
        -------
        list of ndarray, shape (...)
            As :meth:`log_odds` of each.

        Raises
        ------
        KeyError, ValueError
            As for :meth:`log_odds`.
        """
        return marginals.log_odds_of(self, credences, asked, likelihoods or {})

    def probability(
        self,
        credences: ArrayLike,
        event: str,
        given: Mapping[str, bool] | None = None,
        likelihoods: Likelihoods | None = None,
    ) -> Array:
        """Probability of an event, exactly.

        Parameters
        ----------
        credences, event, given, likelihoods
            As for :meth:`log_odds`.

        Returns
        -------
        ndarray, shape (...)
            Fractions; NaN where ``given`` and what was observed have probability 0.

        Raises
        ------
        KeyError, ValueError
            As for :meth:`log_odds`.
        """
        return inference.probability(self, credences, event, given, likelihoods)

    def joint(self, credences: ArrayLike, events: Sequence[str], likelihoods: Likelihoods | None = None) -> Array:
        """Joint probabilities of a few events and of what was observed.

        Parameters
        ----------
        credences : array_like, shape (..., components)
            Natural log odds of the components.
        events : sequence of str
            Each once.
        likelihoods : mapping, optional
            As for :meth:`log_odds`.

        Returns
        -------
        ndarray, shape (..., 2, 2, …)
            One axis an event, in their order, index 0 where it happens. Sums to the probability of what was
            observed: to 1 where nothing was.

        Raises
        ------
        KeyError, ValueError
            As for :meth:`log_odds`; ValueError as well if an event is named twice.
        """
        return inference.joint(self, credences, events, likelihoods)

    def diagram(self, event: str, given: Mapping[str, bool] | None = None) -> Diagram:
        """Decide an event by its components, one after another.

        Parameters
        ----------
        event : str
        given : mapping of str to bool, optional
            Where this fails, neither the event nor its contrary is got to.

        Returns
        -------
        Diagram

        Raises
        ------
        KeyError
            If the network has no such event.
        ValueError
            If it hangs on a question with options, or takes more than 20,000 decisions.
        """
        return diagrams.diagram(self, event, given)


def network_of(study: "Study") -> Network:
    """The binary events of a study, quantities left out.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If an event refers to a quantity or to a question that is not there, or to itself through others.

    Examples
    --------
    >>> from pathlib import Path
    >>> from consilience.study import Question, Study
    >>> rain = Question("rain", "Rain")
    >>> network_of(Study("weather", "Weather", Path(), {"rain": rain}, ())).events
    ('rain',)
    """
    return Network({name: question for name, question in study.questions.items() if question.unit is None})
