"""Expert capacity: worked by hand, against a search of all routes, and as a user types it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner
from networks import mini_rupture, random_network
from test_track import with_power

import netmodel
from netmodel import Network
from netmodel.cli.capacity import capacity as command
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.capacity import GAP, LOW_DIVERSITY, SERVED, UNUSED, capacity
from netmodel.policy.track import decides

DATA = Path(__file__).parent.parent / "data"
Rows = list[dict[str, Any]]

MINISTER: dict[str, Any] = {"id": "gac", "side": "ca", "kind": "ministry", "level": 1}
AIDE: dict[str, Any] = {"id": "aide", "side": "ca"}
THEM: dict[str, Any] = {"id": "mid", "side": "ru", "kind": "ministry", "level": 1}
ISSUES = ("arctic", "climate", "cyber", "trade")


def expert(name: str, issues: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "side": "ca", "expertise": issues} | more


PEOPLE: Rows = [
    MINISTER,
    AIDE,
    THEM,
    *(expert(f"climate{k}", "climate", memberships="Institute") for k in (1, 2, 3)),
    *(expert(f"cyber{k}", "cyber") for k in (1, 2)),
    *(expert(f"trade{k}", "trade") for k in (1, 2)),
]
TIES: Rows = [
    {"source": "climate1", "target": "gac"},
    {"source": "trade1", "target": "aide"},
    {"source": "aide", "target": "gac"},
]


def net_of(people: Rows = PEOPLE, ties: Rows = TIES, **options: Any) -> Network:
    return Network.from_tables(people, ties, issues=[{"issue": issue} for issue in ISSUES], **options)


def verdicts(net: Network, **options: Any) -> dict[str, str]:
    return {row.issue: row.verdict for row in capacity(net, **options).issues}


# ---- known answers ----------------------------------------------------------------------------------------------


def test_each_verdict() -> None:
    """KNOWN-ANSWERS, policy system 10: none; three in one institute; two without a route; and two with one."""
    assert verdicts(net_of()) == {"arctic": GAP, "climate": LOW_DIVERSITY, "cyber": UNUSED, "trade": SERVED}


@pytest.mark.parametrize(
    ("ties", "people", "changed"),
    [
        ([{"source": "cyber1", "target": "aide"}], [], {"cyber": SERVED}),
        ([], [expert("other", "climate")], {"climate": SERVED}),
        ([], [expert("lone", "arctic")], {"arctic": LOW_DIVERSITY}),
        ([{"source": "cyber1", "target": "trade2"}], [], {}),
    ],
)
def test_one_new_tie_or_expert_flips_only_that_cell(ties: Rows, people: Rows, changed: dict[str, str]) -> None:
    assert verdicts(net_of([*PEOPLE, *people], [*TIES, *ties])) == verdicts(net_of()) | changed


def test_a_tie_about_one_issue_flips_only_that_issue_of_an_expert_on_two() -> None:
    people = [*PEOPLE, expert("both1", "arctic; cyber"), expert("both2", "arctic")]
    ties = [*TIES, {"source": "both1", "target": "gac", "issues": "arctic"}]
    assert verdicts(net_of(people, ties)) == verdicts(net_of()) | {"arctic": SERVED}


def test_two_steps_reach_and_three_do_not_unless_asked() -> None:
    people = [*PEOPLE, {"id": "clerk", "side": "ca"}]
    ties = [*TIES, {"source": "cyber1", "target": "clerk"}, {"source": "clerk", "target": "aide"}]
    assert verdicts(net_of(people, ties))["cyber"] == UNUSED
    assert verdicts(net_of(people, ties), steps=3)["cyber"] == SERVED
    assert verdicts(net_of(), steps=1)["trade"] == UNUSED


def test_steps_do_not_pass_the_other_side_but_may_pass_a_third_party() -> None:
    for side, verdict in (("ru", UNUSED), ("third", SERVED)):
        people = [*PEOPLE, {"id": "go", "side": side}]
        ties = [*TIES, {"source": "cyber1", "target": "go"}, {"source": "go", "target": "gac"}]
        assert verdicts(net_of(people, ties))["cyber"] == verdict


def test_who_relays_and_who_decides_deals_with_the_issue() -> None:
    def with_(**issues: str) -> Network:
        people = [{**row, "issues": issues.get(row["id"], "")} for row in PEOPLE]
        return net_of(people)

    assert verdicts(with_(aide="arctic"))["trade"] == UNUSED
    assert verdicts(with_(gac="arctic"))["trade"] == UNUSED
    assert verdicts(with_(aide="trade", gac="trade"))["trade"] == SERVED


def test_a_directed_tie_carries_one_way() -> None:
    for source, target, verdict in (("cyber1", "gac", SERVED), ("gac", "cyber1", UNUSED)):
        ties = [*TIES, {"source": source, "target": target, "directed": "yes"}]
        assert verdicts(net_of(PEOPLE, ties))["cyber"] == verdict


def test_a_passage_through_an_open_channel_is_one_step_on_its_issues() -> None:
    for issues, status, verdict in (("cyber", "open", SERVED), ("trade", "open", UNUSED), ("", "candidate", UNUSED)):
        row = {"id": "panel", "participants": "cyber1; aide", "issues": issues, "status": status}
        assert verdicts(net_of(channels=[row]))["cyber"] == verdict


@pytest.mark.parametrize(
    ("more", "ties", "count"),
    [
        ({}, [], 2),
        ({"memberships": "Academy"}, [], 1),
        ({"reports_to": "gac"}, [], 1),
        ({}, [("gac", "e1"), ("gac", "e2")], 1),
        ({}, [("e1", "e2")], 1),
        ({}, [("gac", "e1"), ("aide", "e2")], 2),
    ],
)
def test_a_shared_body_or_superior_makes_one_institution(
    more: dict[str, Any], ties: list[tuple[str, str]], count: int
) -> None:
    rows = [{"source": one, "target": other, "kind": "hierarchical"} for one, other in ties]
    people = [MINISTER, AIDE, *(expert(name, "arctic", **more) for name in ("e1", "e2"))]
    found = capacity(net_of(people, rows)).issues
    assert next(row for row in found if row.issue == "arctic").institutions == count


def test_where_no_expertise_is_stated_universities_and_think_tanks_count_and_it_is_said() -> None:
    people = [
        *(MINISTER, THEM),
        {"id": "uoft", "side": "ca", "kind": "university", "issues": "arctic"},
        {"id": "cigi", "side": "ca", "kind": "think-tank"},
        {"id": "club", "side": "ca", "kind": "ngo"},
    ]
    found = capacity(net_of(people, [{"source": "uoft", "target": "gac"}]))
    rows = {row.issue: row for row in found.issues}
    assert found.source == "kind" and "column expertise of ca" in found.lacks
    assert rows["arctic"].experts == ("cigi", "uoft") and rows["arctic"].verdict == SERVED
    assert rows["trade"].experts == ("cigi",) and rows["trade"].verdict == LOW_DIVERSITY
    assert "Nobody's expertise is stated for ca" in found.sentences[-1]


def test_who_may_know_the_issue_of_a_gap_is_named_but_not_counted() -> None:
    people = [*PEOPLE, {"id": "uoft", "side": "ca", "kind": "university", "issues": "arctic", "name": "Toronto"}]
    found = capacity(net_of(people))
    row = next(row for row in found.issues if row.issue == "arctic")
    assert (row.verdict, row.experts, row.unstated) == (GAP, (), ("uoft",))
    assert "Toronto" in found.sentences[-1]


def test_a_red_line_is_listed_last_and_not_counted() -> None:
    net = Network.from_tables(PEOPLE, TIES, issues=[{"issue": "aaa", "red_line": "yes"}, {"issue": "trade"}])
    found = capacity(net)
    assert found.issues[-1].issue == "aaa" and found.issues[-1].red_line
    assert found.sentences[0].startswith("Of 3 issues, 1 is served")


# ---- a second engine --------------------------------------------------------------------------------------------


def with_experts(seed: int) -> Network:
    """A random study with levels, offices, expertise and bodies."""
    net, rng = with_power(random_network(seed, sides=2 + seed % 2), seed), random.Random(seed)
    issues = [issue for issue in net.layers if issue]
    people = tuple(
        replace(
            row,
            expertise=tuple((issue, None) for issue in issues if rng.random() < 0.4),
            memberships=tuple(body for body in "xy" if rng.random() < 0.3),
        )
        for row in net.stakeholders
    )
    return replace(net, stakeholders=people)


def check(seed: int) -> None:
    net = with_experts(seed)
    side = net.sides[seed % len(net.sides)]
    found = capacity(net, side=side, steps=1 + seed % 3)
    mine = [row for row in net.stakeholder.values() if row.side == side]
    for row in found.issues:
        deals = {r.id for r in net.stakeholder.values() if not r.issues or row.issue in r.issues}
        abroad = {r.id for r in net.stakeholder.values() if r.side in net.sides and r.side != side}
        experts = [r for r in mine if row.issue in dict(r.expertise)]
        if found.source == "kind":
            experts = []
        power = [r.id for r in mine if decides(r) and r.id in deals]
        near = []
        for person in experts:
            G: nx.DiGraph[str] = nx.DiGraph()
            G.add_nodes_from([person.id, *power])
            stays = (deals - abroad) | {person.id}
            for tie in net.active_ties:
                if not tie.issues or row.issue in tie.issues:
                    ends = [(tie.source, tie.target)] + ([] if tie.directed else [(tie.target, tie.source)])
                    G.add_edges_from((a, b) for a, b in ends if a in stays and b in stays)
            for channel in net.open_channels:
                if not channel.issues or row.issue in channel.issues:
                    here = [p for p in channel.participants if p.stakeholder in stays]
                    passes = ((a, b) for a in here for b in here if a.uptake * channel.quality * b.uptake_out)
                    G.add_edges_from((a.stakeholder, b.stakeholder) for a, b in passes if a is not b)
            hops = nx.single_source_shortest_path_length(G, person.id, cutoff=found.steps)
            near += [person.id] if set(hops) & set(power) else []
        H: nx.Graph[str] = nx.Graph()
        for person in experts:
            H.add_edges_from((f"id {person.id}", f"body {body}") for body in person.memberships)
            H.add_node(f"id {person.id}")
        assert (row.experts, row.near) == (tuple(r.id for r in experts), tuple(near))
        assert row.institutions == nx.number_connected_components(H)
        order = [GAP] * (not experts) + [LOW_DIVERSITY] * (row.institutions < 2) + [UNUSED] * (not near) + [SERVED]
        assert row.verdict == order[0]


@pytest.mark.parametrize("seed", range(60))
def test_experts_institutions_and_steps_equal_a_search_with_networkx(seed: int) -> None:
    check(seed)


@pytest.mark.laws
def test_experts_institutions_and_steps_equal_a_search_with_networkx_on_many_networks() -> None:
    for seed in range(1000, 2200):
        check(seed)


def test_each_side_has_its_own() -> None:
    people = [{**row, "side": {"ca": "ru", "ru": "ca"}[row["side"]]} for row in PEOPLE]
    assert verdicts(net_of(people), side="ru") == verdicts(net_of(), side="ca")
    assert set(verdicts(net_of(people), side="ca").values()) == {GAP}


# ---- faults, empty studies ---------------------------------------------------------------------------------------


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(UnknownName):
        capacity(net_of(), side="fr")
    with pytest.raises(UsageError, match="1 or more"):
        capacity(net_of(), steps=0)


@pytest.mark.parametrize("people", [[], [{"id": "a"}], [{"id": "a", "side": "ca"}]])
def test_an_empty_study_says_what_it_lacks_in_one_line(people: Rows) -> None:
    found = capacity(Network.from_tables(people))
    assert found.lacks and "\n" not in found.lacks and not found.sentences and found.table()[1] == []


def test_mini_rupture_lacks_issues_decision_makers_and_expertise() -> None:
    found = capacity(mini_rupture())
    assert not found.issues and not found.sentences
    assert all(word in found.lacks for word in ("column issues", "decision maker", "column expertise"))


# ---- the study and the command ----------------------------------------------------------------------------------


def test_the_study_counts_the_22_whose_expertise_was_read() -> None:
    """data/README.md: expertise of 22 stakeholders; that the others know nothing is not said."""
    net = netmodel.read(DATA)
    coded = sum(bool(row.expertise) for row in net.stakeholders if row.side in ("Canada", "Russia"))
    found = {side: capacity(net, side=side) for side in ("Canada", "Russia")}
    stated = {side: len({name for row in f.issues for name in row.experts}) for side, f in found.items()}
    assert sum(stated.values()) == coded <= 22
    assert verdicts(net)["arctic"] == SERVED and verdicts(net)["trade"] == GAP
    assert next(row for row in found["Canada"].issues if row.issue == "sanctions").red_line
    assert any("13 of 76" in sentence and "nothing is known" in sentence for sentence in found["Canada"].sentences)


def test_the_command_gives_the_known_answer(tmp_path: Path) -> None:
    header = ["id", "side", "kind", "level", "expertise", "memberships"]
    lines = [",".join(header), *(",".join(str(row.get(key, "")) for key in header) for row in PEOPLE)]
    (tmp_path / "stakeholders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["source,target", *(f"{row['source']},{row['target']}" for row in TIES)]
    (tmp_path / "ties.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "issues.csv").write_text("\n".join(["issue", *ISSUES]) + "\n", encoding="utf-8")
    result = CliRunner().invoke(command, [str(tmp_path), "--format", "json", "--quiet"], catch_exceptions=False)
    found = {row["issue"]: row["verdict"] for row in json.loads(result.stdout)["issues"]}
    assert found == {"arctic": GAP, "climate": LOW_DIVERSITY, "cyber": UNUSED, "trade": SERVED}


@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_the_command_shows_the_study_in_every_format(style: str) -> None:
    words = [str(DATA), "--format", style, "--quiet", "--side", "Russia", "--steps", "3"]
    result = CliRunner().invoke(command, words, catch_exceptions=False)
    assert result.exit_code == 0 and "low diversity" in result.stdout
