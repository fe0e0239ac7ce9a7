"""The binary events of a study and how each follows from others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from consilience.problems import UnknownNameError
from consilience.study import Question, components, name_of
from consilience.study.naming import event_of, influences, state_of


@dataclass(frozen=True, eq=False)
class Structure:
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
    def influences(self) -> Mapping[str, tuple[Question, str | None]]:
        """The question and the parent of each event that one bears on another by itself; of a leak, no parent."""
        return {
            text: (question, parent)
            for question in self.questions.values()
            if question.influence
            for text, parent in influences(question, self.questions).items()
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
    def followed(self) -> tuple[str, ...]:
        """Events that are neither true nor false by design, each after those it follows from."""
        return tuple(event for event in self.events if self.question_of(event).fixed is None)

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
            ``"question"``, or ``"question=option"`` where it has options; or one of :attr:`influences`.

        Returns
        -------
        Question

        Raises
        ------
        UnknownNameError
            If the network has no such event; the message names those it has.
        """
        if event in self.influences:
            return self.influences[event][0]
        if event not in self._options:
            msg = f"the network has no event {event!r}. To mend it: name one of {', '.join(self._options)}"
            raise UnknownNameError.told(msg)
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
        >>> known = Structure({"rain": Question("rain", "Rain"), "flood": Question("flood", "", given={"rain": True})})
        >>> known.asked("flood")
        ('flood', {'rain': True})
        """
        if name in self.influences:
            # What a parent alone does is an event of its own, asked where the parent is in the state that does it.
            question, parent = self.influences[name]
            of_parent = {parent: question.influence == "noisy_or"} if parent is not None else {}
            return name, {**(question.given or {}), **of_parent}
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
