"""The page's kernel equals Python's: the same scenarios computed by both, in the browser and here."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from networks import mini_rupture, random_network
from playwright.sync_api import Page

from netmodel import Network, Study, analyse, find_routes, rank_channels, read
from netmodel.decide.choice import Choice, Limits, open_ids, options_of
from netmodel.decide.closure import requirements
from netmodel.decide.credit import joined_pairs
from netmodel.decide.gain import group_of, reach_by_issue, share_ranks
from netmodel.decide.portfolio import recovery
from netmodel.engine.kernel import Reach
from netmodel.network.derive import channels_from_ties
from netmodel.network.records import Findings
from netmodel.network.rows import Channel, Tie

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent
NEAR = 1e-9
SOURCES = ("kernel_dates.js", "kernel_layers.js", "kernel.js", "kernel_routes.js", "kernel_choice.js")
RUN = """({ analysis, scenarios }) => {
  const { kernel, kernelRoutes, kernelChoice } = window.kernels;
  const plan = kernel.planOf(analysis);
  return scenarios.map((scenario) => {
    const told = kernel.evaluate(plan, scenario);
    return {
      reach: told.reach, recovery: told.recovery, connectedness: told.connectedness, pairs: told.pairs,
      byIssue: told.byIssue, statuses: told.statuses, open: told.open,
      ranking: kernelChoice.marked(plan, told, scenario),
      ticked: kernelChoice.ticked(plan, told, scenario.opened),
      routes: scenario.ends.map(([a, b]) => kernelRoutes.routesOf(plan, told.view, a, b, 4)),
      leading: kernelRoutes.leadingRoutes(plan, told),
    };
  });
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page that has read the kernel's files and nothing else."""
    folder = files("netmodel.report").joinpath("page")
    text = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in SOURCES)
    with chromium() as browser:
        found = browser.new_page()
        names = "{ kernelDates, kernelLayers, kernel, kernelRoutes, kernelChoice }"
        found.evaluate(f'() => {{ "use strict"; {text}\nwindow.kernels = {names}; }}')
        yield found


# --- studies and scenarios of them


def dated_network(seed: int) -> Network:
    """A random network whose ties and channels begin, end and change; every fourth restores its own silent ties."""
    rng = random.Random(seed)
    net = random_network(seed, sides=2 + seed % 2)
    ties = tuple(_dated(tie, rng) for tie in net.ties)
    now = rng.choice([None, None, "2019", "2021-06"])
    study = Study(before=rng.choice([None, None, "2010", "2013-03"]), now=now)
    channels = tuple(_with_terms(row, net.channels, rng) for row in net.channels)
    if seed % 4 == 0:
        channels = tuple(sorted(channels_from_ties(list(ties), now, Findings()), key=lambda row: row.id))
    return replace(net, ties=ties, channels=channels, study=study)


def _dated(tie: Tie, rng: random.Random) -> Tie:
    words = ("active", "active", "dormant", "severed", "none", "proposed")
    statuses = tuple((when, rng.choice(words)) for when in ("2009", "2013-05", "2021") if rng.random() < 0.4)
    since = rng.choice(["", "", "1999", "2011-02", "2015-01-31"])
    until = rng.choice(["", "", "", "2014", "2014-02", "2020-12-31"])
    return replace(tie, statuses=statuses, since=since, until=until, status=rng.choice([tie.status, "", ""]))


def _with_terms(row: Channel, rows: tuple[Channel, ...], rng: random.Random) -> Channel:
    others = [other.id for other in rows if other.id != row.id]

    def some(share: float) -> tuple[str, ...]:
        return tuple(name for name in others if rng.random() < share)

    terms: Json = {"requires": some(0.15), "requires_any": some(0.2), "excludes": some(0.1)}
    dates = {"since": rng.choice(["", "", "2012"]), "until": rng.choice(["", "", "2018-06"])}
    return replace(
        row, **terms, **dates, risk=round(rng.random(), 1), status=rng.choice([row.status, "closed", row.status])
    )


def scenarios_of(net: Network, rng: random.Random, count: int, *, dates: list[str | None]) -> list[Json]:
    """Scenarios drawn from what there is: channels opened, up to three stakeholders gone, another date."""
    channels = [row.id for row in net.channels if row.id not in net.removed]
    people = sorted(net.stakeholder)
    found = []
    for _ in range(count):
        found.append(
            {
                "opened": rng.sample(channels, rng.randrange(min(len(channels), 6) + 1)),
                "removed": rng.sample(people, rng.choice([0, 0, 1, 1, 3])),
                "date": rng.choice([None, *dates]),
                "budget": rng.choice([None, 3, 6.5]),
                "maxRisk": rng.choice([None, 0.4, 0.8]),
                "ends": [rng.sample(people, 2) for _ in range(2)],
            }
        )
    return found


def applied(net: Network, scenario: Json) -> Network:
    there = net.open(*scenario["opened"]).without(*scenario["removed"])
    return there if scenario["date"] is None else there.at(scenario["date"])


@cache
def study() -> Network:
    return read(ROOT / "data")


# --- what Python says


def expected(net: Network, scenario: Json, ties: list[Tie]) -> Json:
    after = applied(net, scenario)
    state = Reach.of(after)
    there = [end in after.stakeholder for ends in scenario["ends"] for end in ends]
    pairs = list(zip(there[::2], there[1::2], strict=True))
    return {
        "reach": state.value,
        "recovery": _recovery(net, _known(state.value)),
        "connectedness": state.connectedness,
        "pairs": int(joined_pairs(state, {row.id: k for k, row in enumerate(net.stakeholders)}).sum()) // 2,
        "byIssue": [[issue, row["now"]] for issue, row in reach_by_issue(state, None).items()],
        "statuses": [after.status(tie) for tie in ties],
        "open": [row.id for row in after.open_channels],
        "ranking": _ranking(after, state),
        "routes": [
            [_route(route) for route in find_routes(after, *ends, k=4)] if all(known) else []
            for ends, known in zip(scenario["ends"], pairs, strict=True)
        ],
    }


def _known(value: float) -> float | None:
    """As an analysis tells a number: to 12 decimals."""
    return None if math.isnan(value) else round(value, 12)


def _recovery(net: Network, after: float | None) -> float | None:
    return None if after is None else recovery(_known(Reach.of(net).value), _before(net), after)


def _before(net: Network) -> float | None:
    return None if net.before is None else _known(Reach.of(net.before).value)


def _ranking(after: Network, state: Reach) -> list[Json]:
    """As `rank_channels`, without what the page does not tell again."""
    ids = [row.id for row in after.candidates]
    gains = (state.total_gains(ids).round(12) + 0.0).tolist()
    now, before = _known(state.value), _before(after)
    gap = None if recovery(now, before, 0.0) is None else (before or 0.0) - (now or 0.0)
    order = {"informal": 0, "formal": 1, "enabling": 2}
    rows = [Row(c.id, group_of(c), gain) for c, gain in zip(after.candidates, gains, strict=True)]
    ranked = share_ranks(sorted(rows, key=lambda row: (order[row.group], -row.gain, row.id)))
    return [
        {"id": row.id, "gain": row.gain, "rank": row.rank, "recovery": None if gap is None else row.gain / gap}
        for row in ranked
    ]


@dataclass(frozen=True)
class Row:
    """What `share_ranks` reads."""

    id: str
    group: str
    gain: float
    rank: int = 0


def _route(route: Any) -> Json:
    low = route.weakest_link
    return {
        "strength": route.strength,
        "steps": [{"id": name, "via": via} for name, via in zip(route.stakeholders, (None, *route.via), strict=True)],
        "weakest": {"from": low[0], "to": low[1], "strength": min(route.passages)},
    }


def same(found: Any, wanted: Any) -> bool:
    """Equal, numbers to 1e-9 (of themselves, where they are above 1), nan being null."""
    if isinstance(wanted, float) and math.isnan(wanted):
        return found is None
    if isinstance(wanted, bool) or wanted is None or isinstance(wanted, str):
        return bool(found == wanted)
    if isinstance(wanted, int | float):
        return isinstance(found, int | float) and abs(found - wanted) <= NEAR * max(1.0, abs(wanted))
    if isinstance(wanted, dict):
        return all(same(found[key], value) for key, value in wanted.items())
    return len(found) == len(wanted) and all(map(same, found, wanted))


def compare(page: Page, net: Network, scenarios: list[Json]) -> None:
    """Compute scenarios in the browser, from the JSON of the analysis alone, and hold them against Python."""
    data = analyse(net, draws=0, decide=False, systems=False).to_json()
    ties = [net.tie[row["id"]] for row in data["ties"]]
    for scenario, found in zip(
        scenarios, page.evaluate(RUN, {"analysis": data, "scenarios": scenarios}), strict=True
    ):
        wanted = expected(net, scenario, ties)
        for name, value in wanted.items():
            assert same(found[name], value), (name, scenario, found[name], value)
        check_choice(applied(net, scenario), scenario, found)
        check_leading(applied(net, scenario), found["leading"])


def check_choice(after: Network, scenario: Json, found: Json) -> None:
    """What a row requires, and whether it could still be opened, as `decide` has it."""
    there = open_ids(after)
    spent = sum(after.channel[name].cost for name in scenario["opened"])
    assert same(found["ticked"]["cost"], spent)
    every = Choice.of(options_of(after), Limits(), there)
    for row in found["ranking"]:
        needed = requirements(after.channel[row["id"]], after.channel, there)
        assert tuple(row["requires"]) == needed
        wanted = {row["id"], *needed}
        rows = [after.channel[name] for name in wanted]
        offered = wanted <= {channel.id for channel in after.candidates}
        possible = offered and every.close(wanted) is not None
        budget, cap = scenario["budget"], scenario["maxRisk"]
        cheap = budget is None or spent + sum(channel.cost for channel in rows) <= budget
        safe = cap is None or max(channel.risk for channel in rows) <= cap
        assert (row["barred"] is None) == (possible and cheap and safe), (row, scenario)


def check_leading(after: Network, leading: list[Json]) -> None:
    """Each leading route is the strongest one of its conversation in its layer."""
    for route in leading:
        people = [step["id"] for step in route["steps"]]
        best = find_routes(after, people[0], people[-1], k=1, issue=route["issue"])[0]
        assert same({key: route[key] for key in ("strength", "steps", "weakest")}, _route(best))


# --- the tests

DATES: list[str | None] = ["1995", "2010", "2013-05", "2014-02-01", "2016", "2020-12-31", "2023"]


def random_cases(page: Page, seeds: range, count: int) -> None:
    for seed in seeds:
        net = dated_network(seed)
        compare(page, net, scenarios_of(net, random.Random(seed), count, dates=DATES))


@pytest.mark.browser
def test_random_scenarios_of_random_studies_are_what_python_says(page: Page) -> None:
    random_cases(page, range(20), 15)


@pytest.mark.browser
@pytest.mark.laws
def test_many_random_scenarios_of_random_studies_are_what_python_says(page: Page) -> None:
    random_cases(page, range(60, 460), 10)


@pytest.mark.browser
def test_scenarios_of_mini_rupture_are_what_python_says(page: Page) -> None:
    net = mini_rupture()
    compare(page, net, scenarios_of(net, random.Random(1), 20, dates=["2012", "2013", "2013-07-01", "2014"]))


@pytest.mark.browser
def test_scenarios_of_the_study_are_what_python_says(page: Page) -> None:
    compare(page, study(), scenarios_of(study(), random.Random(7), 4, dates=["2013", "2016-05", "1995"]))


@pytest.mark.browser
@pytest.mark.laws
def test_many_scenarios_of_the_study_are_what_python_says(page: Page) -> None:
    compare(page, study(), scenarios_of(study(), random.Random(8), 30, dates=["2013", "2016-05", "1995", "2025"]))


@pytest.mark.browser
@pytest.mark.parametrize("seed", [3, 8, 12, 21, 33])
def test_a_scenario_of_an_analysis_that_is_a_scenario_itself(page: Page, seed: int) -> None:
    rng = random.Random(seed)
    net = dated_network(seed)
    base = net.open(rng.choice(net.channels).id) if net.channels else net
    base = base.without(rng.choice(net.stakeholders).id, *(tie.id for tie in net.ties[:2])).at("2012")
    compare(page, base, scenarios_of(base, rng, 5, dates=DATES))
    compare(page, base.between(*base.sides[:2]), scenarios_of(base, rng, 3, dates=DATES))


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(6))
def test_the_ranking_of_a_scenario_is_that_of_rank_channels(page: Page, seed: int) -> None:
    net = dated_network(seed)
    data = analyse(net, draws=0, decide=False, systems=False).to_json()
    for scenario in scenarios_of(net, random.Random(seed), 3, dates=DATES):
        found = page.evaluate(RUN, {"analysis": data, "scenarios": [scenario]})[0]["ranking"]
        wanted = [row.to_json() for row in rank_channels(applied(net, scenario)).channels]
        names = ("id", "gain", "rank", "recovery")
        assert same(found, [{name: row[name] for name in names} for row in wanted])


@pytest.mark.browser
def test_a_single_channel_by_hand(page: Page) -> None:
    """MiniRupture: opening both severed ties gives the numbers before the rupture back."""
    data = analyse(mini_rupture(), draws=0, decide=False, systems=False).to_json()
    both = {"opened": [row["id"] for row in data["channels"]], "removed": [], "date": None, "ends": [["PCO", "MID"]]}
    nobody = {**both, "opened": [], "removed": ["MID", "MinEcon", "MGIMO"]}
    found, empty = page.evaluate(RUN, {"analysis": data, "scenarios": [both | NONE, nobody | NONE]})
    assert found["reach"] == pytest.approx(data["reach"]["before"], abs=NEAR)
    assert found["recovery"] == pytest.approx(1.0, abs=NEAR)
    assert [step["id"] for step in found["routes"][0][0]["steps"]] == ["PCO", "GAC", "MID"]
    assert (empty["reach"], empty["recovery"], empty["pairs"], empty["byIssue"]) == (None, None, 0, [])


BEST = """([data, limits]) => {
  const plan = window.kernels.kernel.planOf(data);
  return limits.map((one) => window.kernels.kernelChoice.bestOfFront(plan, one));
}"""
NONE = {"budget": None, "maxRisk": None}


@pytest.mark.browser
def test_an_analysis_without_its_model_gives_no_plan(page: Page) -> None:
    assert page.evaluate("(data) => window.kernels.kernel.planOf(data)", {"stakeholders": []}) is None


@pytest.mark.browser
def test_ids_are_ordered_by_code_points_as_in_python(page: Page) -> None:
    ids = ["a", "\ufb01", "\U0001f600", "Z", "é", "ab", "", "\u4e00"]
    order = page.evaluate("(ids) => ids.sort(window.kernels.kernelLayers.byCodePoint)", ids)
    assert order == sorted(ids)


@pytest.mark.browser
def test_the_set_of_the_front_within_limits_is_called_best_only_where_that_is_proven(page: Page) -> None:
    """Against every set of channels, at many budgets and caps: what is called proven is not bettered."""
    net = dated_network(5)
    net = replace(
        net, channels=tuple(replace(row, cost=k + 1.0, status="candidate") for k, row in enumerate(net.channels))
    )
    data = json.loads(json.dumps(analyse(net, draws=0, systems=False).to_json()))
    limits = [{"budget": b, "maxRisk": r} for b in (None, 0, 1, 2.5, 4, 7, 100) for r in (None, 0.1, 0.5, 0.9)]
    found = page.evaluate(BEST, [data, limits])
    state, rows, there = Reach.of(net), options_of(net), open_ids(net)
    proven = 0
    for limit, best in zip(limits, found, strict=True):
        choice = Choice.of(rows, Limits(budget=limit["budget"], max_risk=limit["maxRisk"]), there)
        top = max(_value(state, chosen) for chosen in _sets(choice))
        assert best["value"] <= top + NEAR
        assert not best["proven"] or best["value"] == pytest.approx(top, abs=NEAR)
        proven += best["proven"]
    assert proven > 5


def _sets(choice: Choice) -> Iterator[frozenset[str]]:
    names = sorted(choice.options)
    for mask in range(1 << len(names)):
        chosen = frozenset(name for k, name in enumerate(names) if mask >> k & 1)
        if choice.will_do(chosen):
            yield chosen


def _value(state: Reach, chosen: frozenset[str]) -> float:
    for name in sorted(chosen):
        state = state.open(name)
    return state.value
