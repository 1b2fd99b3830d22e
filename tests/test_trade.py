"""Trade services and export credit: worked by hand, laws, the evidence of the study, and as a user types it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from networks import mini_rupture

import netmodel
from netmodel import Network, Study
from netmodel.cli.trade import trade as command
from netmodel.errors import UnknownName
from netmodel.policy.trade import ADVICE, CREDIT, trade_parity

DATA = Path(__file__).parent.parent / "data"
Rows = list[dict[str, Any]]

STUDY = Study(allies=("DE", "FR", "US"), before="2013", now="2021")
COVERED = "farming; ships"


def service(name: str, gives: str, sectors: str, **more: Any) -> dict[str, Any]:
    kind = "trade-commissioner" if gives == ADVICE else "export-credit-agency"
    return {"id": name, "kind": kind, "sectors": sectors} | more


PEOPLE: Rows = [
    service("tcs", ADVICE, "farming; mining; ships", side="ca"),
    service("edc", CREDIT, COVERED, side="ca"),
    {"id": "buyer", "side": "ru"},
    *(service(f"{party.lower()}_credit", CREDIT, "farming; mining; ships", party=party) for party in STUDY.allies),
    *(service(f"{party.lower()}_advice", ADVICE, "farming; mining; ships", party=party) for party in ("DE", "FR")),
]
NOW = {"tcs": "active", "edc": "severed", "us_credit": "severed"}
TIES: Rows = [
    {"source": row["id"], "target": "buyer", "status_2013": "active", "status_2021": NOW.get(row["id"], "active")}
    for row in PEOPLE
    if row["id"] != "buyer"
]


def net_of(people: Rows = PEOPLE, ties: Rows = TIES, channels: Rows | None = None, study: Study = STUDY) -> Network:
    if channels is None:  # every silent tie is then a candidate
        return Network.from_tables(people, ties, study=study)
    return Network.from_tables(people, ties, study=study, channels=channels)


def sectors(net: Network) -> dict[str, tuple[str, bool | None]]:
    return {row.sector: (row.verdict, row.level) for row in trade_parity(net).sectors}


# ---- known answers ----------------------------------------------------------------------------------------------


def test_a_trade_service_without_edc_is_advice_but_no_credit() -> None:
    """KNOWN-ANSWERS, policy system 12."""
    assert sectors(net_of()) == dict.fromkeys(("farming", "mining", "ships"), ("advice but no credit", False))


def test_reopening_edc_flips_exactly_the_sectors_on_its_coverage_list() -> None:
    """KNOWN-ANSWERS, policy system 12: EDC covers farming and ships, and not mining."""
    before, after = sectors(net_of()), sectors(net_of().open("edc--buyer--informal"))
    assert {name for name in before if before[name] != after[name]} == set(COVERED.split("; "))
    assert after["farming"] == after["ships"] == ("advice and credit", True)
    (row,) = trade_parity(net_of()).reopenings
    assert row.gained == row.levelled == ("farming", "ships")
    assert (row.service, row.whole, row.ties) == ("edc", True, ("edc--buyer--informal",))


def test_a_channel_reopens_as_a_tie_does() -> None:
    rows = [{"id": "cover", "kind": "export-credit", "participants": "edc; buyer"},
            {"id": "home", "participants": "edc; tcs"}]  # fmt: skip
    net = net_of(channels=rows)
    assert trade_parity(net).reopenings[0].channels == ("cover",)
    assert sectors(net.open("cover")) == sectors(net_of().open("edc--buyer--informal"))
    assert sectors(net.open("home")) == sectors(net)


def test_the_typical_ally_has_what_more_than_half_of_those_have_of_which_it_is_listed() -> None:
    found = trade_parity(net_of())
    assert found.overall.allies == {ADVICE: ("DE", "FR"), CREDIT: ("DE", "FR")}
    assert found.overall.of == {ADVICE: 2, CREDIT: 3} and found.overall.typical == (ADVICE, CREDIT)
    half = [row for row in PEOPLE if not row["id"].startswith("fr")]
    ties = [row for row in TIES if not row["source"].startswith("fr")]
    assert trade_parity(net_of(half, ties)).overall.typical == (ADVICE,), "one of two is no more than half"


def test_who_covers_nothing_that_is_stated_counts_for_the_whole_only() -> None:
    people = [{**row, "sectors": "" if row["id"] == "fr_credit" else row.get("sectors", "")} for row in PEOPLE]
    found = trade_parity(net_of(people))
    assert found.overall.of[CREDIT] == 3 and found.sectors[0].of[CREDIT] == 2
    assert "column sectors of fr_credit" in found.lacks


def test_a_sector_that_the_typical_ally_does_not_cover_is_not_compared() -> None:
    people = [{**row, "sectors": "farming" if row["id"] == "tcs" else row.get("sectors", "")} for row in PEOPLE]
    people = [{**row, "sectors": "furs" if row["id"] == "edc" else row["sectors"]} for row in people]
    found = trade_parity(net_of(people))
    assert next(row for row in found.sectors if row.sector == "furs").level is None
    (row,) = found.reopenings
    assert (row.gained, row.levelled, row.whole) == (("furs",), (), True)
    assert any("Not compared" in sentence and "furs" in sentence for sentence in found.sentences)


def test_ours_may_be_more_than_the_typical_ally_has() -> None:
    ties = [{**row, "status_2021": "active"} if row["source"] == "edc" else row for row in TIES]
    ties = [row for row in ties if not row["source"].endswith("_credit")]
    found = trade_parity(net_of(ties=ties))
    assert found.overall.typical == (ADVICE,) and found.overall.level is True


def test_before_the_rupture_the_field_was_level_where_edc_covers() -> None:
    found = sectors(net_of().at("2013"))
    assert found == {"farming": ("advice and credit", True), "mining": ("advice but no credit", False),
                     "ships": ("advice and credit", True)}  # fmt: skip


# ---- laws -------------------------------------------------------------------------------------------------------


def random_study(seed: int) -> Network:
    rng = random.Random(seed)
    names = ["a", "b", "c", "d"]

    def some() -> str:
        return "; ".join(name for name in names if rng.random() < 0.5)

    people: Rows = [{"id": "buyer", "side": "ru"}, {"id": "home", "side": "ca"}]
    for number in range(rng.randrange(10)):
        country = rng.choice(["ca", "ca", "DE", "FR", "US"])
        where = {"side": "ca"} if country == "ca" else {"party": country}
        people.append(service(f"s{number}", rng.choice([ADVICE, CREDIT]), some(), **where))
    ties = [
        {"source": row["id"], "target": rng.choice(["buyer", "home"]), "status": rng.choice(["active", "severed"])}
        for row in people[2:]
    ]
    rows = [
        {"id": f"c{row['id']}", "participants": f"{row['id']}; buyer"} for row in people[2:] if rng.random() < 0.5
    ]
    return net_of(people, ties, rows, Study(allies=("DE", "FR", "US")))


def check(seed: int) -> None:
    """A sector at a time from the tables; and what is promised of reopening is what opening the channel gives."""
    net = random_study(seed)
    found = trade_parity(net)
    theirs = {tie.source for tie in net.active_ties if tie.target == "buyer"}
    for row in found.sectors:
        have: dict[str, dict[str, bool]] = {}
        for person in net.stakeholders:
            gives = {"trade-commissioner": ADVICE, "export-credit-agency": CREDIT}.get(person.kind)
            if gives:
                known = have.setdefault(gives, {})
                key = person.side or person.party
                active = person.id in theirs
                known[key] = known.get(key, False) or (active and row.sector in person.sectors)
        for (
            person
        ) in net.stakeholders:  # active and covering nothing that is stated: not known, unless another covers
            gives = {"trade-commissioner": ADVICE, "export-credit-agency": CREDIT}.get(person.kind)
            key = person.side or person.party
            if gives and person.id in theirs and not person.sectors and not have[gives].get(key):
                have[gives].pop(key, None)
        ours = tuple(gives for gives in (ADVICE, CREDIT) if have.get(gives, {}).get("ca"))
        allies = {g: [v for k, v in have.get(g, {}).items() if k != "ca"] for g in (ADVICE, CREDIT)}
        typical = tuple(g for g in (ADVICE, CREDIT) if sum(allies[g]) > len(allies[g]) / 2)
        assert (row.ours, row.typical) == (ours, typical)
        assert row.level is (set(typical) <= set(ours) if typical else None)
    now = {row.sector: row for row in found.sectors}
    for opening in found.reopenings:
        for name in opening.channels:
            after = {row.sector: row for row in trade_parity(net.open(name)).sectors}
            assert {s for s in now if now[s].ours != after[s].ours} == set(opening.gained)
            assert set(opening.gained) <= set(net.stakeholder[opening.service].sectors)
            assert {s for s in now if now[s].level is False and after[s].level} == set(opening.levelled)


@pytest.mark.parametrize("seed", range(60))
def test_sectors_and_reopenings_equal_a_plain_count(seed: int) -> None:
    check(seed)


@pytest.mark.laws
def test_sectors_and_reopenings_equal_a_plain_count_on_many_studies() -> None:
    for seed in range(1000, 2200):
        check(seed)


def test_the_order_of_rows_and_doubled_ties_change_nothing() -> None:
    net = net_of()
    assert trade_parity(net_of(PEOPLE[::-1], TIES[::-1])).to_json() == trade_parity(net).to_json()
    twice = replace(net, ties=(*net.ties, *(replace(tie, id=f"{tie.id}#2") for tie in net.active_ties)))
    assert trade_parity(twice).to_json() == trade_parity(net).to_json()


# ---- faults, empty studies, words -------------------------------------------------------------------------------


def test_an_ally_that_is_no_party_is_refused() -> None:
    with pytest.raises(UnknownName, match="DE"):
        trade_parity(net_of(), allies=["D"])


@pytest.mark.parametrize(
    ("people", "lacks"),
    [
        ([], "column side"),
        ([{"id": "a", "side": "ca"}], "column side"),
        ([{"id": "a", "side": "ca"}, {"id": "b", "side": "ru"}], "export-credit-agency on the side of ca"),
    ],
)
def test_what_the_study_lacks_is_said_in_one_line(people: Rows, lacks: str) -> None:
    found = trade_parity(Network.from_tables(people))
    assert lacks in found.lacks and "\n" not in found.lacks and not found.sentences and found.table()[1] == []


def test_without_allies_our_own_services_are_told_and_nothing_is_compared() -> None:
    found = trade_parity(net_of(study=Study()))
    assert "key allies" in found.lacks and found.overall.level is None
    assert found.sentences[0] == (
        "For trade with ru, exporters of ca have advice but no credit; no typical ally to compare with."
    )
    assert not any("Level" in sentence or "level with" in sentence for sentence in found.sentences)


def test_mini_rupture_has_no_service() -> None:
    found = trade_parity(mini_rupture())
    assert found.sentences == () and "on the side of CA" in found.lacks


def test_the_sentences() -> None:
    assert trade_parity(net_of()).sentences == (
        "For trade with ru, exporters of ca have advice but no credit; the typical ally has advice and credit.",
        "Export credit, of those listed: active: DE and FR; active in 2013 and not now: ca and US.",
        "Trade service, of those listed: active: ca, DE and FR.",
        "Not level with the typical ally in farming, mining and ships.",
        "Advice but no credit in farming, mining and ships.",
        "edc, active again (by renewing its severed tie), would serve exporters in farming and ships and make the "
        "field level in farming and ships.",
    )


# ---- the study and the command ----------------------------------------------------------------------------------


def test_on_the_study_the_field_is_not_level_with_europe_and_is_with_the_united_states() -> None:
    """data/README.md, export credit: the EU agencies stayed, that of the US left as EDC did; no sector is shared."""
    net = netmodel.read(DATA)
    found = trade_parity(net)
    assert (found.overall.verdict, found.overall.typical, found.overall.level) == ("neither", (CREDIT,), False)
    assert found.overall.allies[CREDIT] == ("Germany", "France", "Italy") and found.overall.of[CREDIT] == 4
    assert trade_parity(net, allies=["US"]).overall.level is None
    edc = next(row for row in found.reopenings if row.service == "ca_edc")
    assert (edc.gained, edc.levelled, edc.whole) == (("agriculture",), (), True)
    assert edc.channels == ("ch_edc",) and edc.ties == ("ca_edc--ru_importers--funding",)
    assert "Export-Import Bank of the United States" in found.lacks
    assert trade_parity(net.at("2013")).overall.verdict == "advice and credit"


def test_what_was_never_active_is_not_called_active_again_nor_a_severed_tie_dormant() -> None:
    """data/ties.csv: EDC's tie is severed, that of the post in Moscow dormant; the one in Ottawa had none."""
    found = trade_parity(netmodel.read(DATA))
    service, post, edc = (line for line in found.sentences if "would serve" in line)
    assert "”, once active (by “" in service
    assert "”, active again (by renewing its dormant tie or " in post
    assert "”, active again (by renewing its severed tie or " in edc
    assert found.sentences[0].startswith(
        "For trade with Russia, exporters of Canada have neither advice nor credit from a service that is active;"
    )


def test_the_command_gives_the_known_answer(tmp_path: Path) -> None:
    header = ["id", "side", "party", "kind", "sectors"]
    lines = [",".join(header), *(",".join(str(row.get(key, "")) for key in header) for row in PEOPLE)]
    (tmp_path / "stakeholders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["source,target,status_2013,status_2021", *(",".join(row.values()) for row in TIES)]
    (tmp_path / "ties.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = [str(tmp_path), "--quiet", "--format", "json", "--ally", "DE", "--ally", "FR"]
    found = json.loads(CliRunner().invoke(command, words, catch_exceptions=False).stdout)
    assert {row["verdict"] for row in found["sectors"]} == {"advice but no credit"}
    assert found["reopenings"][0]["levelled"] == ["farming", "ships"]


@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_the_command_shows_the_study_in_every_format(style: str) -> None:
    result = CliRunner().invoke(command, [str(DATA), "--format", style, "--quiet"], catch_exceptions=False)
    assert result.exit_code == 0 and "energy" in result.stdout
