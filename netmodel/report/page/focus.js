// What a selection lights up in the picture: nodes, and edges with the part that they play.

function focusOf(key) {
  if (key === null) return null;
  return key[0] === "s" ? stakeholderFocus(key) : channelFocus(key);
}

function channelFocus(key) {
  const channel = rowOf(key);
  const place = key.slice(1);
  const edges = new Map(channel.participants.map((_, j) => [`m${place}-${j}`, "member"]));
  const route = new Set(channel.route.map(stakeholderKey));
  const nodes = new Set([key, ...route, ...channel.participants.map(({ id }) => stakeholderKey(id))]);
  channel.via.forEach((id, step) => markPassage(id, channel.route.slice(step, step + 2), nodes, edges));
  return { key, nodes, edges, route };
}

// One step of a route goes over a tie, or into a channel and out of it.
function markPassage(id, ends, nodes, edges) {
  const tie = TIES.get(id);
  if (tie && ends.includes(tie.row.source) && ends.includes(tie.row.target)) {
    edges.set(`t${tie.index}`, "route");
    return;
  }
  const hub = CHANNELS.get(id);
  if (!hub) return;
  nodes.add(`c${hub.index}`);
  hub.row.participants.forEach((member, j) => ends.includes(member.id) && edges.set(`m${hub.index}-${j}`, "route"));
}

function stakeholderFocus(key) {
  const { id } = rowOf(key);
  const ties = TIES_OF.get(id) ?? [];
  const channels = CHANNELS_OF.get(id) ?? [];
  const others = ties.map((i) => stakeholderKey(otherEnd(DATA.ties[i], id)));
  const members = channels.flatMap((i) =>
    DATA.channels[i].participants.flatMap((member, j) => (member.id === id ? [`m${i}-${j}`] : [])),
  );
  return {
    key,
    nodes: new Set([key, ...others, ...channels.map((i) => `c${i}`)]),
    edges: new Map([...ties.map((i) => [`t${i}`, "tie"]), ...members.map((edge) => [edge, "member"])]),
    route: new Set(),
  };
}

function otherEnd(tie, id) {
  return tie.source === id ? tie.target : tie.source;
}

function stakeholderKey(id) {
  return `s${STAKEHOLDERS.get(id)?.index}`;
}
