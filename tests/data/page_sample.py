"""Analyses to show on the page: a small rupture worked by hand, hostile and empty variants of it, and any size.

They have the form of `Analysis.to_json()`. MiniRupture is the one of the known answers: seven stakeholders, seven
ties of strength .8, two of them severed; reach is the mean over the 12 pairs of the product along the best route.
"""

from __future__ import annotations

import copy
import itertools
from typing import Any

Json = dict[str, Any]

KINDS: Json = {
    "stakeholders": {
        "ministry": {"symbol": "square", "meaning": "Ministry or department"},
        "trade-commissioner": {"symbol": "square", "meaning": "Trade commissioner service"},
        "university": {"symbol": "star", "meaning": "University or institute"},
        "company": {"symbol": "triangle", "meaning": "Company"},
        "international-organisation": {"symbol": "hexagon", "meaning": "International organisation"},
    },
    "ties": {"formal": {"formality": "formal", "meaning": "Official"}},
    "channels": {
        "expert-consultation": {"formality": "informal", "role": "carries", "meaning": "Experts meet"},
        "official-signal": {"formality": "formal", "role": "enables", "meaning": "Lets others proceed"},
    },
}
MEASURES: Json = {
    "degree": {
        "label": "Ties",
        "level": "stakeholder",
        "source": "Freeman 1978",
        "range": "0..n-1",
        "better": "higher",
        "meaning": "Active ties of a stakeholder",
    },
    "bottleneck": {
        "label": "Bottleneck",
        "level": "stakeholder",
        "source": "",
        "range": "yes or no",
        "better": "",
        "meaning": "Whether its loss would part the network",
    },
}
HOSTILE = (
    "</script><script>window.__x=1</script>",
    '<img src=x onerror="window.__x=1">',
    "__proto__",
    "constructor",
    "javascript:window.__x=1",
    "{{ 7*7 }}{% raw %}${window.__x=1}",
    "\u202eright to left\u2066",
    "'\"`><svg/onload=window.__x=1>",
    "<!--<script>",
    "&lt;b&gt; &amp;",
    "line\u2028separator\u2029paragraph",
    "Минэкономразвития ᐃᓄᒃᑎᑐᑦ e\u0301",
    "=HYPERLINK('x')",
    "W" * 2_000,
)
# More of what strangers may write, after the kinds of the Big List of Naughty Strings.
NAUGHTY = (
    "{{constructor.constructor('window.__x=1')()}}",
    "\x00\x07\x08\x1b[31mred\x7f\x9b",
    "W\u0301\u0302\u0303" * 200,
    "<template><math><mi//xlink:href='data:x,<script>window.__x=1</script>'>",
    "toString",
    "hasOwnProperty\n\r\tlines",
    "\u202e\u2067\u2066\u2069\u200f\ufeff\u200b\u00ad bidi \u202d",
    "${process.env}<%= 7*7 %>#{7*7}",
    "%s%n %00 ../../etc/passwd?q=1&lang=xx#tab=none",
    "\ufdfa \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \ud7ff",
    "</style><style>*{display:none}</style>",
    "]]><![CDATA[<svg/onload=window.__x=1>",
    "NaN",
    "0 ' OR 1=1 --",
    "long " * 2_000,
)
# Words of the contract itself, not of the lists.
OWN_WORDS = frozenset({"group", "status", "status_before", "symbol", "schema_version", "level", "x", "y"})
IDS = frozenset({"id", "source", "target", "best_partner", "channel", "channels", "one", "other", "rows"})
LISTS_OF_IDS = frozenset(
    {"route", "via", "weakest_link", "requirements", "unlocks", "only_together_with", "unlocked_by"}
)


def stakeholder(key: str, side: str, kind: str, rank: int, **changes: Any) -> Json:
    row = {
        "id": key,
        "name": key,
        "side": side,
        "party": side,
        "kind": kind,
        "title": "",
        "level": str(rank),
        "rank": rank,
        "issues": ["trade"],
        "influence": 1.0,
        "permeability": 1.0,
        "x": None,
        "y": None,
        "measures": {"degree": 1, "bottleneck": False},
        "citation": f"List of offices, {key}",
        "confidence": "high",
        "assumed": ["influence"],
        "file": "stakeholders.csv",
        "line": 2,
        "extra": {},
    }
    return {**row, **changes}


def tie(source: str, target: str, status: str = "active", **changes: Any) -> Json:
    row = {
        "id": f"{source}--{target}--formal",
        "source": source,
        "target": target,
        "kind": "formal",
        "formality": "formal",
        "status": status,
        "status_before": "active",
        "sign": 1,
        "strength": 0.8,
        "directed": False,
        "issues": [],
        "since": "1992",
        "until": None,
        "evidence": f"{source} met {target}",
        "citation": f"Joint statement of {source} and {target}",
        "confidence": "medium",
        "assumed": ["strength"],
        "file": "ties.csv",
        "line": 2,
        "extra": {},
    }
    return {**row, **changes}


def channel(key: str, members: list[str], gain: float, **changes: Any) -> Json:
    row = {
        "id": key,
        "name": key,
        "kind": "expert-consultation",
        "formality": "informal",
        "group": "informal",
        "rank": 1,
        "gain": gain,
        "gain_by_issue": {"trade": gain},
        "gain_with_requirements": gain,
        "requirements": [],
        "recovery": None,
        "pairs_restored": 9,
        "pairs_strengthened": 0,
        "reliability_gain": gain,
        "cost": 40_000,
        "risk": 0.2,
        "lead_time_months": 4,
        "route": [members[0], members[-1]],
        "via": [key],
        "route_strength": 0.8,
        "weakest_link": [members[0], members[-1]],
        "carried_by": [{"id": members[0], "share": 0.75}, {"id": members[-1], "share": 0.25}],
        "gains_to": [{"id": members[0], "share": 0.5}],
        "participants": [{"id": member, "uptake": 0.8, "uptake_out": 0.8} for member in members],
        "quality": 0.9,
        "modality": "in-person",
        "issues": ["trade"],
        "only_together_with": [],
        "best_partner": None,
        "unlocks": [],
        "same_side_gain": 0.0,
        "why": f"{key} rejoins pairs that no route joins today.",
        "citation": f"Programme of {key} <https://example.org/{key}>",
        "confidence": "medium",
        "assumed": ["quality"],
        "file": "channels.csv",
        "line": 2,
        "extra": {"host": "Carleton"},
    }
    return {**row, **changes}


def mini_rupture() -> Json:
    """The smallest rupture with an answer: three informal channels, a formal one, and a step that unlocks it."""
    who = [
        stakeholder("GAC", "CA", "ministry", 1, name="Global Affairs Canada", influence=5.0, line=3),
        stakeholder("MGIMO", "RU", "university", 0, name="MGIMO University", line=8),
        stakeholder("MID", "RU", "ministry", 1, name="Ministry of Foreign Affairs", influence=5.0, line=6),
        stakeholder("MinEcon", "RU", "ministry", 2, name="Минэкономразвития", influence=4.0, line=7),
        stakeholder("PCO", "CA", "ministry", 2, name="Privy Council Office", influence=4.0, line=2),
        stakeholder("TCS", "CA", "trade-commissioner", 3, name="Trade Commissioner Service", line=4),
        stakeholder("UofT", "CA", "university", 0, name="University of Toronto", line=5, extra={"city": "Toronto"}),
    ]
    ties = [
        tie("GAC", "MID", "severed", until="2014"),
        tie("GAC", "TCS"),
        tie("MID", "MGIMO"),
        tie("MID", "MinEcon"),
        tie("PCO", "GAC"),
        tie("TCS", "MinEcon", "severed", until="2014"),
        tie("UofT", "MGIMO", "dormant"),
        tie("UofT", "MGIMO", id="UofT--MGIMO--academic", kind="academic"),
        tie("PCO", "MinEcon", sign=-1),
    ]
    channels = [
        channel("talks", ["GAC", "MID"], 0.450666666666, name="Expert talks on trade", recovery=0.949438202247),
        channel(
            "table",
            ["TCS", "MinEcon"],
            0.396906666666,
            rank=2,
            name="Round table of companies",
            recovery=0.836179775281,
            cost=90_000,
            risk=0.1,
            assumed=["cost", "quality"],
        ),
        channel(
            "seminar",
            ["GAC", "UofT"],
            0.2436096,
            rank=3,
            name="Domestic seminar",
            recovery=0.513222471911,
            cost=15_000,
            risk=0.05,
            route=["GAC", "UofT", "MGIMO"],
            via=["seminar", "UofT--MGIMO--academic"],
            weakest_link=["GAC", "UofT"],
            best_partner="talks",
        ),
        channel(
            "dialogue",
            ["PCO", "MID"],
            0.338346666666,
            name="Deputy ministers' dialogue",
            group="formal",
            formality="formal",
            kind="formal-consultation",
            recovery=0.712808988764,
            requirements=["signal"],
        ),
        channel(
            "signal",
            ["PCO", "GAC"],
            0.0,
            name="Senior signal",
            group="enabling",
            kind="official-signal",
            unlocks=["dialogue"],
            route=[],
            via=[],
            weakest_link=[],
            same_side_gain=0.012,
        ),
    ]
    return analysis(who, ties, channels)


def recommended() -> Json:
    """MiniRupture with what to open together under a budget of 140,000: two channels, and the step that one needs."""
    data = mini_rupture()
    data["recommendation"] = recommendation()
    data["answer"]["recommendation"] = data["recommendation"]["words"]["portfolio"][:1]
    return data


def recommendation() -> Json:
    """What `recommend` finds for MiniRupture, by hand only in the versions drawn."""
    said = "“Expert talks on trade” and “Deputy ministers' dialogue”, with the enabling step “Senior signal”"
    return {
        "limits": "study",
        "portfolio": {
            "objective": "reach",
            "channels": ["dialogue", "signal", "talks"],
            "optimal": True,
            "cost": 120_000.0,
            "max_risk": 0.2,
            "reach": {"now": 0.162666666667, "before": 0.637333333333, "after": 0.512106666667},
            "recovery": 0.736179775281,
            "contributions": [
                {"channel": "talks", "loss": 0.044928},
                {"channel": "dialogue", "loss": 0.02496},
                {"channel": "signal", "loss": 0.0},
            ],
        },
        "sequence": {
            "steps": [
                step("talks", 0.0, 4.0),
                step("signal", 4.0, 8.0, why_not_earlier="the team is at work on talks until month 4"),
                step("dialogue", 8.0, 12.5, unlocked_by=["signal"], why_not_earlier="needs signal, ready in month 8"),
            ],
            "horizon": 24.0,
        },
        "robustness": {
            "draws": 200,
            "channels": [
                {"id": "talks", "inclusion": 0.725, "class": "borderline"},
                {"id": "table", "inclusion": 0.425, "class": "borderline"},
                {"id": "seminar", "inclusion": 0.7, "class": "borderline"},
                {"id": "dialogue", "inclusion": 0.475, "class": "borderline"},
                {"id": "signal", "inclusion": 0.0, "class": "exterior"},
            ],
        },
        "sensitivity": [],
        "front": {
            "points": [
                point([], 0.162666666667, 0.0, 0.0, 0.0),
                point(["seminar"], 0.406276266667, 15_000.0, 0.05, 0.51322247191),
                point(["talks"], 0.487146666667, 40_000.0, 0.2, 0.683595505618, knee=True),
                point(["dialogue", "signal", "talks"], 0.512106666667, 120_000.0, 0.2, 0.736179775281),
            ],
            "knee": 2,
        },
        "interactions": [
            {"one": "dialogue", "other": "talks", "complementarity": -0.3, "together": 0.3494, "kind": "either-or"}
        ],
        "words": {
            "limits": ["As netmodel.toml says: a budget of CAD 140,000."],
            "portfolio": [
                f"Open {said} (CAD 120,000, highest risk 0.20): reach rises from 16.3 % to 51.2 %; proven best.",
                "“Senior signal” is there because “Deputy ministers' dialogue” needs it.",
                "The budget binds: without it reach could be 52.9 %.",
            ],
            "sequence": ["Open “Expert talks on trade” (months 0 to 4) first."],
            "robustness": [f"Doubt number {i} about the versions." for i in range(7)],
            "sensitivity": ["In 8 of 12 settings of one assumption the portfolio is not bettered."],
            "front": ["The knee: “Expert talks on trade” (CAD 40,000) brings reach to 48.7 %."],
            "interactions": ["“Deputy ministers' dialogue” is either-or with “Expert talks on trade”."],
        },
    }


def with_systems() -> Json:
    """MiniRupture with what policy systems found: sentences and a table, words alone, nothing but what is lacking."""
    data = mini_rupture()
    data["systems"] = systems()
    data["open_channels"] = [{"id": "forum", "name": "A forum that is open"}]
    return data


def systems() -> Json:
    """Findings in the form that `Analysis.to_json` gives them, with every sort of cell."""
    cascade = [
        ["PCO", "Privy Council Office", "source", 1.0, "PCO", 0.0, True],
        ["GAC", "Global Affairs Canada", "cleared", 0.123456789, "PCO > GAC", None, True],
        ["TCS", "Trade Commissioner Service", "cleared", 0.00001, "PCO > GAC > TCS", 12345, False],
    ]
    pairs = [["PCO", "MinEcon", round(1 / (i + 1), 12), "trade; arctic", "forum"] for i in range(13)]
    return {
        "cascade": system(
            "Signal cascade",
            "Whom does a signal clear?",
            ["id", "name", "state", "probability", "route", "delay_days", "exact"],
            cascade,
            sentences=["A signal from “Privy Council Office” clears 2 of 2.", "None is blocked.", "One waits."],
            lacks="ties.csv, column delay_days: how long a message takes",
        ),
        "counterparts": system(
            "Counterparts",
            "Who is the match for whom?",
            ["us", "them", "score", "shared", "meets_at"],
            pairs,
            sentences=["13 pairs of counterparts."],
            found={"us": "CA", "them": "RU"},
        ),
        "agenda": system("Agenda", "Which issues?", ["issue"], [], sentences=["Of 1 issue both care for 1."]),
        "benchmark": system(
            "Allies", "What do allies do?", ["ally"], [], lacks="netmodel.toml, allies: who they are"
        ),
    }


def system(title: str, question: str, header: list[str], rows: list[Any], **changes: Any) -> Json:
    table = {"header": header, "rows": rows}
    row = {"title": title, "question": question, "lacks": "", "sentences": [], "table": table, "found": {}}
    return {**row, **changes}


def step(key: str, start: float, ready: float, **changes: Any) -> Json:
    row = {"channel": key, "start_month": start, "ready_month": ready, "unlocked_by": [], "why_not_earlier": ""}
    return {**row, **changes}


def point(channels: list[str], value: float, cost: float, risk: float, share: float, *, knee: bool = False) -> Json:
    return {"channels": channels, "value": value, "cost": cost, "max_risk": risk, "recovery": share, "knee": knee}


def analysis(who: list[Json], ties: list[Json], channels: list[Json]) -> Json:
    """Everything around the tables."""
    counts = {
        "stakeholders": len(who),
        "ties": len(ties),
        "active_ties": sum(row["status"] == "active" for row in ties),
        "channels": len(channels),
    }
    return {
        "schema_version": "1.0",
        "tool": {"name": "netmodel", "version": "0.1.0", "python": "3.11.7", "packages": {"networkx": "3.6.1"}},
        "inputs": [
            {"table": "stakeholders", "file": "stakeholders.csv", "sha256": "ab" * 32, "kept": len(who), "blank": 0}
        ],
        "options": {"at": None, "before": "2013", "between": ["CA", "RU"], "seed": 0},
        "study": {
            "title": "A small rupture",
            "description": "Who could talk again",
            "sides": ["CA", "RU"],
            "between": ["CA", "RU"],
            "now": "2014",
            "before": "2013",
            "currency": "CAD",
            "counts": counts,
        },
        "answer": {
            "headline": "Reach fell from 63.7 % to 16.3 %; expert talks on trade alone would recover 95 % of it.",
            "sentences": ["Trade has one open door left."],
            "recommendation": [],
            "neutrality": "netmodel ranks reach, not wisdom.",
        },
        "reach": {
            "now": 0.162666666667,
            "before": 0.637333333333,
            "by_issue": {"trade": {"now": 0.162666666667, "before": 0.637333333333, "weight": 1.0}},
        },
        "beside": {
            "connectedness": {"now": 0.25, "before": 1.0},
            "reliability": {
                "now": {"value": 0.1627, "low": 0.1627, "high": 0.1627, "exact": True, "worlds": 0},
                "before": {"value": 0.71, "low": 0.68, "high": 0.74, "exact": False, "worlds": 1000},
            },
            "disagreement": {"now": -0.0213, "before": -0.0102},
            "cross_side_efficiency": {"now": 0.1528, "before": 0.5694},
            "pairs_joined": {"now": 3, "before": 12, "all": 12},
        },
        "channels": channels,
        "recommendation": None,
        "stakeholders": who,
        "ties": ties,
        "measures": MEASURES,
        "kinds": KINDS,
        "assumptions": [
            {
                "table": "participants",
                "column": "uptake",
                "rule": "default .8",
                "count": 10,
                "text": "uptake of 10 participants: .8",
            }
        ],
        "warnings": [
            {
                "code": "W021",
                "file": "channels.csv",
                "line": 3,
                "column": "issues",
                "value": "trade",
                "expected": "an issue of a member",
                "remedy": "add it to a member",
            }
        ],
        "notices": ["Status is read from the column status_2014."],
    }


def hostile(offset: int = 0, corpus: tuple[str, ...] = HOSTILE) -> Json:
    """MiniRupture with a hostile text in every field that a list can fill, ids included and still consistent."""
    data = {**recommended(), **{name: with_systems()[name] for name in ("systems", "open_channels")}}
    texts = itertools.islice(itertools.cycle(corpus), offset, None)
    named = [row["id"] for table in ("stakeholders", "ties", "channels") for row in data[table]]
    ids = {
        key: text if i < len(corpus) else f"{text} {i}"
        for i, (key, text) in enumerate(zip(named, texts, strict=False))
    }
    sides = {"CA": corpus[offset % len(corpus)], "RU": corpus[(offset + 2) % len(corpus)]}

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            own = key in {"by_issue", "gain_by_issue", "extra", "packages", "options", "measures", "systems"}
            keep = {"degree", "bottleneck"}
            return {
                (next(texts) if own and name not in keep else name): spoil(part, name) for name, part in value.items()
            }
        if isinstance(value, list):
            return [ids[part] if key in LISTS_OF_IDS else spoil(part, key) for part in value]
        if not isinstance(value, str) or key in OWN_WORDS:
            return value
        if key in IDS and value in ids:
            return ids[value]
        if key in {"side", "sides", "between"}:
            return sides.get(value, value)
        return next(texts)

    return {**spoil({name: part for name, part in data.items() if name != "kinds"}), "kinds": copy.deepcopy(KINDS)}


def generated(n: int, channels: int = 6) -> Json:
    """A study of n stakeholders on two sides with third parties: no chance in it, only arithmetic."""
    kinds = ("ministry", "university", "company", "trade-commissioner")
    who = [
        stakeholder(
            f"s{i:05}",
            ("CA", "RU", "CA", "RU", "")[i % 5],
            "international-organisation" if i % 5 == 4 else kinds[i // 5 % 4],
            (1, 2, 3, 4, 5, 0, 0, 0)[i // 5 % 8],
            name=f"Office of wide renown number {i}",
            influence=float(i * 7 % 6),
        )
        for i in range(n)
    ]
    links = [(i, (i * 13 + 5) % n) for i in range(n) if i != (i * 13 + 5) % n]
    states = ("active", "active", "active", "dormant", "severed")
    ties = [tie(who[a]["id"], who[b]["id"], states[a % 5], id=f"t{a}") for a, b in links]
    opened = [
        channel(
            f"c{i:03}",
            list(dict.fromkeys(who[(i * 11 + step * 3) % n]["id"] for step in range(5))),
            0.1 / (i + 1),
            rank=i + 1,
            name=f"Seminar of series {i}",
            recovery=0.5 / (i + 1),
        )
        for i in range(channels)
        if n > 1
    ]
    return analysis(who, ties, opened)


def advised(n: int = 184, channels: int = 47) -> Json:
    """A study of the size of the demonstration's, with a recommended set of nine channels."""
    data = generated(n, channels)
    chosen = [row["id"] for row in data["channels"][:9]]
    found = data["recommendation"] = recommendation()
    found["portfolio"]["channels"] = chosen
    found["portfolio"]["contributions"] = [{"channel": key, "loss": 0.01} for key in chosen]
    found["robustness"]["channels"] = [
        {"id": row["id"], "inclusion": i / channels} for i, row in enumerate(data["channels"])
    ]
    data["answer"]["recommendation"] = ["Open “Side meetings in the working groups of the Arctic Council”. " * 9]
    return data


def without(
    data: Json, *, channels: bool = True, before: bool = True, reach: bool = True, sides: bool = True
) -> Json:
    """The same study with something missing: no channels, no earlier state, no conversation, no second side."""
    bare = copy.deepcopy(data)
    if not channels:
        bare["channels"] = []
    if not before:
        bare["study"]["before"] = bare["reach"]["before"] = None
        for part in bare["reach"]["by_issue"].values():
            part["before"] = None
        for row in bare["channels"]:
            row["recovery"] = None
        for part in bare["beside"].values():
            part["before"] = None
    if not reach:
        bare["reach"]["now"] = bare["reach"]["before"] = None
    if not sides:
        bare["study"]["sides"], bare["study"]["between"] = ["CA"], []
        bare["stakeholders"] = [row for row in bare["stakeholders"] if row["side"] != "RU"]
        kept = {row["id"] for row in bare["stakeholders"]}
        bare["ties"] = [row for row in bare["ties"] if {row["source"], row["target"]} <= kept]
        bare["channels"] = []
    return bare


def empty() -> Json:
    """No stakeholder at all."""
    data = without(mini_rupture(), channels=False, before=False, reach=False, sides=False)
    data["study"]["sides"] = []
    return {**data, "stakeholders": [], "ties": [], "assumptions": [], "warnings": [], "notices": []} | {
        "reach": {"now": None, "before": None, "by_issue": {}}
    }
