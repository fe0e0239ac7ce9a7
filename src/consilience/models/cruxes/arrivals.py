"""Views that follow what was said since, as far as those who spoke have views already.

A statement is a noisy reading of its owner's views, and given these of nothing else: what was read anew is weighed by
them. Somebody new, a crux that somebody had not been asked about, a further round: these bring views that are
parameters. The population is far wider than what a statement tells of a view, so that of views drawn from it hardly any
would be left; they are sampled, in a full fit.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from consilience.models.cruxes.data import CruxData, encode_cruxes
from consilience.models.cruxes.pointwise import log_likelihood
from consilience.sampling.model import Followed
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

# Whose round it is, and which of theirs; or whose view of which crux.
type Place = tuple[str, int]


def follow(posterior: "xr.Dataset", before: Study, after: Study) -> Followed:
    """Views after statements came, went or changed.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of ``before``: see :func:`consilience.models.cruxes.unpack.unpack`.
    before, after : Study

    Returns
    -------
    Followed

    Raises
    ------
    OutOfReachError
        If a view is asked for that was not fitted, or a group came or went.
    """
    old, new = encode_cruxes(before), encode_cruxes(after)
    if _groups(old) != _groups(new) or old.drifts != new.drifts:
        raise OutOfReachError("a group came or went, or others than before answered twice")
    if not {*_group_of(new).items()} <= {*_group_of(old).items()}:
        raise OutOfReachError("somebody came, or changed group, whose views were not sampled")
    people, rounds, entries = [*_group_of(new)], _rounds(new), _entries(new)
    old_rounds = _rounds(old)
    stay = {name: count for name, count in Counter(_people(old_rounds)).items() if name in people}
    if not {*entries.items()} <= {*_entries(old).items()} or stay != Counter(_people(rounds)):
        raise OutOfReachError("somebody answered what they had not been asked before, or in another round")
    found = posterior.isel(
        forecaster=[old.people.index(name) for name in people], round=[old_rounds.index(place) for place in rounds]
    )
    asked = np.zeros((len(people), len(new.cruxes)), dtype=bool)
    asked[tuple(np.array(new.entries, dtype=int).reshape(-1, 2).T)] = True
    of_views = [name for name, values in found.data_vars.items() if {"forecaster", "crux"} <= {*values.dims}]
    mask = posterior["base"].dims[2:], asked
    found = found.assign({name: found[name].where(_array(*mask)) for name in of_views})
    read_before, read_after = _read(old), _read(new)
    came = [row for row, place in read_after if (place, row.value) not in {(at, was.value) for was, at in read_before}]
    went = [row for row, place in read_before if (place, row.value) not in {(at, now.value) for now, at in read_after}]
    ratio = log_likelihood(found, after, came).sum(axis=1) - log_likelihood(posterior, before, went).sum(axis=1)
    return Followed(ratio, found)


def _array(dims: tuple[object, ...], values: np.ndarray) -> "xr.DataArray":
    import xarray as xr

    return xr.DataArray(values, dims=dims)


def _groups(data: CruxData) -> set[str]:
    return {*data.groups}


def _group_of(data: CruxData) -> Mapping[str, str]:
    return {name: data.groups[place] for name, place in zip(data.people, data.person_group, strict=True)}


def _people(rounds: list[Place]) -> list[str]:
    return [name for name, _ in rounds]


def _rounds(data: CruxData) -> list[Place]:
    """Each round by whose it is and which of theirs."""
    found: list[Place] = []
    for person in data.rounds:
        name = data.people[person]
        found.append((name, _people(found).count(name)))
    return found


def _entries(data: CruxData) -> Mapping[Place, Place]:
    """The round of every view, by whose view of which crux it is."""
    rounds = _rounds(data)
    views = zip(data.entries, data.entry_round, strict=True)
    return {(data.people[person], crux): rounds[asked_in] for (person, crux), asked_in in views}


def _read(data: CruxData) -> list[tuple[Estimate, tuple[str, Place]]]:
    """Every statement with what it reads: the outcome of a round, or a part of a view."""
    rounds, entries = _rounds(data), [*_entries(data)]
    outcomes = [("outcome", place) for place in rounds]
    views = [(part, place) for part in ("crux", "given", "given not") for place in entries]
    places = [*outcomes, *views]
    return [(row, places[at]) for row, at in zip(data.statements, data.reads, strict=True)]
