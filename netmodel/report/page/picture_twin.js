// The picture in words: who is joined to whom across the sides, by importance. Built when it is opened.

const TWIN_AT_MOST = 200;

function pictureTwin() {
  const holder = el("div", { class: "picture-twin-tables" });
  const details = el("details", { class: "picture-twin", id: "picture-twin" }, el("summary", {}, TEXT.twin), holder);
  details.addEventListener("toggle", () => {
    if (details.open && !holder.firstChild) holder.append(...twinTables());
  });
  return details;
}

function twinTables() {
  const parts = present([twinChannels(), twinTies(), twinThird()]);
  return parts.length ? parts : [el("p", { class: "quiet" }, TEXT.twin_nothing)];
}

function sideOf(id) {
  return STAKEHOLDERS.get(id)?.row.side ?? "";
}

function weightOf(id) {
  return STAKEHOLDERS.get(id)?.row.influence ?? 0;
}

function twinPart(title, columns, rows) {
  if (!rows.length) return null;
  const shown = table(columns, rows.slice(0, TWIN_AT_MOST), { caption: title, class: "stacking" });
  const rest = rows.length - TWIN_AT_MOST;
  const more = rest > 0 ? el("p", { class: "quiet" }, say("carried_more", { n: number(rest, 0) })) : null;
  return el("section", {}, el("h3", {}, title), shown, more);
}

function namesOn(ids, side) {
  const here = ids.filter((id) => sideOf(id) === side);
  return here.length
    ? listed(
        here.map((id) => typed(nameOf(id))),
        "; ",
      )
    : TEXT.unknown;
}

// The channels that lead, whom each brings together, and its leading route.
function twinChannels() {
  const rows = LEADING_NODES.map(({ id }) => rowOf(id)).sort((a, b) => b.gain - a.gain);
  const sides = [...PICTURE.bands].sort((a, b) => a.index - b.index).map(({ side }) => side);
  const members = ({ participants }) => participants.map(({ id }) => id);
  return twinPart(
    ADVICE === null ? TEXT.twin_leading : TEXT.twin_recommended,
    [
      { label: TEXT.channel, cell: ({ name }) => typed(name) },
      ...sides.slice(0, 4).map((side) => ({ label: typed(side), cell: (row) => namesOn(members(row), side) })),
      { label: TEXT.third_party, cell: (row) => namesOn(members(row), "") },
      {
        label: TEXT.route,
        cell: ({ route }) =>
          route.length
            ? listed(
                route.map((id) => typed(nameOf(id))),
                " – ",
              )
            : TEXT.unknown,
      },
    ],
    rows,
  );
}

function twinTies() {
  const rows = DATA.ties
    .filter(({ source, target }) => sideOf(source) && sideOf(target) && sideOf(source) !== sideOf(target))
    .sort((a, b) => weightOf(b.source) + weightOf(b.target) - weightOf(a.source) - weightOf(a.target));
  const dated = rows.some(({ status_before: before }) => before !== null);
  return twinPart(
    TEXT.twin_direct,
    [
      { label: TEXT.twin_one, cell: ({ source }) => [typed(nameOf(source)), ` (`, typed(sideOf(source)), ")"] },
      { label: TEXT.twin_other, cell: ({ target }) => [typed(nameOf(target)), ` (`, typed(sideOf(target)), ")"] },
      { label: TEXT.kind, cell: ({ kind }) => typed(kind) },
      ...(dated
        ? [
            {
              label: TEXT.before,
              cell: (tie) => (tie.status_before ? statusWord(tie, tie.status_before) : TEXT.unknown),
            },
          ]
        : []),
      { label: TEXT.now, cell: (tie) => statusWord(tie) },
      { label: TEXT.strength, class: "figure", cell: ({ strength }) => number(strength) },
    ],
    rows,
  );
}

// Third parties with active ties to more than one side.
function twinThird() {
  const rows = DATA.stakeholders
    .filter(({ side }) => !side)
    .map((row) => ({
      row,
      others: [
        ...new Set(
          (TIES_OF.get(row.id) ?? [])
            .map((i) => DATA.ties[i])
            .filter(speaks)
            .map((tie) => otherEnd(tie, row.id)),
        ),
      ],
    }))
    .filter(({ others }) => new Set(others.map(sideOf).filter(Boolean)).size > 1)
    .sort((a, b) => b.row.influence - a.row.influence || b.others.length - a.others.length);
  const sides = [...PICTURE.bands].sort((a, b) => a.index - b.index).map(({ side }) => side);
  return twinPart(
    TEXT.twin_third,
    [
      { label: TEXT.third_party, cell: ({ row }) => typed(row.name) },
      ...sides.slice(0, 4).map((side) => ({ label: typed(side), cell: ({ others }) => namesOn(others, side) })),
    ],
    rows,
  );
}

function speaks({ status, sign }) {
  return status === "active" && sign > 0;
}
