"""How sure an answer is, in words: what holds in nearly every plausible version, and what hangs on assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from netmodel.decide.robustness import CORE, EXTERIOR, Robustness, Sureness
from netmodel.decide.sensitivity import Change
from netmodel.explain import TOP, counted, percent, points, why_no_candidate
from netmodel.explain.figures import many, named, names, some, worth
from netmodel.network import Network

FEW = 20
"""Of fewer versions than this counts are told as they are, and neither in a hundred nor by percentiles."""


def robustness_words(net: Network, found: Robustness) -> list[str]:
    """Say what matters in how many plausible versions, what is regretted, and how sure these counts are.

    Examples
    --------
    >>> from netmodel.decide.choice import Limits
    >>> from netmodel.decide.robustness import robustness
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> talks = {"participants": "a:1; b:1", "quality": 0.6, "confidence": "low"}
    >>> rows = [talks | {"id": "lunch"}, talks | {"id": "talks", "quality": 0.5}]
    >>> net = Network.from_tables(people, channels=rows)
    >>> robustness_words(net, robustness(net, limits=Limits(count=1), draws=50))[1]
    'Of what is recommended, borderline: lunch matters in 70 of 100 plausible versions.'
    """
    if not found.channels:
        return [f"There is nothing to choose from: {why_no_candidate(net)}."]
    return [
        _reach(net, found),
        *_recommended(net, found),
        *_others(net, found),
        *_first(net, found),
        *_regret(found),
        *_affordable(found),
        *_worst(net, found),
        _sampling(found),
        *(f"{text[0].upper()}{text[1:]}." for text in found.assumptions),
    ]


def of_hundred(share: float, draws: int = 100) -> str:
    """A share of versions as people say it; of few draws, how many of them.

    Rounding never makes none or all of a share that is neither, nor core or exterior of one that is borderline.

    >>> of_hundred(0.97), of_hundred(0.895), of_hundred(0.999), of_hundred(0.5, draws=2)
    ('97 of 100', '89 of 100', '99 of 100', '1 of 2')
    """
    number, whole = _count(share, draws)
    return f"{number} of {whole}"


def _count(share: float, draws: int) -> tuple[int, int]:
    """A share as a whole number of so many."""
    if draws < FEW and abs(round(share * draws) - share * draws) < 1e-9:
        return round(share * draws), draws
    number = round(round(100 * share, 9))
    for mark in (0, round(100 * EXTERIOR)):
        number += number == mark and share > mark / 100
    for mark in (round(100 * CORE), 100):
        number -= number == mark and share < mark / 100
    return number, 100


def _reach(net: Network, found: Robustness) -> str:
    def spread(values: dict[str, float]) -> str:
        mean, low, high = (worth("reach", values[name]) for name in ("mean", "p05", "p95"))
        return mean if found.draws == 1 else f"{mean} ({low} to {high})"

    said = f"In {many(found.draws, 'plausible version')} of the study reach is {spread(found.reach['now'])}"
    between = "from the 5th to the 95th in a hundred" if found.draws >= FEW else "from the smallest to the largest"
    brackets = f"; in brackets {between}" if found.draws > 1 else ""
    lost = (
        "; a version may lack ties and has none added, so reach there tends to lie below that of the study as given"
    )
    less = lost if net.active_ties else ""
    if "with" not in found.reach:
        return f"{said}{brackets}{less}."
    if not found.portfolio:
        return f"{said}, and nothing is recommended{brackets}{less}."
    opened = "the channel" if len(found.portfolio) == 1 else f"the {len(found.portfolio)} channels"
    return f"{said}, and {spread(found.reach['with'])} with {opened} of the portfolio{brackets}{less}."


def _counts(net: Network, found: Robustness, rows: list[Sureness], most: int) -> str:
    """Channels with their counts; what is counted is said once."""
    told = [f"{named(net, row.id)} ({_count(row.inclusion or 0, found.draws)[0]})" for row in rows]
    share = of_hundred(rows[0].inclusion or 0, found.draws)
    return some([f"{named(net, rows[0].id)} (in the best set of {share} plausible versions)", *told[1:]], most)


def _recommended(net: Network, found: Robustness) -> list[str]:
    """Channels of the portfolio by how often they belong to the best set."""
    rows = [row for row in found.channels if row.id in found.portfolio and row.inclusion is not None]
    rows.sort(key=lambda row: (-(row.inclusion or 0), row.id))
    said = []
    for kind, title in (("core", "core"), ("borderline", "borderline"), ("exterior", "hardly ever best")):
        of_kind = [row for row in rows if row.class_ == kind]
        told = _counts(net, found, of_kind, 9) if of_kind else ""
        if len(of_kind) == 1:
            share = of_hundred(of_kind[0].inclusion or 0, found.draws)
            told = f"{named(net, of_kind[0].id)} matters in {share} plausible versions"
        if of_kind:
            said.append(f"Of what is recommended, {title}: {told}.")
    return said


def _others(net: Network, found: Robustness) -> list[str]:
    """Channels outside the portfolio that belong to the best set now and then."""
    rows = [row for row in found.channels if row.id not in found.portfolio and row.class_ in ("core", "borderline")]
    rows.sort(key=lambda row: (-(row.inclusion or 0), row.id))
    return [f"Not recommended, but in the best set now and then: {_counts(net, found, rows, TOP)}."] if rows else []


def _first(net: Network, found: Robustness) -> list[str]:
    """Who is first among the informal channels, and in how many versions; equals at no gain are first as well."""
    rows = [row for row in found.channels if row.group == "informal" and row.acceptability]
    rows.sort(key=lambda row: (-round(row.acceptability[0], 12), -round(row.gain["mean"], 12), row.id))
    if len(rows) < 2 or not rows[0].acceptability[0] or not round(rows[0].gain["p95"], 12) > 0:
        return []
    share, name = rows[0].acceptability[0], named(net, rows[0].id)
    versions = f"in {of_hundred(share, found.draws)} versions"
    if not round(rows[0].gain["p05"], 12) > 0:
        return [f"Alone, no informal channel adds more than {name} {versions}; in some it adds nothing itself."]
    firm = "; its first rank is firm" if share >= CORE and found.draws >= FEW else ""
    return [f"Alone, {name} adds most of the informal channels {versions}{firm}."]


def _regret(found: Robustness) -> list[str]:
    if found.regret is None or not found.portfolio:
        return []
    mean, p95, most = (points(round(found.regret[name], 12)).lstrip("+-") for name in ("mean", "p95", "mean_at_most"))
    whole = found.affordable is None or found.affordable >= 1
    subject = "the portfolio" if whole else "what the limits leave of the portfolio"
    if not found.regret["mean"]:
        said = f"In every version {subject} is as good as the best set that could be found there"
    else:
        said = (
            f"On average {subject} lacks {mean} of the best set that could be found in a version, "
            f"and in {'95 of 100 versions' if found.draws >= FEW else 'each of them'} at most {p95}"
        )
    proven = found.proven or 0
    if proven < found.draws:
        said += f"; that set is proven best in {proven} of {found.draws}, and no better search could lift the average"
        said += f" above {most}"
    return [f"{said}."]


def _affordable(found: Robustness) -> list[str]:
    if found.affordable is None or found.affordable >= 1 or not found.portfolio:
        return []
    return [
        f"At the costs that were drawn the portfolio keeps the limits in {of_hundred(found.affordable, found.draws)} "
        "versions."
    ]


def _worst(net: Network, found: Robustness) -> list[str]:
    if found.worst_loss is None or not found.portfolio:
        return []
    share, left = of_hundred(found.worst_loss["share"], found.draws), percent(found.worst_loss["remains"], 0)
    name = named(net, found.worst_loss["channel"])
    return [
        f"Of its channels {name} is the worst to lose by itself in {share} versions; with the worst one gone {left} "
        "of the gain remains on average."
    ]


def _sampling(found: Robustness) -> str:
    shares = [error for row in found.errors["acceptability"].values() for error in row]
    shares += list(found.errors.get("inclusion", {}).values())
    off = 196 * max(shares, default=0.0)
    unseen = percent(found.errors["unseen"], 1)
    if not off:
        return f"With {many(found.draws, 'version')}, what happened in none may still have a chance of {unseen}."
    return (
        f"With {many(found.draws, 'version')} these counts are right to {off:.0f} in a hundred (95\xa0%), and "
        f"what happened in none may still have a chance of {unseen}."
    )


def shift_words(net: Network, shifts: Sequence[Change]) -> list[str]:
    """Say which assumptions change the answer, and how many leave it as it is.

    Examples
    --------
    >>> from netmodel.decide.sensitivity import sensitivity
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> talks = {"id": "talks", "participants": "a:1; b:1", "quality": 0.6}
    >>> net = Network.from_tables(people, channels=[talks])
    >>> shift_words(net, sensitivity(net))[-1].startswith("Whichever assumption is moved")
    True
    """
    if not shifts:
        return []
    changing = [row for row in shifts if round(row.regret, 12) > 0 or not row.keeps]
    if not changing:
        return [f"Whichever assumption is moved ({counted(len(shifts), 'setting')}), the portfolio is not bettered."]
    said = [_shift(net, row) for row in changing[:TOP]]
    stays = len(shifts) - len(changing)
    told = f"In {stays} of {counted(len(shifts), 'setting')} of one assumption the portfolio is not bettered"
    return [f"{told}; what changes it most follows.", *said]


def _shift(net: Network, row: Change) -> str:
    clause = row.sentence.partition(", reach now")[0]
    lacks = points(round(row.regret, 12)).lstrip("+-")
    moves = [f"{some(names(net, row.enters))} would come in"] if row.enters else []
    moves += [f"{some(names(net, row.leaves))} would go"] if row.leaves else []
    if not row.keeps:
        return f"{clause}, the portfolio does not keep the limits: {' and '.join(moves) or 'no set does'}."
    return f"{clause}, the portfolio lacks {lacks} of the best set: {' and '.join(moves)}."
