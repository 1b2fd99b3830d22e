// Everybody and every tie, and every channel: tables with filters, whose rows and names select.

function everybodyTab() {
  if (!DATA.stakeholders.length) return null;
  return { id: "everybody", title: TEXT.everybody, build: everybodyPanel };
}

function everybodyPanel() {
  const { stakeholders, ties } = DATA.study.counts;
  const said = say("everybody_reading", { stakeholders: number(stakeholders, 0), ties: number(ties, 0) });
  return [
    tabHead(TEXT.everybody, said),
    section(TEXT.all_stakeholders, null, stakeholdersSheet()),
    DATA.ties.length ? section(TEXT.all_ties, TEXT.all_ties_note, tiesSheet()) : null,
    how("everybody"),
  ];
}

function sideWord(side) {
  return side || TEXT.third_party;
}

function stakeholdersSheet() {
  const rows = DATA.stakeholders;
  const filters = present([
    choiceFilter(TEXT.side, rows, ({ side }) => [side], sideWord),
    choiceFilter(TEXT.kind, rows, ({ kind }) => [kind]),
    choiceFilter(TEXT.issue, rows, ({ issues }) => issues),
    choiceFilter(
      TEXT.level,
      rows,
      ({ rank }) => [String(rank || 0)],
      (rank) => TEXT.ranks[rank] ?? rank,
    ),
    textFilter(({ name, id, party, title, aliases, extra }) => [
      name,
      id,
      party,
      title,
      ...[aliases ?? extra.aliases ?? []].flat(),
    ]),
  ]);
  const columns = [...stakeholderColumns(), ...measureData(), { label: "id", hidden: true, data: ({ id }) => id }];
  return sheet({
    name: "stakeholders",
    caption: TEXT.all_stakeholders,
    columns,
    rows,
    filters,
    keyOf: ({ id }) => stakeholderKey(id),
  });
}

function stakeholderColumns() {
  const ties = ({ id }) => (TIES_OF.get(id) ?? []).length;
  return [
    {
      label: TEXT.stakeholder,
      class: "name",
      head: true,
      value: ({ name }) => folded(name),
      cell: ({ name }) => typed(name),
    },
    {
      label: TEXT.side,
      value: ({ side }) => folded(side),
      cell: ({ side }) => typed(sideWord(side)),
      data: ({ side }) => side,
    },
    { label: TEXT.kind, class: "lead", value: ({ kind }) => folded(kind), cell: ({ kind }) => typed(kind) },
    {
      label: TEXT.level,
      value: ({ rank }) => rank || 9,
      cell: ({ rank }) => TEXT.ranks[rank] ?? TEXT.unknown,
      data: ({ rank }) => rank,
    },
    {
      label: TEXT.influence,
      class: "figure cost",
      largestFirst: true,
      value: (row) => known(row.influence),
      cell: (row) => flagged(number(row.influence), row, "influence"),
    },
    {
      label: TEXT.number_of_ties,
      class: "figure",
      largestFirst: true,
      value: ties,
      cell: (row) => number(ties(row), 0),
    },
  ];
}

// The measures of each stakeholder, for the CSV alone: the evidence shows them.
function measureData() {
  const names = [...new Set(DATA.stakeholders.flatMap(({ measures }) => Object.keys(measures)))];
  return names.map((name) => ({
    label: name,
    hidden: true,
    data: ({ measures }) => new Map(Object.entries(measures)).get(name) ?? null,
  }));
}

// --- ties

function tieTexts({ id, source, target, kind, evidence, citation }) {
  return [id, nameOf(source), nameOf(target), kind, evidence, citation];
}

function stateWord(status) {
  return status ? (TEXT[`state_${status}`] ?? status) : TEXT.unknown;
}

function tieColumns() {
  const end = (label, name) => ({
    label,
    class: "name",
    value: (tie) => folded(nameOf(tie[name])),
    cell: (tie) => idLink(tie[name]),
  });
  const raw = (name) => ({ label: name, hidden: true, data: (tie) => tie[name] ?? null });
  return [
    end(TEXT.tie_from, "source"),
    end(TEXT.tie_with, "target"),
    { label: TEXT.kind, value: ({ kind }) => folded(kind), cell: ({ kind }) => typed(kind) },
    {
      label: TEXT.status_before,
      value: (tie) => tie.status_before || null,
      cell: (tie) => stateWord(tie.status_before),
      data: (tie) => tie.status_before,
    },
    {
      label: TEXT.status,
      value: (tie) => tie.status || null,
      cell: (tie) => (tie.sign < 0 ? `${stateWord(tie.status)}, ${TEXT.opposition}` : stateWord(tie.status)),
      data: (tie) => tie.status,
    },
    {
      label: TEXT.strength,
      class: "figure",
      largestFirst: true,
      value: (tie) => known(tie.strength),
      cell: (tie) => flagged(number(tie.strength), tie, "strength"),
    },
    {
      label: TEXT.confidence,
      class: "lead",
      value: (tie) => tie.confidence || null,
      cell: (tie) => typed(tie.confidence || TEXT.confidence_none),
      data: (tie) => tie.confidence,
    },
    {
      label: TEXT.citation,
      class: "broad-cell lead",
      value: (tie) => tie.citation || null,
      cell: (tie) => el("span", { class: "clamped" }, typed(tie.citation || TEXT.citation_none)),
      data: (tie) => tie.citation,
    },
    ...[
      "id",
      "source",
      "target",
      "sign",
      "directed",
      "issues",
      "since",
      "until",
      "evidence",
      "assumed",
      "file",
      "line",
    ].map(raw),
  ];
}

function tiesSheet() {
  const rows = DATA.ties;
  const sides = ({ source, target }) => [source, target].map((id) => STAKEHOLDERS.get(id).row.side);
  const filters = present([
    choiceFilter(TEXT.status, rows, ({ status }) => [status], stateWord),
    choiceFilter(TEXT.side, rows, sides, sideWord),
    choiceFilter(TEXT.kind, rows, ({ kind }) => [kind]),
    choiceFilter(TEXT.issue, rows, ({ issues }) => issues),
    textFilter(tieTexts),
  ]);
  return sheet({ name: "ties", caption: TEXT.all_ties, columns: tieColumns(), rows, filters });
}

// --- channels

function channelsTab() {
  if (!DATA.channels.length) return null;
  return { id: "channels", title: TEXT.channels, build: channelsPanel };
}

function channelsPanel() {
  const count = (group) => number(DATA.channels.filter((row) => row.group === group).length, 0);
  const said = say("channels_reading", {
    informal: count("informal"),
    formal: count("formal"),
    enabling: count("enabling"),
  });
  const part = (group, note, columns) => {
    const rows = DATA.channels.filter((row) => row.group === group);
    if (!rows.length) return null;
    return section(
      TEXT[group],
      note,
      channelSheet(group, TEXT[group], rows, [...columns(rows), ...channelData()], channelFilters(rows)),
    );
  };
  return [
    tabHead(TEXT.channels, said),
    part("informal", null, rankingColumns),
    part("formal", TEXT.formal_note, rankingColumns),
    part("enabling", TEXT.enabling_note, enablingColumns),
    how("channels"),
  ];
}

function channelFilters(rows) {
  if (rows.length < 5) return [];
  return present([
    choiceFilter(TEXT.kind, rows, ({ kind }) => [kind]),
    choiceFilter(TEXT.issue, rows, ({ issues }) => issues),
    textFilter(({ name, id, participants }) => [name, id, ...participants.map((member) => nameOf(member.id))]),
  ]);
}

function channelData() {
  const raw = (name) => ({ label: name, hidden: true, data: (row) => row[name] ?? null });
  return [
    ...[
      "kind",
      "formality",
      "pairs_restored",
      "pairs_strengthened",
      "reliability_gain",
      "requirements",
      "issues",
    ].map(raw),
    { label: "participants", hidden: true, data: ({ participants }) => participants.map(({ id }) => id) },
    ...["citation", "confidence", "assumed", "file", "line"].map(raw),
  ];
}

function enablingColumns(rows) {
  const names = (ids) => {
    if (!ids.length) return TEXT.unlocks_none;
    const first = ids.slice(0, 4).map((id) => typed(nameOf(id)));
    const rest = ids.length - first.length;
    return listed(rest ? [...first, say("carried_more", { n: number(rest, 0) })] : first);
  };
  return [
    ...gainColumns(rows),
    {
      label: TEXT.unlocks,
      class: "wide",
      largestFirst: true,
      value: ({ unlocks }) => unlocks.length,
      cell: ({ unlocks }) => [
        el("span", { class: "roomy" }, names(unlocks)),
        el("span", { class: "terse" }, number(unlocks.length, 0)),
      ],
      data: ({ unlocks }) => unlocks,
    },
    ...effortColumns(),
  ];
}
