// Networks too large to draw one by one: groups by side and kind, each of which opens into its members, and back.

const GRID = { columns: 6, across: 250, down: 92 };

function groupReading(view) {
  const all = number(DATA.stakeholders.length, 0);
  if (view.opened === null) return say("groups_reading", { n: all, groups: number(PICTURE.groups.length, 0) });
  const { count, members } = PICTURE.groups[view.opened];
  return say("group_reading", { shown: number(members.length, 0), n: number(count, 0) });
}

function groupWord({ kind, count }) {
  return `${number(count, 0)} ${kind || TEXT.group_others}`;
}

function groupTip(key) {
  const group = PICTURE.groups[Number(key.slice(1))];
  return [
    el("strong", {}, typed(groupWord(group))),
    el("span", {}, typed(group.side || TEXT.third_party), " · ", say("group_inside", { n: number(group.inside, 0) })),
    el("span", {}, TEXT.group_open),
  ];
}

// The members of a group, most important first, around them the groups and channels with which they are joined.
function openGroup(view, key) {
  view.opened = Number(key.slice(1));
  showScene(view, memberScene(view.opened));
  view.back.hidden = false;
  view.back.focus();
}

function closeGroup(view) {
  view.opened = null;
  showScene(view, wholeScene());
  view.back.hidden = true;
}

function wholeScene() {
  const nodes = PICTURE.nodes.map((node) =>
    node.id[0] === "g" ? { ...node, label: groupWord(PICTURE.groups[Number(node.id.slice(1))]) } : node,
  );
  return { nodes, edges: PICTURE.edges, bands: PICTURE.bands, ranks: [] };
}

function showScene(view, scene) {
  view.scene = scene;
  view.goals = view.spots = placesOf("bands", scene);
  view.measured = new Map();
  view.looks = new Map();
  setState(view, view.state);
  view.nodes.clear();
  view.nodes.add(scene.nodes.map((node) => visNode(view, node)));
  showAll(view);
  refreshPicture(view);
}

function memberScene(n) {
  const group = PICTURE.groups[n];
  const [home] = PICTURE.nodes.filter(({ id }) => id === `g${n}`);
  const inside = new Map(group.members.map((i, place) => [DATA.stakeholders[i].id, { i, place }]));
  const people = group.members.map((i, place) => ({
    id: `s${i}`,
    label: DATA.stakeholders[i].name,
    shape: "dot",
    size: 16,
    role: home.role,
    weight: [DATA.stakeholders[i].influence ?? 0, 0],
    x: (place % GRID.columns) * GRID.across + (Math.floor(place / GRID.columns) % 2) * 0.4 * GRID.across,
    y: Math.floor(place / GRID.columns) * GRID.down,
  }));
  const { edges, others } = memberLines(inside, n);
  const height = Math.max(GRID.down * Math.ceil(people.length / GRID.columns), 300);
  const column = (ids, x) =>
    ids.map((id, i) => ({
      ...PICTURE.nodes.find((node) => node.id === id),
      x,
      y: ((i + 0.5) * height) / ids.length,
    }));
  const right = GRID.across * (GRID.columns + 1.2);
  const kept = wholeScene()
    .nodes.filter(({ id }) => others.has(id))
    .map(({ id }) => id);
  const outside = column(kept, right).map((node) => ({
    ...node,
    label: node.id[0] === "g" ? groupWord(PICTURE.groups[Number(node.id.slice(1))]) : node.label,
  }));
  return { nodes: [...people, ...outside], edges, bands: [], ranks: [] };
}

// Ties among the members, and from each member to each other group, counted.
function memberLines(inside, own) {
  const [edges, counts, others] = [[], new Map(), new Set()];
  const groups = groupOf();
  DATA.ties.forEach((tie, i) => {
    const [a, b] = [inside.get(tie.source), inside.get(tie.target)];
    if (!a && !b) return;
    if (a && b) {
      edges.push({
        id: `t${i}`,
        from: `s${a.i}`,
        to: `s${b.i}`,
        role: tie.status in PICTURE.dashes ? tie.status : "dormant",
        across: "third",
        width: 1,
      });
      return;
    }
    const other = groups.get(a ? tie.target : tie.source);
    if (tie.status !== "active" || tie.sign < 0 || other === own) return;
    const name = `s${(a ?? b).i} g${other}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  for (const [name, count] of counts) {
    const [from, to] = name.split(" ");
    others.add(to);
    edges.push({
      id: `a${name}`,
      from,
      to,
      role: "relay",
      counts: { active: count },
      width: Math.min(5, 0.6 + Math.sqrt(count)),
      across: "third",
    });
  }
  DATA.channels.forEach((channel, c) => {
    if (!PICTURE.nodes.some(({ id }) => id === `c${c}`)) return;
    channel.participants.forEach(({ id }, j) => {
      if (!inside.has(id)) return;
      others.add(`c${c}`);
      edges.push({ id: `m${c}-${j}`, from: `s${inside.get(id).i}`, to: `c${c}`, role: "member", width: 1.4 });
    });
  });
  return { edges, others };
}

// Group of each stakeholder, by id: kinds without a group of their own belong to the one of the others.
function groupOf() {
  const place = new Map(PICTURE.groups.map(({ side, kind }, n) => [JSON.stringify([side, kind]), n]));
  return new Map(
    DATA.stakeholders.map(({ id, side, kind }) => [
      id,
      place.get(JSON.stringify([side, kind])) ?? place.get(JSON.stringify([side, ""])),
    ]),
  );
}

// The groups as a list, for those who do not use the mouse.
function groupList(view) {
  const options = PICTURE.groups.map((group, n) =>
    el("option", { value: `g${n}` }, `${group.side || TEXT.third_party}: ${groupWord(group)}`),
  );
  const list = el("select", { "aria-label": TEXT.group_list }, el("option", { value: "" }, TEXT.group_list), options);
  list.addEventListener("change", () => {
    if (list.value) openGroup(view, list.value);
    list.value = "";
  });
  return list;
}

function backButton(view) {
  const button = el("button", { type: "button", class: "back", hidden: true }, TEXT.group_back);
  button.addEventListener("click", () => closeGroup(view));
  view.back = button;
  return button;
}
