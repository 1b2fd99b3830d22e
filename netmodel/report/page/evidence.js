// The evidence: what one channel or stakeholder rests on.

const STAKEHOLDERS = byId(DATA.stakeholders);
const CHANNELS = byId(DATA.channels);
const TIES = byId(DATA.ties);
const TIES_OF = new Map();
const CHANNELS_OF = new Map();
DATA.ties.forEach((tie, i) => new Set([tie.source, tie.target]).forEach((id) => push(TIES_OF, id, i)));
DATA.channels.forEach((channel, i) =>
  new Set(channel.participants.map(({ id }) => id)).forEach((id) => push(CHANNELS_OF, id, i)),
);

function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

function nameOf(id) {
  return (STAKEHOLDERS.get(id) ?? CHANNELS.get(id))?.row.name ?? id;
}

function statusWord(tie, status = tie.status) {
  const word = status ? (TEXT[`tie_${status}`] ?? status) : TEXT.unknown;
  return tie.sign < 0 ? `${word}, ${TEXT.opposition}` : word;
}

function rowOf(key) {
  return (key[0] === "s" ? DATA.stakeholders : DATA.channels)[Number(key.slice(1))];
}

// --- the panel

function evidence(key, onSelect) {
  const row = rowOf(key);
  const close = el("button", { type: "button", class: "close", "aria-label": TEXT.close }, "×");
  close.addEventListener("click", () => onSelect(null));
  const head = el(
    "header",
    {},
    el(
      "div",
      {},
      el("p", { class: "eyebrow" }, eyebrow(key, row)),
      el("h2", { id: "evidence-title" }, typed(row.name)),
    ),
    close,
  );
  return [head, ...(key[0] === "s" ? stakeholderEvidence(row, onSelect) : channelEvidence(row, onSelect))];
}

function eyebrow(key, row) {
  if (key[0] === "s") return listed([typed(row.side || TEXT.third_party), typed(row.kind)], " · ");
  return listed([row.group === "informal" ? `${TEXT.channel} ${row.rank}` : TEXT[row.group], typed(row.kind)], " · ");
}

function part(title, ...content) {
  return el("section", {}, el("h3", {}, title), content);
}

// A stakeholder or channel named in the evidence; choosing it selects it.
function link(id, onSelect) {
  const channel = CHANNELS.get(id);
  const key = STAKEHOLDERS.has(id) ? stakeholderKey(id) : channel ? `c${channel.index}` : null;
  return key === null ? typed(id) : keyLink(key, onSelect);
}

function keyLink(key, onSelect) {
  const button = el("button", { type: "button", class: "link" }, typed(rowOf(key).name));
  button.addEventListener("click", () => onSelect(key));
  return button;
}

function channelLink(id, onSelect) {
  const channel = CHANNELS.get(id);
  return channel ? keyLink(`c${channel.index}`, onSelect) : typed(id);
}

function channelEvidence(row, onSelect) {
  const links = (ids) => listed(ids.map((id) => channelLink(id, onSelect)));
  const gains = issueGains(row);
  return present([
    row.why ? el("p", { class: "why" }, told(row.why)) : null,
    ...explainedFacts([
      [TEXT.gain_alone, say("gain_points", { gain: points(row.gain) })],
      [
        TEXT.gain_with,
        row.requirements.length ? say("gain_points", { gain: points(row.gain_with_requirements) }) : null,
      ],
      [TEXT.recovery, percent(row.recovery, 0)],
      [TEXT.cost, flagged(money(row.cost), row, "cost")],
      [TEXT.risk, flagged(fixed(row.risk), row, "risk")],
      [TEXT.lead, flagged(months(row.lead_time_months), row, "lead_time_months")],
      [TEXT.quality, flagged(number(row.quality), row, "quality")],
      [TEXT.pairs_restored, number(row.pairs_restored, 0)],
      [TEXT.pairs_strengthened, number(row.pairs_strengthened, 0)],
      [TEXT.reliability_gain, say("gain_points", { gain: points(row.reliability_gain) })],
      [TEXT.same_side_gain, row.same_side_gain ? say("gain_points", { gain: points(row.same_side_gain) }) : null],
    ]),
    recommendedPart(row),
    part(TEXT.route, routeList(row, onSelect)),
    part(
      TEXT.requires,
      facts([
        [TEXT.requires, row.requirements.length ? links(row.requirements) : TEXT.requires_none],
        [TEXT.unlocks, row.unlocks.length ? links(row.unlocks) : null],
        [TEXT.only_together, row.only_together_with.length ? links(row.only_together_with) : null],
        [TEXT.best_partner, row.best_partner ? channelLink(row.best_partner, onSelect) : null],
      ]),
    ),
    part(TEXT.participants, participantTable(row, onSelect)),
    row.gains_to.length ? part(TEXT.gains_to, shareTable(row.gains_to, onSelect)) : null,
    gains.length ? part(TEXT.gain_by_issue, issueGainTable(gains)) : null,
    part(
      TEXT.source,
      sourceFacts(row, [
        [TEXT.modality, row.modality ? typed(row.modality) : null],
        [TEXT.formality, typed(row.formality)],
        [TEXT.issues, issueList(row)],
      ]),
    ),
  ]);
}

function explainedFacts(pairs) {
  return explained(facts(pairs));
}

function flagged(shown, row, column) {
  return row.assumed.includes(column)
    ? [shown, el("span", { class: "assumed", title: TEXT.assumed_mark }, "*")]
    : shown;
}

function issueList(row) {
  return row.issues.length ? listed(row.issues.map(typed)) : TEXT.every_issue;
}

function routeList(row, onSelect) {
  if (!row.route.length) return el("p", {}, TEXT.route_none);
  const steps = row.route.map((id, i) =>
    el(
      "li",
      {},
      link(id, onSelect),
      i ? el("span", { class: "via" }, `${TEXT.via} `, viaName(row.via[i - 1])) : null,
    ),
  );
  const [a, b] = row.weakest_link;
  const last =
    row.weakest_link.length === 2
      ? say("route_strength", {
          strength: number(row.route_strength),
          a: isolated(nameOf(a)),
          b: isolated(nameOf(b)),
        })
      : say("route_strength_only", { strength: number(row.route_strength) });
  return [el("ol", { class: "route" }, steps), el("p", { class: "quiet" }, last)];
}

function viaName(id) {
  const tie = TIES.get(id);
  return typed(CHANNELS.get(id)?.row.name ?? (tie ? tie.row.kind : id));
}

function participantTable(row, onSelect) {
  const shares = new Map(row.carried_by.map(({ id, share }) => [id, share]));
  const leaves = row.participants.some(({ uptake, uptake_out: out }) => isNumber(out) && out !== uptake);
  return saved("participants", TEXT.participants, row.participants, [
    { label: TEXT.participant, cell: ({ id }) => link(id, onSelect) },
    { label: TEXT.uptake, class: "figure", cell: ({ uptake }) => number(uptake), data: ({ uptake }) => uptake },
    ...(leaves
      ? [
          {
            label: TEXT.uptake_out,
            class: "figure",
            cell: (member) => number(member.uptake_out),
            data: (member) => member.uptake_out,
          },
        ]
      : []),
    {
      label: TEXT.carried,
      class: "figure",
      cell: ({ id }) => percent(shares.get(id), 0),
      data: ({ id }) => shares.get(id),
    },
  ]);
}

function shareTable(rows, onSelect) {
  return saved("gains", TEXT.gains_to, rows, [
    { label: TEXT.stakeholder, cell: ({ id }) => link(id, onSelect) },
    { label: TEXT.share, class: "figure", cell: ({ share }) => percent(share, 0), data: ({ share }) => share },
  ]);
}

// A plain table with its CSV.
function saved(name, caption, rows, columns) {
  const id = rows.every((row) => "id" in row) ? [{ label: "id", data: (row) => row.id }] : [];
  const button = csv.button(name, caption, [...columns, ...id], () => rows);
  return [table(columns, rows, { caption }), el("p", { class: "sheet-tools" }, button)];
}

// Issues with a gain, those first that count most in the gain as a whole.
function issueGains(row) {
  const weights = new Map(Object.entries(DATA.reach.by_issue).map(([issue, { weight }]) => [issue, weight]));
  return Object.entries(row.gain_by_issue)
    .filter(([, gain]) => gain)
    .map(([issue, gain]) => ({ issue, gain, weight: weights.get(issue) ?? null }))
    .sort((a, b) => b.gain * b.weight - a.gain * a.weight);
}

function issueGainTable(gains) {
  const columns = [
    { label: TEXT.issue, cell: ({ issue }) => typed(issue) },
    { label: TEXT.points, class: "figure", cell: ({ gain }) => points(gain), data: ({ gain }) => gain },
    { label: TEXT.weight, class: "figure", cell: ({ weight }) => weightText(weight), data: ({ weight }) => weight },
  ];
  return [
    saved("gain_by_issue", TEXT.gain_by_issue, gains, columns),
    el("p", { class: "quiet footnote" }, TEXT.gain_by_issue_note),
  ];
}

function weightText(weight) {
  return percent(weight, weight < 0.01 ? 1 : 0);
}

// Where the row comes from, what was assumed in it, and every further column of the list.
function sourceFacts(row, before = []) {
  return facts([
    ...before,
    [TEXT.citation, row.citation ? typed(row.citation) : TEXT.citation_none],
    [
      TEXT.confidence,
      row.confidence === null || row.confidence === "" ? TEXT.confidence_none : typed(row.confidence),
    ],
    [TEXT.assumed, row.assumed.length ? listed(row.assumed.map(typed)) : TEXT.assumed_none],
    [TEXT.row, row.file ? typed(say("row_at", { file: row.file, line: row.line ?? TEXT.unknown })) : null],
    ["id", typed(row.id)],
    ...Object.entries(row.extra).map(([column, text]) => [typed(column), typed(text)]),
    [TEXT.notes, row.notes ? typed(row.notes) : null],
  ]);
}

function stakeholderEvidence(row, onSelect) {
  const ties = TIES_OF.get(row.id) ?? [];
  const channels = CHANNELS_OF.get(row.id) ?? [];
  const measured = Object.entries(row.measures).filter(([, value]) => value !== null);
  return present([
    ...explainedFacts([
      [TEXT.title, row.title ? typed(row.title) : null],
      [TEXT.party, row.party ? typed(row.party) : null],
      [TEXT.level, TEXT.ranks[row.rank] ?? null],
      [TEXT.influence, flagged(number(row.influence), row, "influence")],
      [TEXT.permeability, flagged(number(row.permeability), row, "permeability")],
      [TEXT.issues, issueList(row)],
    ]),
    part(
      TEXT.takes_part,
      channels.length
        ? el(
            "ul",
            { class: "names" },
            channels.map((i) => el("li", {}, keyLink(`c${i}`, onSelect))),
          )
        : el("p", {}, TEXT.takes_part_none),
    ),
    part(
      TEXT.ties,
      ties.length
        ? explained(
            el(
              "ul",
              { class: "ties" },
              ties.map((i) => tieEntry(DATA.ties[i], row.id, onSelect)),
            ),
          )
        : el("p", {}, TEXT.no_ties),
    ),
    routesThrough(row.id, onSelect),
    measured.length ? part(TEXT.measures, measureList(measured)) : null,
    part(TEXT.source, sourceFacts(row)),
  ]);
}

// The leading routes of channels that begin, end or pass here.
function routesThrough(id, onSelect) {
  const rows = DATA.channels.filter(({ route }) => route.includes(id));
  if (!rows.length) return null;
  const lines = rows.map((row) => {
    const ends = listed(
      row.route.map((step) => (step === id ? el("strong", {}, typed(nameOf(step))) : typed(nameOf(step)))),
      " – ",
    );
    return el("li", {}, channelLink(row.id, onSelect), el("span", { class: "quiet block" }, ends));
  });
  return part(TEXT.routes_through, el("ul", { class: "names" }, lines));
}

function tieEntry(tie, id, onSelect) {
  const dates = [tie.since, tie.until].some(Boolean) ? `${tie.since ?? ""} – ${tie.until ?? ""}` : null;
  const quiet = [tie.evidence, tie.citation || TEXT.citation_none].filter(Boolean);
  return el(
    "li",
    {},
    el(
      "p",
      {},
      keyLink(stakeholderKey(otherEnd(tie, id)), onSelect),
      " · ",
      typed(tie.kind),
      dates ? ` · ${dates}` : null,
    ),
    el(
      "p",
      {},
      el("span", { class: "state" }, `${TEXT.status}: ${statusWord(tie)}`),
      el("span", { class: "state" }, `${TEXT.status_before}: ${statusWord({ sign: 1 }, tie.status_before)}`),
      el("span", { class: "state" }, `${TEXT.strength}: `, flagged(number(tie.strength), tie, "strength")),
      el("span", { class: "state" }, `${TEXT.confidence}: `, typed(tie.confidence || TEXT.confidence_none)),
    ),
    quiet.map((text) => el("p", { class: "quiet" }, typed(text))),
    tie.file
      ? el("p", { class: "quiet" }, typed(say("row_at", { file: tie.file, line: tie.line ?? TEXT.unknown })))
      : null,
    tie.assumed.length ? el("p", { class: "quiet" }, `${TEXT.assumed}: `, listed(tie.assumed.map(typed))) : null,
  );
}

function measureList(measured) {
  const known = new Map(Object.entries(DATA.measures));
  return el(
    "dl",
    { class: "measures" },
    measured.map(([name, value]) =>
      el(
        "div",
        {},
        el("dt", {}, typed(known.get(name)?.label ?? name)),
        el(
          "dd",
          {},
          el("strong", {}, anything(value)),
          known.get(name)?.meaning ? el("span", { class: "quiet" }, typed(known.get(name).meaning)) : null,
          known.get(name)?.source
            ? el("span", { class: "quiet" }, `${TEXT.how_source}: `, typed(known.get(name).source))
            : null,
        ),
      ),
    ),
  );
}
