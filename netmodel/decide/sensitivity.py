"""Which assumption changes the answer: one at a time is moved, and everything is decided anew.

Some of what a study holds is judged rather than read, and some cells were filled by a default. Each such class of
values is set lower and higher here, the best set is looked for again, and the recommended one is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from netmodel.decide.assumptions import Setting, is_doubtful, settings
from netmodel.decide.choice import Channels, Choice, Limits, open_ids, options_of
from netmodel.decide.gain import group_of
from netmodel.decide.objective import Routes
from netmodel.decide.search import search
from netmodel.decide.versions import Case, recommended, rounded, start_sets
from netmodel.engine.draws import Ensemble
from netmodel.errors import UsageError, printable
from netmodel.network import Network

TIES = 20
"""Doubtful ties that are told at most."""


@dataclass(frozen=True)
class Change:
    """What becomes of the answer when one assumption is moved; see `sensitivity`.

    Attributes
    ----------
    what, setting : str
        The assumption, and what it is set to.
    cells, assumed : int
        How many values that moves, and how many of them no table states: they were filled by a default.
    reach, value : float
        Reach now, and with the best set, under this setting.
    best : tuple of str
        The best set found, and whether it is `proven` to be the best.
    enters, leaves : tuple of str
        What that set has beside the recommended one, and what it has not.
    overlap : float
        Channels in both over channels in either (Jaccard); 1 where both are empty.
    keeps : bool
        Whether the recommended set keeps the limits here.
    regret, excess : float
        What it lacks of the best one here, in reach; and what it has beyond that, where it does not keep the limits.
    top, top_changes : tuple of str
        Best channel of each group of the ranking here, and those of them that are not the best as things are given.
    sentence : str
    """

    what: str
    setting: str
    cells: int
    assumed: int
    reach: float
    value: float
    best: tuple[str, ...]
    proven: bool
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    overlap: float
    keeps: bool
    regret: float
    excess: float
    top: tuple[str, ...]
    top_changes: tuple[str, ...]
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Plain values, rounded to 12 decimals."""
        plain: dict[str, Any] = rounded(asdict(self))
        return plain


@dataclass(frozen=True)
class DoubtfulTie:
    """An active tie of low confidence, and what reach with the recommended set loses without it."""

    tie: str
    source: str
    target: str
    confidence: str
    value: float
    loss: float
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Plain values, rounded to 12 decimals."""
        plain: dict[str, Any] = rounded(asdict(self))
        return plain


def sensitivity(
    net: Network,
    *,
    portfolio: Collection[str] | None = None,
    limits: Limits | None = None,
    node_limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Change]:
    """Move one assumption at a time and decide anew.

    Parameters
    ----------
    net : Network
    portfolio : collection of str, optional
        The recommended set; without one it is the best under the limits as things are given.
    limits : Limits, optional
        What every set has to keep.
    node_limit : int, optional
        Nodes that the search under each setting may take, as in `netmodel.decide.robustness.robustness`.
    progress : callable, optional
        Called with the settings done and the settings there are.

    Returns
    -------
    list of Change
        What changes the answer most comes first: by how far the worth of the recommended set is from that of the best
        one, then by how little the two overlap, then by the change of reach. What a study does not hold is left out.

    Raises
    ------
    UnknownName
        Where the portfolio names no candidate.
    UsageError
        Where there is no conversation to rejoin, or the limits cannot be kept.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "t"}]
    >>> ties = [{"source": "a", "target": "t", "strength": 0.9}]
    >>> rows = [{"id": "near", "participants": "t:1; b:1", "quality": 0.9, "cost": 2}]
    >>> rows += [{"id": "lunch", "participants": "a:1; b:1", "quality": 0.41, "cost": 2}]
    >>> found = sensitivity(Network.from_tables(people, ties, channels=rows), limits=Limits(budget=2))
    >>> [(row.setting, row.best) for row in found if row.what == "permeability of third parties"]
    [('1', ('near',)), ('0.75', ('near',)), ('0.25', ('lunch',))]
    """
    ensemble = Ensemble.of(net)
    if not ensemble.weight:
        raise UsageError("there is no conversation to rejoin, so that nothing can be ranked")
    case = Case(ensemble, tuple(options_of(net)), limits or Limits(), open_ids(net), None, 0, node_limit)
    chosen = recommended(case, portfolio)
    objective = Routes(ensemble.condensed(ensemble.given))
    given = (objective.value(frozenset()), _leaders(net, objective))
    moved = list(settings(net, case.limits))
    changes = []
    for done, setting in enumerate(moved):
        changes.append(_change(setting, case, chosen, given))
        if progress is not None:
            progress(done + 1, len(moved))
    return sorted(changes, key=lambda row: _order(row, given[0]))


def _order(row: Change, now: float) -> tuple[object, ...]:
    return (
        -round(row.regret + row.excess, 12),
        round(row.overlap, 12),
        -round(abs(row.reach - now), 12),
        row.what,
        row.setting,
    )


def doubtful_ties(net: Network, *, portfolio: Collection[str], most: int = TIES) -> list[DoubtfulTie]:
    """Active ties of low confidence that matter most to a set: what reach with the set loses without each.

    Parameters
    ----------
    net : Network
    portfolio : collection of str
        Channels that are opened.
    most : int
        Ties that are told at most.

    Returns
    -------
    list of DoubtfulTie
        The largest loss first; ties without which nothing is lost are left out.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> ties = [{"id": "ab", "source": "a", "target": "b", "strength": 0.4, "confidence": "low"}]
    >>> [(row.tie, row.loss) for row in doubtful_ties(Network.from_tables(people, ties), portfolio=())]
    [('ab', 0.4)]
    """
    opened = net.open(*portfolio)
    ensemble = Ensemble.of(opened)
    if not ensemble.weight:
        return []
    amounts = [ensemble.amount(number, ensemble.given) for number in range(len(ensemble.plans))]
    whole, rows = sum(amounts) / ensemble.weight, []
    for place, tie in enumerate(opened.active_ties):
        if not is_doubtful(tie.confidence):
            continue
        value = sum(_without(ensemble, place, amounts)) / ensemble.weight
        loss = round(whole - value, 12) + 0.0
        if loss > 0:
            said = f"Without the tie {printable(tie.id)}, of low confidence, {_points(loss)} would be lost"
            rows.append(DoubtfulTie(tie.id, tie.source, tie.target, tie.confidence, value, loss, said))
    return sorted(rows, key=lambda row: (-row.loss, row.tie))[:most]


def _without(ensemble: Ensemble, place: int, amounts: Sequence[float]) -> list[float]:
    """Weighted sums of the layers without one tie: only those that it carries are looked at again."""
    strength = ensemble.given.strength.copy()
    strength[place] = 0.0
    less = replace(ensemble.given, strength=strength)
    return [
        ensemble.amount(number, less) if place in plan.ties else amounts[number]
        for number, plan in enumerate(ensemble.plans)
    ]


# ---- one assumption moved ---------------------------------------------------------------------------------------


def _change(setting: Setting, case: Case, chosen: Channels, given: tuple[float, dict[str, str]]) -> Change:
    """Decide anew under a setting, and compare."""
    ensemble = Ensemble.of(setting.net)
    objective = Routes(ensemble.condensed(ensemble.given, delta=setting.delta))
    now, value = objective.value(frozenset()), objective.value(chosen)
    best, proven, keeps = _best(objective, case, setting.net, chosen)
    most = value if best is None else objective.value(best)
    found = chosen if best is None else best
    leaders = _leaders(setting.net, objective)
    changed = tuple(name for group, name in leaders.items() if given[1].get(group) != name)
    both, either = len(chosen & found), len(chosen | found)
    regret = max(0.0, round(most - value, 12))
    enters, leaves = tuple(sorted(found - chosen)), tuple(sorted(chosen - found))
    return Change(
        what=setting.what,
        setting=setting.setting,
        cells=setting.cells,
        assumed=setting.assumed,
        reach=now,
        value=most,
        best=tuple(sorted(best or ())),
        proven=proven,
        enters=enters,
        leaves=leaves,
        overlap=both / either if either else 1.0,
        keeps=keeps,
        regret=regret,
        excess=max(0.0, round(value - most, 12)),
        top=tuple(leaders.values()),
        top_changes=changed,
        sentence=_sentence(setting, (given[0], now), best is not None, keeps, enters, leaves, regret, changed),
    )


def _best(objective: Routes, case: Case, net: Network, chosen: Channels) -> tuple[Channels | None, bool, bool]:
    """The best set under a setting, whether that is proven, and whether the chosen one keeps the limits.

    None where what must be chosen cannot be paid there.
    """
    options = options_of(net)
    try:
        choice = Choice.of(options, case.limits, case.there)
    except UsageError:  # what must be chosen costs more than the budget here
        return None, True, False
    start = start_sets(objective, choice, chosen)
    found = search(objective, choice, start=start, node_limit=case.node_limit)
    return found.best, found.optimal, choice.will_do(chosen)


def _leaders(net: Network, objective: Routes) -> dict[str, str]:
    """The channel that adds most alone, by group; of equals the first by id."""
    gains = objective.gains(frozenset(), sorted(row.id for row in net.candidates))
    found = {}
    for group in ("informal", "formal", "enabling"):
        ranked = [(-round(gains[row.id], 12), row.id) for row in net.candidates if group_of(row) == group]
        if ranked and min(ranked)[0] < 0:
            found[group] = min(ranked)[1]
    return found


def _sentence(
    setting: Setting,
    reach: tuple[float, float],
    payable: bool,
    keeps: bool,
    enters: Sequence[str],
    leaves: Sequence[str],
    regret: float,
    changed: Sequence[str],
) -> str:
    given, now = reach
    moved = round(now - given, 12) != 0
    said = [
        f"{setting.clause}, reach now is {_percent(now)}" + (f", not {_percent(given)}" if moved else ", as it is")
    ]
    if not payable:
        said.append("what must be chosen cannot be paid")
    elif not enters and not leaves:
        said.append("the recommended set stays the best that was found")
    else:
        parts = [
            f"{_listed(names)} {verb}" for names, verb in ((enters, "would enter"), (leaves, "would leave")) if names
        ]
        beyond = "" if keeps else ": the recommended set does not keep the limits there"
        lacks = f": the recommended set lacks {_points(regret)}" if regret else beyond or ", of equal worth"
        said.append(" and ".join(parts) + lacks)
    if changed:
        said.append(f"{_listed(changed)} would lead the ranking")
    return "; ".join(said)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\xa0%"


def _points(gain: float) -> str:
    """A difference of shares, with as many decimals as it takes to be seen."""
    digits = next((d for d in (1, 2, 3, 4) if round(100 * gain, d) != 0), 6)
    return f"{100 * gain:.{digits}f} points of reach"


def _listed(names: Sequence[str]) -> str:
    shown = [printable(name) for name in names[:5]] + ([f"{len(names) - 5} more"] if len(names) > 5 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
