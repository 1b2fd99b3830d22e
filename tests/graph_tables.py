"""Generated tables with any unicode, for the round trips of the graph formats."""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st

from netmodel.network.records import name_column
from netmodel.readwrite.formats.gathered import canonical
from netmodel.schema import RawTable, columns

ANYTHING = st.characters(exclude_categories=("Cs",))
"""Any character but halves of one."""

LEGAL = ANYTHING.filter(lambda c: c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
"""Any character that XML can hold."""

ODD = ("", "007", "NA", "yes", "no", "1", "0.50", "-3", "1e-3", "2013", "2013-06-02", "a; b|c", "<&>\"']]>", "\r\n\t")

PLAIN = ANYTHING.filter(lambda c: c not in '"\r\n\0')
"""Any character that a quoted label of a line can hold."""


def texts(characters: st.SearchStrategy[str], plain: bool) -> st.SearchStrategy[str]:
    """Cells: any text, or one of those that formats stumble over."""
    odd = [cell.replace('"', "'") for cell in ODD if "\n" not in cell] if plain else ODD
    return st.one_of(st.sampled_from(odd), st.text(characters, max_size=6))


def ids(characters: st.SearchStrategy[str], most: int) -> st.SearchStrategy[list[str]]:
    """Ids, each once."""
    one = st.text(characters, min_size=1, max_size=4).map(str.strip).filter(bool)
    return st.lists(one, max_size=most, unique=True)


@st.composite
def one_table(draw, name, characters, plain, rows, wanted, left_out=()):
    """A table: what stands in its first columns is given; more columns, known and not, are drawn."""
    known = st.sampled_from([column for column in columns(name) if "<" not in column])
    others = draw(st.lists(st.one_of(known, st.text(characters, min_size=1, max_size=5)), max_size=4))
    blank = RawTable(name, "", (), [], [])
    header = list(wanted)
    for other in [*others, *(["status_2013"] if name == "ties" else [])]:
        tidy = name_column(blank, other)[0]
        if tidy and tidy not in {name_column(blank, column)[0] for column in header} | set(left_out):
            header.append(other)
    drawn = [[*row, *draw(st.tuples(*[texts(characters, plain)] * (len(header) - len(wanted))))] for row in rows]
    return RawTable(name, "", tuple(header), drawn, [None] * len(drawn))


@st.composite
def tables_of(draw, characters=LEGAL, *, most=5, plain=False):
    """Tables of a study: always stakeholders; ties, channels, participants, issues and vetoes now and then."""
    people = draw(ids(characters, most))
    tables = {"stakeholders": draw(one_table("stakeholders", characters, plain, [[one] for one in people], ["id"]))}
    yes_no = st.sampled_from(["", "yes", "No", "true"])
    if draw(st.booleans()):
        ends = [st.tuples(st.sampled_from(people), st.sampled_from(people), yes_no)] if people else []
        ties = [list(row) for row in draw(st.lists(*ends, max_size=most))] if ends else []
        header = ["source", "target", "directed"]
        tables["ties"] = draw(one_table("ties", characters, plain, ties, header, left_out=("id",)))
    if draw(st.booleans()):
        doors = draw(ids(characters, 3))
        tables["channels"] = draw(one_table("channels", characters, plain, [[one] for one in doors], ["id"]))
        if draw(st.booleans()):
            ends = [st.tuples(st.sampled_from(doors), st.sampled_from(people))] if doors and people else []
            rows = [list(row) for row in draw(st.lists(*ends, max_size=most))] if ends else []
            tables["participants"] = draw(
                one_table("participants", characters, plain, rows, ["channel", "stakeholder"])
            )
    if draw(st.booleans()):
        rows = [[one] for one in draw(ids(characters, 3))]
        tables["issues"] = draw(one_table("issues", characters, plain, rows, ["issue"]))
    return tables


def said(tables):
    """Tables in the form in which they are compared."""
    return {name: canonical(table) for name, table in tables.items()}


@st.composite
def plain_tables(draw, *, mixed):
    """Actors and ties as Pajek and DL can hold them whole; `mixed`: directed and undirected ties of one kind."""
    people = draw(ids(PLAIN, 5))
    kinds = draw(ids(PLAIN, 3)) or [""]
    rows = []
    for kind in kinds:
        word = draw(st.sampled_from(["yes", "no"]))
        pairs = [(a, b) for at, a in enumerate(people) for b in people[at:]]
        for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6)) if pairs else []:
            ends = draw(st.sampled_from([[a, b], [b, a]]))
            cells = [draw(st.sampled_from(["", "0.5", "1", "0.250"])), draw(st.sampled_from(["", "-1", "1"]))]
            rows.append([*ends, kind, *cells, draw(st.sampled_from(["yes", "no"])) if mixed else word])
    header = ("source", "target", "kind", "strength", "sign", "directed")
    return {
        "stakeholders": RawTable("stakeholders", "", ("id",), [[one] for one in people], [None] * len(people)),
        "ties": RawTable("ties", "", header, rows, [None] * len(rows)),
    }


def plain_content(tables, *, loops_directed=True):
    """Ids in order, and ties as a multiset in the form in which formats of one value a tie are compared."""
    found = Counter()
    table = tables["ties"]
    for row in table.rows:
        cells = dict(zip(table.header, row, strict=True))
        ends = (cells["source"], cells["target"])
        directed = cells["directed"] if loops_directed or ends[0] != ends[1] else ""
        sign = "-1" if cells.get("sign") == "-1" else ""
        value = cells.get("strength") or cells.get("weight") or ("0.5" if sign else "")
        ends = ends if directed == "yes" else tuple(sorted(ends))
        found[ends, cells.get("kind", ""), value, sign, directed] += 1
    return [row[0] for row in tables["stakeholders"].rows], found
