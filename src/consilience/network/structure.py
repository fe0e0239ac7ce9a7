"""The binary events of a study and how each follows from others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from consilience.network import inference, scenarios
from consilience.network.inference import Likelihoods
from consilience.network.potentials import Array
from consilience.network.scenarios import Scenarios
from consilience.study import Question, components, name_of
from consilience.study.naming import event_of, state_of

if TYPE_CHECKING:
    from consilience.study import Study


@dataclass(frozen=True, eq=False)
class Network:
    """Events, each of which is a component, has one in every state of its parents, or is a gate over others.

    Parameters
    ----------
    questions : mapping of str to Question
        Events only. What one refers to stands anywhere in the mapping.

    Raises
    ------
    ValueError
        If an event refers to one that is not there, or to itself through others.

    Notes
    -----
    A component is one elicited conditional probability: ``capable`` or ``extinction | misaligned, not regulated``.
    Given the credences in them, components are independent switches, and every event is a function of them. A
    question asked only ``given`` a state does not happen where that state fails. Of exclusive options one happens
    wherever the question is asked, so their probabilities are divided by their sum within a draw.

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

    questions: Mapping[str, Question]

    def __post_init__(self) -> None:
        unknown = {
            f"{question.name} refers to {event}"
            for question in self.questions.values()
            for event in (*(question.given or ()), *question.parents, *question.of)
            if event not in self._options
        }
        if unknown:
            msg = f"{'; '.join(sorted(unknown))}: no such event; events are: {', '.join(self._options)}"
            raise ValueError(msg)
        try:
            _ = self.order
        except CycleError as error:
            msg = f"these events follow from one another in a circle: {' → '.join(error.args[1])}"
            raise ValueError(msg) from None

    @cached_property
    def _options(self) -> Mapping[str, Question]:
        """The question of each event, in the order of the study."""
        return {
            event: question
            for question in self.questions.values()
            for event in ([f"{question.name}={option}" for option in question.options] or [question.name])
        }

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Names of the questions, each after those that it refers to."""
        return tuple(TopologicalSorter({name: q.refers_to for name, q in self.questions.items()}).static_order())

    @cached_property
    def events(self) -> tuple[str, ...]:
        """Every event, gates and single options included, each after those it follows from."""
        rank = {name: place for place, name in enumerate(self.order)}
        return tuple(sorted(self._options, key=lambda event: rank[name_of(event)]))

    @cached_property
    def gates(self) -> tuple[str, ...]:
        """Events that follow from others with certainty, in topological order."""
        return tuple(name for name in self.order if self.questions[name].gate is not None)

    @cached_property
    def components(self) -> tuple[str, ...]:
        """What is elicited, in the order of the study: the last axis of credences."""
        return tuple(text for question in self.questions.values() for text in components(question, self.questions))

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """Events that are one of exclusive options: their credences are divided by the sum over the options."""
        return frozenset(event for event, question in self._options.items() if question.options)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Place of each component on the last axis of credences."""
        return {component: place for place, component in enumerate(self.components)}

    def question_of(self, event: str) -> Question:
        """The question of an event.

        Parameters
        ----------
        event : str
            ``"question"``, or ``"question=option"`` where it has options.

        Returns
        -------
        Question

        Raises
        ------
        KeyError
            If the network has no such event; the message names those it has.
        """
        if event not in self._options:
            msg = f"the network has no event {event!r}; events are: {', '.join(self._options)}"
            raise KeyError(msg)
        return self._options[event]

    def components_of(self, event: str) -> tuple[str, ...]:
        """Components of a question, or of one of its options.

        Parameters
        ----------
        event : str
            Name of a question, or of an event.

        Returns
        -------
        tuple of str
            One for each possible state of its parents; none for a gate.

        Raises
        ------
        KeyError
            If the network has no such event.
        """
        question = self.questions.get(event) or self.question_of(event)
        every = components(question, self.questions)
        return every if event == question.name else tuple(text for text in every if event_of(text) == event)

    def component_of(self, event: str) -> str:
        """The one component of an event without parents.

        Parameters
        ----------
        event : str

        Returns
        -------
        str

        Raises
        ------
        KeyError
            If the network has no such event.
        ValueError
            If the event is a gate, or has a component in every state of its parents.
        """
        found = self.components_of(event)
        if len(found) != 1:
            msg = f"{event} has {len(found)} components, not one: {', '.join(found) or 'it is a gate'}"
            raise ValueError(msg)
        return found[0]

    def asked(self, name: str) -> tuple[str, dict[str, bool]]:
        """What a component or an event asks: an event, and the state it is asked in.

        Parameters
        ----------
        name : str
            A component, or an event, which is asked over the states of its parents.

        Returns
        -------
        event : str
        given : dict of str to bool
            What the question is asked given, whole or in a state of its parents; empty where it is asked of everything.

        Raises
        ------
        KeyError
            If the network has no such event.

        Examples
        --------
        >>> from consilience.study import Question
        >>> network = Network({"rain": Question("rain", "Rain"), "flood": Question("flood", "", given={"rain": True})})
        >>> network.asked("flood")
        ('flood', {'rain': True})
        """
        event = event_of(name)
        given = self.question_of(event).given or {}
        return event, {**given, **state_of(name)}

    def relevant(self, events: Iterable[str]) -> tuple[str, ...]:
        """Names of the questions that bear on some events, those of the events included.

        Parameters
        ----------
        events : iterable of str

        Returns
        -------
        tuple of str
            In topological order.

        Raises
        ------
        KeyError
            If the network has no such event.
        """
        needed = {self.question_of(event).name for event in events}
        for name in reversed(self.order):
            if name in needed:
                needed.update(self.questions[name].refers_to)
        return tuple(name for name in self.order if name in needed)

    def ancestors(self, event: str) -> tuple[str, ...]:
        """Components that bear on an event.

        Parameters
        ----------
        event : str

        Returns
        -------
        tuple of str
            Its own included, in the order of :attr:`components`.

        Raises
        ------
        KeyError
            If the network has no such event.
        """
        bearing = {text for name in self.relevant([event]) for text in self.components_of(name)}
        return tuple(text for text in self.components if text in bearing)

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

    def scenarios(self, event: str, given: Mapping[str, bool] | None = None) -> Scenarios:
        """Split what may happen into disjoint paths, each a state of the components that decide it.

        Parameters
        ----------
        event : str
        given : mapping of str to bool, optional
            Paths on which this fails are in neither list.

        Returns
        -------
        Scenarios

        Raises
        ------
        KeyError
            If the network has no such event.
        ValueError
            If it hangs on a question with options, or on more than 20,000 paths.
        """
        return scenarios.scenarios(self, event, given)


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
    >>> from consilience.study import Study
    >>> rain = Question("rain", "Rain")
    >>> network_of(Study("weather", "Weather", Path(), {"rain": rain}, ())).events
    ('rain',)
    """
    return Network({name: question for name, question in study.questions.items() if question.unit is None})
