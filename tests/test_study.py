"""The study in data/ holds together: what its rows point at is there, and says where it comes from."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"
TABLES = (
    "stakeholders",
    "ties",
    "channels",
    "levels",
    "issues",
    "vetoes",
    "sources",
    "events",
    "judgements",
)
UNVERIFIED = "general knowledge, unverified"

STATUSES = {"active", "dormant", "severed", "none", "proposed"}
MODALITIES = {"in-person", "virtual", "hybrid", "written"}
TIE_KINDS = {
    *("hierarchical", "informal", "formal-dialogue", "commercial", "funding"),
    *("academic", "sport", "indigenous", "multilateral"),
}
STAKEHOLDER_KINDS = {
    *("agency", "business-association", "company", "diaspora-organisation", "embassy", "export-credit-agency"),
    *("indigenous-organisation", "international-organisation", "media", "ministry", "ngo", "parliament"),
    *("professional-association", "province", "region", "sports-body", "think-tank", "trade-commissioner"),
    "university",
}
CHANNEL_KINDS = {
    *("academic", "business", "expert-consultation", "export-credit", "formal-consultation", "funding"),
    *("indigenous", "internal-cascade", "multilateral", "official-signal", "operational", "parliamentary"),
    *("preparatory", "professional", "province-region", "risk-mitigation", "science", "sport"),
    *("third-party", "track-two", "trade-service", "virtual"),
}
PROSE = {
    "stakeholders": ("name", "title", "notes"),
    "ties": ("evidence",),
    "channels": ("name", "cost_reasoning", "risk_reasoning", "notes"),
    "levels": ("title", "notes"),
    "issues": ("reasoning",),
    "vetoes": ("notes",),
    "events": ("event",),
    "judgements": ("reason",),
}

Row = dict[str, str]


def read_table(name: str) -> list[Row]:
    """Rows of a table, as text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str) -> list[str]:
    """Items of a list cell, without the number that may follow a colon."""
    return [item.partition(":")[0] for item in cell.split("; ") if item]


STUDY = {name: read_table(name) for name in TABLES}
STAKEHOLDERS = {row["id"]: row for row in STUDY["stakeholders"]}
CHANNELS = {row["id"]: row for row in STUDY["channels"]}
ISSUES = {row["issue"]: row for row in STUDY["issues"]}
RANKS = {(row["side"], row["title"]): int(row["rank"]) for row in STUDY["levels"]}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_plain_csv(name: str) -> None:
    raw = (DATA / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    header, *rows = csv.reader(raw.decode("utf-8").splitlines())
    assert len(set(header)) == len(header)
    assert [row for row in rows if len(row) != len(header)] == []
    assert [cell for row in rows for cell in row if cell != cell.strip()] == []


def test_the_study_has_the_rows_it_says_it_has() -> None:
    assert len(STUDY["stakeholders"]) == 184
    assert len(STUDY["ties"]) == 339
    assert len(STUDY["channels"]) == 47
    assert sum(row["status_2013"] == "active" and row["sign"] == "1" for row in STUDY["ties"]) == 275
    assert sum(row["status_2021"] == "active" and row["sign"] == "1" for row in STUDY["ties"]) == 261


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("stakeholders", ["id"]),
        ("ties", ["source", "target", "kind"]),
        ("channels", ["id"]),
        ("levels", ["side", "title"]),
        ("issues", ["issue"]),
        ("vetoes", ["actor", "target"]),
        ("sources", ["key"]),
        ("judgements", ["table", "column", "applies_to", "match"]),
    ],
)
def test_no_row_is_there_twice(table: str, key: list[str]) -> None:
    keys = [tuple(row[column] for column in key) for row in STUDY[table]]
    assert len(set(keys)) == len(keys)
    assert all(keys[0] for keys in keys)


def test_every_id_resolves() -> None:
    for row in STUDY["ties"]:
        assert {row["source"], row["target"]} <= set(STAKEHOLDERS)
        assert row["source"] != row["target"]
    for row in STUDY["channels"]:
        members = split(row["participants"])
        assert members
        assert len(set(members)) == len(members)
        assert set(members) | set(split(row["convener"])) <= set(STAKEHOLDERS), row["id"]
        for column in ("requires", "requires_any", "excludes"):
            assert set(split(row[column])) <= set(CHANNELS) - {row["id"]}, row["id"]
    for row in STUDY["vetoes"]:
        assert row["actor"] in STAKEHOLDERS
        assert row["target"] in {*STAKEHOLDERS, *CHANNELS, *ISSUES}
    for row in STUDY["events"]:
        assert row["ids"]
        assert set(split(row["ids"])) <= set(STAKEHOLDERS), row["event"]


def test_what_channels_require_never_runs_in_a_circle() -> None:
    open_channels: set[str] = set()
    while ready := {
        name
        for name, row in CHANNELS.items()
        if name not in open_channels
        and set(split(row["requires"])) <= open_channels
        and (not row["requires_any"] or open_channels & set(split(row["requires_any"])))
    }:
        open_channels |= ready
    assert open_channels == set(CHANNELS)


def test_every_issue_has_its_row_and_every_row_its_issue() -> None:
    used = {issue for row in (*STUDY["stakeholders"], *STUDY["channels"]) for issue in split(row["issues"])}
    assert used == set(ISSUES)
    assert [name for name, row in ISSUES.items() if row["red_line"] == "yes"] == ["sanctions"]


@pytest.mark.parametrize("table", ["stakeholders", "ties", "channels", "levels", "vetoes", "events"])
def test_every_row_says_where_it_comes_from(table: str) -> None:
    known = {f"{row['title']} <{row['url']}>" for row in STUDY["sources"]} | {UNVERIFIED}
    for row in STUDY[table]:
        cited = row["citation"].split(" ;; ")
        assert set(cited) <= known, row
        assert row["confidence"] in {"high", "medium", "low"}
        if cited == [UNVERIFIED]:
            assert row["confidence"] == "low", row


def test_general_knowledge_about_a_stakeholder_has_low_confidence() -> None:
    unsure = [row for row in STUDY["stakeholders"] if UNVERIFIED in row["citation"]]
    assert {row["confidence"] for row in unsure} == {"low"}


def test_words_come_from_the_vocabularies() -> None:
    for row in STUDY["stakeholders"]:
        assert row["side"] in {"Canada", "Russia", "third"}
        assert row["level"] in set("012345")
        assert row["kind"] in STAKEHOLDER_KINDS, "an institution or an office, and never a person"
    for row in STUDY["ties"]:
        assert {row["status_2013"], row["status_2021"]} <= STATUSES
        assert row["kind"] in TIE_KINDS
        assert row["sign"] in {"1", "-1"}
        assert all(re.fullmatch(r"(\d{4}(-\d\d){0,2})?", row[column]) for column in ("since", "until"))
    for row in STUDY["channels"]:
        assert row["kind"] in CHANNEL_KINDS
        assert row["modality"] in MODALITIES
        assert row["status"] in {"candidate", "open", "closed"}
        assert {row["min_level"], row["max_level"]} <= set("012345")
        assert row["min_level"] <= row["max_level"]
        assert "Modality as described: " in row["notes"]
    assert {row["mitigable"] for row in STUDY["vetoes"]} <= {"yes", "no"}


def test_shares_lie_between_0_and_1() -> None:
    for row in STUDY["ties"]:
        assert 0 < float(row["strength"]) <= 1
    for row in STUDY["channels"]:
        uptakes = [float(item.partition(":")[2]) for item in row["participants"].split("; ")]
        assert all(0 < share <= 1 for share in (*uptakes, float(row["quality"])))
        assert 0 <= float(row["risk"]) <= 1
        assert float(row["cost"]) > 0
    for row in STUDY["issues"]:
        assert 0 <= float(row["sensitivity"]) <= 1
        assert all(0 <= float(row[f"priority_{side}"]) <= 5 for side in ("Canada", "Russia"))


def rank(name: str) -> int:
    """Rank by title where levels.csv has it, else the level; 0 where there is none."""
    row = STAKEHOLDERS[name]
    return RANKS.get((row["side"], row["title"]), int(row["level"]))


def test_authority_runs_from_senior_to_junior() -> None:
    lines = [row for row in STUDY["ties"] if row["kind"] == "hierarchical"]
    assert len(lines) == 46
    for row in lines:
        senior, junior = rank(row["source"]), rank(row["target"])
        assert not senior or not junior or senior <= junior, row
        assert senior or not junior, f"no level above one that has it: {row}"


def test_vetoes_are_the_negative_ties() -> None:
    negative = {(row["source"], row["target"]): row["strength"] for row in STUDY["ties"] if row["sign"] == "-1"}
    assert {(row["actor"], row["target"]): row["strength"] for row in STUDY["vetoes"]} == negative


def test_titles_that_name_a_rank_have_one() -> None:
    titles = {(row["side"], row["title"]) for row in STUDY["stakeholders"] if row["title"]}
    assert titles <= set(RANKS)
    assert RANKS["Canada", "Assistant Deputy Minister"] == RANKS["Russia", "Deputy Minister"] == 3


def test_the_settings_name_sides_and_dates_that_exist() -> None:
    settings = tomllib.loads((DATA / "netmodel.toml").read_text(encoding="utf-8"))
    about = {"title", "description", "sides", "before", "now", "currency", "budget"}
    assert set(settings) == about | {"allies", "signal", "rank_window", "ministers", "trust"}
    assert {row["side"] for row in STUDY["stakeholders"]} == {*settings["sides"], "third"}
    assert {f"status_{settings['before']}", f"status_{settings['now']}"} <= set(STUDY["ties"][0])


def test_the_signal_comes_from_an_official_inside_the_window() -> None:
    settings = tomllib.loads((DATA / "netmodel.toml").read_text(encoding="utf-8"))
    senior, junior = settings["rank_window"]
    assert settings["ministers"] is False
    assert STAKEHOLDERS[settings["signal"]]["side"] == "Canada"
    assert 1 < senior <= rank(settings["signal"]) <= junior


def test_allies_are_those_with_contact_of_their_own_who_do_not_object() -> None:
    allies = tomllib.loads((DATA / "netmodel.toml").read_text(encoding="utf-8"))["allies"]
    talked = set()
    for row in STUDY["ties"]:
        ends = STAKEHOLDERS[row["source"]], STAKEHOLDERS[row["target"]]
        if (
            row["status_2021"] == "active"
            and row["sign"] == "1"
            and {end["side"] for end in ends} == {"third", "Russia"}
        ):
            talked |= {end["party"] for end in ends if end["side"] == "third"}
    objecting = {STAKEHOLDERS[row["actor"]]["party"] for row in STUDY["vetoes"]}
    states = {row["party"] for row in STAKEHOLDERS.values() if row["side"] == "third" and row["kind"] == "ministry"}
    states |= {
        "EU",
        "Italy",
    }  # the EU has a service and no ministry; of Italy only its export credit agency is listed
    assert set(allies) == (talked & states) - objecting
    assert "Finland" in states - talked
    assert "Ukraine" in talked & objecting


# What the policy systems read


def test_office_follows_from_the_track() -> None:
    assert {(row["track"], row["in_office"]) for row in STAKEHOLDERS.values()} == {
        ("I", "yes"),
        ("1.5", "no"),
        ("II", "no"),
    }


def test_those_who_press_against_dialogue_are_those_with_a_stance() -> None:
    against = {name for name, row in STAKEHOLDERS.items() if row["stance"]}
    assert against == {row["actor"] for row in STUDY["vetoes"]}
    assert {STAKEHOLDERS[name]["stance"] for name in against} == {"-1"}


def test_expertise_is_read_and_never_general_knowledge() -> None:
    experts = [row for row in STAKEHOLDERS.values() if row["expertise"]]
    assert len(experts) == 22
    for row in experts:
        assert set(split(row["expertise"])) <= set(split(row["issues"])), row["id"]
        assert row["side"] != "third"
        assert UNVERIFIED not in row["citation"]
        assert "expertise" not in split(row["judged"])


def test_provinces_and_regions_have_an_arctic_and_a_climate_and_nobody_else() -> None:
    for row in STAKEHOLDERS.values():
        land = row["kind"] in {"province", "region"}
        assert (row["arctic"] in {"yes", "no"}) == (row["climate"] != "") == land, row["id"]
        assert {"arctic", "climate"} <= set(split(row["judged"])) or not land
    assert {row["climate"] for row in STAKEHOLDERS.values()} == {
        "",
        "continental",
        "subarctic",
        "temperate",
        "tundra",
    }


def test_sectors_are_branches_of_trade_and_judged_but_for_export_credit() -> None:
    given = {name: split(row["sectors"]) for name, row in STAKEHOLDERS.items() if row["sectors"]}
    assert len(given) == 42
    assert {sector for sectors in given.values() for sector in sectors} <= set(ISSUES)
    read = {name for name in given if "sectors" not in split(STAKEHOLDERS[name]["judged"])}
    assert read == {"ca_edc", "de_hermes", "fr_bpi", "it_sace"}
    assert {STAKEHOLDERS[name]["kind"] for name in read} == {"export-credit-agency"}


# Judgements


def judge(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a folder."""
    command = [sys.executable, str(folder / "judge.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the study that may be changed."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that is there exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_judged_cell_is_what_its_rule_says() -> None:
    result = judge(DATA, "--check")
    assert (result.returncode, result.stderr) == (0, ""), result.stdout


def test_every_rule_gives_a_reason_and_can_be_used() -> None:
    assert all(row["reason"] and row["value"] for row in STUDY["judgements"])
    subjects = {
        "id": {*STAKEHOLDERS, *CHANNELS, *ISSUES, *(f"{v['actor']}--{v['target']}" for v in STUDY["vetoes"])},
        "kind": {row["kind"] for row in (*STAKEHOLDERS.values(), *CHANNELS.values())},
        "modality": MODALITIES,
        "track": {"I", "1.5", "II"},
        "level": set("012345"),
        "default": {""},
    }
    for row in STUDY["judgements"]:
        assert row["match"] in subjects[row["applies_to"]], row


def test_a_changed_cell_is_found_and_put_back(copy: Path) -> None:
    before = (copy / "channels.csv").read_bytes()
    edit(copy / "issues.csv", "cybersecurity,0.7,", "cybersecurity,0.2,")
    found = judge(copy, "--check")
    assert found.returncode == 1
    assert "issues.csv, row 7 (cybersecurity), sensitivity: '0.2', by rule '0.7'" in found.stdout
    assert judge(copy).returncode == 0
    assert judge(copy, "--check").returncode == 0
    assert (copy / "issues.csv").read_bytes() == (DATA / "issues.csv").read_bytes()
    assert (copy / "channels.csv").read_bytes() == before
    assert sorted(path.name for path in copy.glob(".*")) == []


def test_a_value_set_by_hand_stays_when_it_is_no_longer_marked(copy: Path) -> None:
    edit(
        copy / "issues.csv",
        "cybersecurity,0.7,2,2,no,sensitivity; priority_",
        "cybersecurity,0.2,2,2,no,priority_",
    )
    assert judge(copy).returncode == 0
    assert "cybersecurity,0.2,2,2,no,priority_" in (copy / "issues.csv").read_text(encoding="utf-8")


def test_a_rule_for_sectors_keeps_to_the_issues_of_a_row_unless_it_names_the_row(copy: Path) -> None:
    edit(
        copy / "judgements.csv",
        "stakeholders,sectors,default,,agriculture; energy;",
        "stakeholders,sectors,default,,agriculture;",
    )
    with (copy / "judgements.csv").open("a", encoding="utf-8") as file:
        file.write("stakeholders,sectors,id,ca_sk,fisheries,A try.\n")
    assert judge(copy).returncode == 0
    with (copy / "stakeholders.csv").open(encoding="utf-8", newline="") as file:
        sectors = {row["id"]: row["sectors"] for row in csv.DictReader(file)}
    assert (sectors["ca_ab"], sectors["ca_sk"], sectors["ca_kinross"]) == ("agriculture", "fisheries", "mining")


def test_a_judged_cell_without_a_rule_is_an_error_and_changes_nothing(copy: Path) -> None:
    edit(copy / "judgements.csv", "channels,cost,id,ch_agenda,30000,", "channels,cost,id,ch_other,30000,")
    before = {path.name: path.read_bytes() for path in copy.glob("*.csv")}
    result = judge(copy)
    assert result.returncode == 2
    assert result.stderr == "Error: judgements.csv: no rule gives channels.cost of 'ch_agenda'\n"
    assert {path.name: path.read_bytes() for path in copy.glob("*.csv")} == before


# Nobody is named

OFFICES = r"Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lord|Dame|Capt|Captain|Col|Colonel|Gen|General|Admiral|Academician"
POSTS = (
    r"[Mm]inister|[Aa]mbassador|[Pp]resident|[Ss]enator|[Gg]overnor|[Pp]remier|[Cc]hair(?:man|woman)?|[Rr]ector"
    r"|[Dd]irector|[Ss]peaker|[Ss]ecretary|[Ee]nvoy|[Cc]onsul|[Mm]ember|[Oo]fficer|[Pp]resenter|[Ss]cholar|[Hh]ead"
)
AFTER_A_POST = {"General", "Office", "Minister"}
NAMES = """
January February March April May June July August September October November December
Afghanistan Alaska Almaty Boston Chatham Denmark Fairbanks Geneva Greenland Gulf Helsinki Iceland Inari Iqaluit
Japan Korea Kupol Kyiv Magadan Minsk Paris Reykjavik Siberia Siberian Sweden Syria Ude Ulan Whitehorse
Yellowknife Aboriginal Arabic French Italian Norwegian
Assistant Bridge Circle Commandos Contact Days Eagle First Future High House Intergovernmental Leadership Parliament
Participant Participants Permanent Rule Selects Soyuz Stability Think Track Trilateral Vigilant District
Assembly Journal Kh Yamal
"""
OTHER_NAMES = set(NAMES.split())


def find_people(text: str, known: set[str]) -> Iterator[str]:
    """What reads like a person: a name after a post or a form of address, or one that no institution bears."""
    for found in re.finditer(rf"\b(?:(?:{OFFICES})\.?|{POSTS}) ([A-Z][\w'-]+)", text):
        if found[1] not in AFTER_A_POST:
            yield found[0]
    for found in re.finditer(r"(?<![.:?!] )(?<!^)\b[A-Z][a-z]+", text):
        if found[0] not in known:
            yield found[0]


def institution_words() -> set[str]:
    """Words that the names of the institutions are made of."""
    names = " ".join(f"{row['name']} {row['party']} {row['title']}" for row in STUDY["stakeholders"])
    return set(re.findall(r"\b[A-Z][a-z]+", names)) | OTHER_NAMES


def prose() -> Iterator[tuple[str, str]]:
    """Every sentence that is our own, and where it stands."""
    for table, columns in PROSE.items():
        for row in STUDY[table]:
            for column in columns:
                yield f"{table}.{column}", row[column]


@pytest.mark.parametrize(
    "text",
    [
        "Minister Smith came.",
        "In 2016 ambassador Petrova came.",
        "Talked with Ivan Petrov in Ottawa.",
        "Mr. Smith wrote.",
        "The rector, Gordon, wrote to President Munk.",
        "The vessel Professor Somebody sailed.",
        "Tremblay spoke, and then Jean-Luc Tremblay again.",
    ],
)
def test_a_name_would_be_found(text: str) -> None:
    assert list(find_people(text, institution_words()))


def test_no_person_is_named() -> None:
    known = institution_words()
    assert [(where, who) for where, text in prose() for who in find_people(text, known)] == []


def test_no_witness_in_the_address_of_a_source_is_named() -> None:
    slugs = [re.findall(r"openparliament\.ca/.*/([a-z]+(?:-[a-z]+)+)-\d+/", row["url"]) for row in STUDY["sources"]]
    surnames = {slug.rpartition("-")[2] for found in slugs for slug in found}
    surnames -= {"french"}  # also a nationality
    assert len(surnames) > 5
    for where, text in prose():
        assert not surnames & set(re.findall(r"\w+", text.casefold())), (where, text)


# What README.md says remains


def remaining() -> str:
    """README.md of the study."""
    return (DATA / "README.md").read_text(encoding="utf-8")


def test_readme_counts_the_rows() -> None:
    counted = dict(re.findall(r"^\| `(\w+)\.csv` \| (\d+) \|", remaining(), re.MULTILINE))
    assert counted == {name: str(len(rows)) for name, rows in STUDY.items()}


def test_every_date_that_disagrees_with_a_status_is_listed() -> None:
    found = [
        row
        for row in STUDY["ties"]
        if (row["since"][:4] > "2013" and row["status_2013"] == "active")
        or (row["since"][:4] > "2021" and row["status_2021"] == "active")
        or ("" < row["until"][:4] <= "2013" and row["status_2013"] == "active")
        or ("" < row["until"][:4] <= "2021" and row["status_2021"] == "active")
    ]
    assert len(found) == 16
    for row in found:
        assert f"| {row['source']} | {row['target']} | {row['kind']} | {row['since']} |" in remaining()


def test_every_member_that_shares_no_issue_with_its_channel_is_listed() -> None:
    strangers = {
        (name, member)
        for name, row in CHANNELS.items()
        for member in split(row["participants"])
        if not set(split(row["issues"])) & set(split(STAKEHOLDERS[member]["issues"]))
    }
    listed = re.findall(r"^\| (ch_\w+) \| (\w+) \| no issue \|", remaining(), re.MULTILINE)
    assert set(listed) == strangers
    assert "ch_cleantech" not in {name for name, _ in strangers}
