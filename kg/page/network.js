// The network, drawn by vis-network where kg placed it; nothing moves by itself.

const CROWD = 1500; // from here on circles are shown first, and of an open one as many of its most connected
const NODES = DATA.network.nodes, EDGES = DATA.network.edges; // nodes come most connected first
const neighbours = new Map(NODES.map((node) => [node.id, new Set()]));
const ties = new Map(NODES.map((node) => [node.id, new Set()])); // those of what happened, not of who told it
for (const edge of EDGES) {
  for (const beside of isLoose(edge) ? [neighbours] : [neighbours, ties]) {
    beside.get(edge.from).add(edge.to);
    beside.get(edge.to).add(edge.from);
  }
}
function isLoose(edge) {
  return edge.role === "says" || edge.role === "told_in";
}

// The shortest way from one thing to another through events, documents and places, both ends included; [] for none.
// What tells of both is no connection between them, so sources and those who say so are passed by.
function pathBetween(from, to) {
  const came = new Map([[from, null]]), reached = [from];
  for (const id of reached) {
    if (id === to) break;
    for (const next of ties.get(id) ?? []) if (!came.has(next)) { came.set(next, id); reached.push(next); }
  }
  const path = [];
  for (let id = came.has(to) ? to : null; id !== null; id = came.get(id)) path.unshift(id);
  return path;
}

let network = null, nodeSet = null, edgeSet = null, places = [], path = [], colours = {};
let grow = 1; // how much larger the best connected are written where the whole is seen from far away

whenChanged(["select", "way", "language", "fold", "open", ...FILTERS], drawNetwork);

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "muted", "line", "edge", "paper", "raised", ...KINDS.map((kind) => kind.toLowerCase())];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
  colours.font = style.getPropertyValue("--sans").trim();
}

function startNetwork() {
  readColours();
  places = spread();
  nodeSet = new vis.DataSet();
  edgeSet = new vis.DataSet();
  network = new vis.Network(byId("canvas"), { nodes: nodeSet, edges: edgeSet }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, hideEdgesOnDrag: NODES.length > 1000, hideEdgesOnZoom: NODES.length > 1000, selectConnectedEdges: false },
    nodes: { scaling: { label: { maxVisible: 20, drawThreshold: 6 } }, borderWidth: 1.5, borderWidthSelected: 3, labelHighlightBold: false, shapeProperties: { borderRadius: 2 } },
    edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 0, hoverWidth: 0 },
  });
  network.on("click", ({ nodes, edges }) => {
    if (String(nodes[0]).startsWith("circle/")) change({ open: toggled("open", nodes[0].slice(7)) }, true);
    else if (nodes.length) select(nodes[0]);
    else if (edges.length && things.has(edgeSet.get(edges[0]).from)) select(edgeSet.get(edges[0]).from);
    else change({ select: "" }, true);
  });
  network.on("hoverNode", () => { byId("canvas").classList.add("over"); });
  network.on("blurNode", () => { byId("canvas").classList.remove("over"); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); drawNetwork(); });
  byId("fold").onclick = () => change({ fold: folding() && !state.open ? "0" : "1", open: "" }, true);
  byId("network-in").onclick = () => (mapShown() ? mapZoom(1.35) : networkZoom(1.35));
  byId("network-out").onclick = () => (mapShown() ? mapZoom(1 / 1.35) : networkZoom(1 / 1.35));
  byId("network-all").onclick = () => (mapShown() ? mapAll() : fitNetwork());
  fitNetwork(false);
}

// kg's places are relative: they are stretched to the shape of the pane, then labels move off each other, always in the
// same way and before anything is drawn.
function spread() {
  const box = byId("canvas"), room = Math.max(box.clientWidth * box.clientHeight, NODES.length * 11000);
  const shape = Math.min(4, Math.max(0.5, box.clientWidth / (box.clientHeight || 1)));
  const xs = NODES.map((node) => node.x), ys = NODES.map((node) => node.y);
  const scale = (values, size) => size / (extreme(values, 1) - extreme(values, -1) || 1);
  grow = Math.max(1, 0.55 * Math.sqrt(room / (box.clientWidth * box.clientHeight || room)));
  const fx = scale(xs, Math.sqrt(room * shape) * 0.85), fy = scale(ys, Math.sqrt(room / shape) * 0.8);
  const few = NODES.length <= 400;
  const spots = NODES.map((node) => ({ x: node.x * fx, y: node.y * fy, low: 0, ...(few ? labelSize(node) : {}) }));
  for (let round = 0; few && round < 150; round++) if (!pushApart(spots, shape)) break;
  return spots.map(({ x, y, low }) => ({ x: Math.round(x), y: Math.round(y - low) }));
}

const extreme = (values, sign) => sign * values.reduce((a, b) => Math.max(a, sign * b), -Infinity);

const prominent = new Set(NODES.slice(0, 12).map((node) => node.id));

// The room a node and its label take in any language; `low` is how far its middle lies under the node.
function labelSize(node) {
  const lines = Object.keys(DATA.words).map((code) => wrapped(shortName(things.get(node.id), code)).split("\n"));
  const w = 8 * Math.max(...lines.flat().map((line) => line.length)) + 18, h = 19 * Math.max(...lines.map((all) => all.length));
  return node.group === "Document" ? { w, h: h + 16, low: 0 } : { w, h: h + 2 * node.size + 8, low: h / 2 };
}

function pushApart(spots, shape) {
  let moved = false;
  for (let i = 0; i < spots.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = spots[i], b = spots[j];
      const dx = a.x - b.x || 0.1, dy = a.y - b.y || 0.1;
      const overX = (a.w + b.w) / 2 - Math.abs(dx), overY = (a.h + b.h) / 2 - Math.abs(dy);
      if (overX <= 0 || overY <= 0) continue;
      moved = true;
      if (overX < overY * shape) [a.x, b.x] = [a.x + (Math.sign(dx) * overX) / 2, b.x - (Math.sign(dx) * overX) / 2];
      else [a.y, b.y] = [a.y + (Math.sign(dy) * overY) / 2, b.y - (Math.sign(dy) * overY) / 2];
    }
  }
  return moved;
}

const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300 });

function networkZoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: motion() });
}

function fitNetwork(animate = true) {
  if (nodeSet.length) network.fit({ animation: animate && motion(), maxZoomLevel: 1.2 });
}

function drawNetwork() {
  if (!network) return;
  path = state.way ? pathBetween(state.select, state.way) : [];
  const nodes = NODES.map((node, i) => [node, i]).filter(([node, rank]) => isVisible(node, rank));
  const ids = new Set(nodes.map(([node]) => node.id)), closed = closedCircles(ids);
  const drawn = new Set([...ids, ...closed.map((circle) => circle.id)]);
  const edges = edgesBetween(ids, closed), edgeIds = new Set(edges.map((edge) => edge.id));
  edgeSet.remove(edgeSet.getIds().filter((id) => !edgeIds.has(id)));
  nodeSet.remove(nodeSet.getIds().filter((id) => !drawn.has(id)));
  // A node that is there already keeps its place, to which the reader may have dragged it.
  nodeSet.update([...nodes.map(([node, i]) => ({ ...(nodeSet.get(node.id) ? { id: node.id } : { ...node, ...places[i] }), ...nodeLook(node) })), ...closed.map(circleLook)]);
  edgeSet.update(edges.map((edge) => ({ ...edge, ...(edge.count ? {} : edgeLook(edge)) })));
  network.selectNodes(nodeSet.get(state.select) ? [state.select] : [], false);
  showSelected();
  describeNetwork(ids.size, closed.length);
}

// Circles are closed at first where there is a crowd, and wherever the reader wants them; one opens by a click.
const folding = () => (state.fold ? state.fold === "1" : NODES.length > CROWD);

function isVisible(node, rank) {
  if (path.includes(node.id)) return true;
  if (!shown.ids.has(node.id)) return false;
  if (node.id === state.select || neighbours.get(state.select)?.has(node.id)) return true;
  return folding() ? setOf(state.open).has(String(node.circle)) && rankInCircle[rank] < CROWD : rank < CROWD;
}

const rankInCircle = [], circleSizes = new Map();
for (const node of NODES) {
  rankInCircle.push(circleSizes.get(node.circle) ?? 0);
  circleSizes.set(node.circle, (circleSizes.get(node.circle) ?? 0) + 1);
}

// What the filters let through of each circle and is not drawn by itself: one node, in the middle of its own.
function closedCircles(ids) {
  if (!folding()) return [];
  const circles = new Map();
  NODES.forEach((node, i) => {
    if (!shown.ids.has(node.id) || ids.has(node.id)) return;
    if (!circles.has(node.circle)) circles.set(node.circle, { id: "circle/" + node.circle, members: [], x: 0, y: 0 });
    const circle = circles.get(node.circle);
    circle.members.push(node.id);
    circle.x += places[i].x;
    circle.y += places[i].y;
  });
  const spots = [...circles.values()].map((circle) => ({ ...circle, x: circle.x / circle.members.length, y: circle.y / circle.members.length, ...circleSize(circle) }));
  for (let round = 0; round < 100; round++) if (!pushApart(spots, 2)) break;
  return spots;
}

const circleFont = (circle) => 14 * Math.min(grow, 4) * Math.min(1.6, 1 + circle.members.length / NODES.length);

// The room that a closed circle takes: an ellipse around its label.
function circleSize(circle) {
  const lines = circleName(circle).split("\n"), em = circleFont(circle);
  return { w: 0.75 * em * Math.max(...lines.map((line) => line.length)) + em, h: (1.9 * lines.length + 0.7) * em };
}

// The edges between what is drawn; those of a closed circle are added up.
function edgesBetween(ids, closed) {
  const inside = new Map(closed.flatMap((circle) => circle.members.map((id) => [id, circle.id])));
  const found = [], sums = new Map();
  for (const edge of EDGES) {
    const from = ids.has(edge.from) ? edge.from : inside.get(edge.from), to = ids.has(edge.to) ? edge.to : inside.get(edge.to);
    if (!from || !to || from === to) continue;
    if (from === edge.from && to === edge.to) { found.push(edge); continue; }
    const id = [from, to].sort().join(" ");
    sums.set(id, { id, from, to, count: (sums.get(id)?.count ?? 0) + 1 });
  }
  for (const sum of sums.values()) found.push({ ...sum, width: Math.min(8, 1 + Math.log2(sum.count)), color: { color: colours.edge, opacity: 0.7 } });
  return found;
}

// A closed circle is called by the best connected in it, people and organisations first.
function circleName(circle) {
  const known = circle.members.filter((id) => ["Person", "Organisation", "Group"].includes(things.get(id).kind));
  const names = (known.length ? known : circle.members).slice(0, 2).map((id) => shortName(things.get(id), state.language));
  const rest = circle.members.length - names.length;
  return wrapped(names.join(", ")) + (rest ? "\n+" + rest : "");
}

function circleLook(circle) {
  const look = { background: colours.raised, border: colours.muted };
  return {
    id: circle.id, x: circle.x, y: circle.y, shape: "ellipse", borderWidth: 2, shapeProperties: { borderDashes: [4, 3] }, label: circleName(circle), opacity: 1,
    color: { ...look, highlight: { ...look, border: colours.ink }, hover: { ...look, border: colours.ink } },
    font: { face: colours.font, size: circleFont(circle), color: colours.ink },
  };
}

// What is not next to the selected thing, or on the way that is asked for, steps back; without a selection nothing does.
function isForward(id) {
  if (path.length) return path.includes(id);
  return !neighbours.has(state.select) || id === state.select || neighbours.get(state.select).has(id);
}

function nodeLook(node) {
  const thing = things.get(node.id), forward = isForward(node.id);
  const tint = colours[thing.kind.toLowerCase()];
  const plain = ["Event", "Source", "Document"].includes(thing.kind) ? 14 : 16;
  const box = thing.kind === "Document";
  return {
    label: wrapped(node.id === state.select ? nameOf(thing) : shortName(thing, state.language)),
    size: node.size * Math.min(grow, 3),
    opacity: forward ? 1 : 0.25,
    color: {
      background: box ? colours.raised : tint, border: box ? tint : colours.paper,
      highlight: { background: box ? colours.raised : tint, border: colours.ink },
      hover: { background: box ? colours.raised : tint, border: colours.ink },
    },
    font: {
      face: colours.font, size: plain * (prominent.has(node.id) ? grow : 1),
      color: forward ? (thing.kind === "Event" || thing.kind === "Source" ? colours.muted : colours.ink) : colours.line,
      strokeWidth: box ? 0 : 3, strokeColor: colours.paper,
    },
  };
}

function edgeLook(edge) {
  const touches = edge.from === state.select || edge.to === state.select;
  const near = path.length ? path.some((id, i) => i && [edge.from, edge.to].sort().join() === [id, path[i - 1]].sort().join()) : touches;
  const quiet = neighbours.has(state.select) && !near;
  return {
    label: near && edge.role !== "told_in" ? word("roles_" + edge.role) : " ", // vis-network keeps a label that becomes ""
    color: { color: near ? colours.ink : colours.edge, hover: colours.muted, opacity: quiet ? 0.35 : 1 },
    width: near ? 1.5 : 1, dashes: isLoose(edge),
    font: { face: colours.font, size: 11, color: colours.muted, strokeWidth: 3, strokeColor: colours.paper, align: "middle" },
  };
}

// An event is called by its type here, since who it is about stands around it; in full once selected.
function shortName(thing, language) {
  if (thing.kind === "Event") return typeWord(thing.type, language);
  return thing.kind === "Source" ? nameOf(thing) : thing.label[language] ?? nameOf(thing);
}

// A label on at most three lines of about 18 characters.
function wrapped(text) {
  const lines = [""];
  for (const part of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last && last.length + part.length > 18) lines.push(part);
    else lines[lines.length - 1] = last ? last + " " + part : part;
  }
  return lines.length > 3 ? lines.slice(0, 3).join("\n") + " …" : lines.join("\n");
}

// Bring the selected node into view, without moving the picture when it is there already.
function showSelected() {
  const node = nodeSet.get(state.select);
  if (!node) return;
  const box = byId("canvas"), at = network.canvasToDOM(network.getPosition(node.id));
  if (at.x > 40 && at.y > 40 && at.x < box.clientWidth - 40 && at.y < box.clientHeight - 40) return;
  network.focus(node.id, { scale: network.getScale(), animation: motion() });
}

function describeNetwork(count = nodeSet.getIds().filter((id) => things.has(id)).length, circles = nodeSet.length - count) {
  const some = count < shown.ids.size, values = { n: count, all: shown.ids.size, circles };
  byId("network-note").textContent = circles ? word("network_circles", values) : some ? word("network_some", values) : "";
  const chosen = nodeSet.get(state.select) ? " " + word("network_chosen", { name: nameOf(things.get(state.select)) }) : "";
  byId("canvas").setAttribute("aria-label", word("network_alt", values) + chosen);
  byId("fold").setAttribute("aria-pressed", String(folding() && !state.open));
}
