// The timeline: a row an event; solid where it certainly goes on, pale where it may, fading out where an end is open.

const PAGE = 400; // rows drawn at once; more on demand
let limit = PAGE;
let rows = []; // {event, node, plot} of the dated rows, in order
let marks = []; // every row button

whenChanged([...FILTERS, "group", "language"], () => {
  limit = PAGE;
  drawRows();
});
whenChanged(["zoom", "from", "to", "language"], drawBars);
whenChanged(["select", "group", ...FILTERS, "language"], markRows);

function drawRows() {
  const undated = shown.events.filter((event) => !placed(event));
  const groups = grouped(shown.events.filter(placed));
  let left = limit;
  rows = [];
  const parts = [];
  for (const [title, thing, events] of groups) {
    if (left <= 0) break;
    parts.push(rowGroup(title, thing, events.slice(0, left), true));
    left -= events.length;
  }
  if (left > 0 && undated.length) parts.push(rowGroup(word("undated"), null, undated.slice(0, left), false));
  if (left - undated.length < 0) parts.push(moreButton());
  if (!shown.events.length) parts.push(el("p.empty", {}, word("nothing_shown")));
  byId("rows").replaceChildren(...parts);
  marks = [...byId("rows").querySelectorAll(".row")];
  drawBars();
}

function moreButton() {
  const more = () => { limit += PAGE; drawRows(); markRows(); };
  return el("button.more", { type: "button", onclick: more }, word("show_more"));
}

// [title, thing, events] in the order of their first event; an event of two people stands under both.
function grouped(events) {
  if (!state.group) return [["", null, events]];
  const groups = new Map();
  for (const event of events) {
    for (const key of groupKeys(event)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(event);
    }
  }
  return [...groups].map(([key, members]) => {
    const thing = things.get(key) ?? null;
    return [thing ? nameOf(thing) : state.group === "type" ? typeWord(key) : word("nobody"), thing, members];
  });
}

function groupKeys(event) {
  if (state.group === "type") return [event.type];
  if (state.group === "source") return [...sourcesOf(event)];
  const people = [...partakers(event)].filter((id) => ["Person", "Group"].includes(things.get(id)?.kind));
  return people.length ? people : [""];
}

function rowGroup(title, thing, events, withBars) {
  const list = el("ol", {}, ...events.map((event) => row(event, withBars)));
  const head = title ? el("h3", { lang: state.language }, thing ? icon(thing.kind) : null, title) : null;
  return el("section.row-group", {}, head, list);
}

function row(event, withBars) {
  const plot = withBars ? svg("svg.plot", { "aria-hidden": "true" }) : null;
  const node = el("button.row", {
    type: "button", tabindex: "-1", "data-id": event.id,
    onclick: () => { if (!dragged) select(event.id); },
  },
    el("span.row-text", {},
      el("span.when", { lang: state.language }, whenText(event)),
      el("span.told", {}, el("span.label", { lang: state.language }, nameIn(event.label)), ...badges(event))),
    plot);
  if (plot) rows.push({ event, node, plot });
  return el("li", {}, node);
}

const whenText = (event) => nameIn(event.when) || word("no_date");

function badges(event) {
  const found = [];
  if (event.status !== "asserted") found.push(el("span.badge." + event.status, {}, word("statuses_" + event.status)));
  if (event.derived.length) found.push(el("span.badge.derived", {}, word("by_order")));
  if (warningsOf.has(event.id)) found.push(el("span.badge.disagree", { title: warningsOf.get(event.id).map((one) => nameIn(one.says)).join("\n") }, "⚠ " + word("warned")));
  if (event.disagree) found.push(el("span.badge.disagree", {}, word("disagree")));
  if (event.facts.length > 1) found.push(el("span.count", { title: word("told", { n: event.facts.length }) }, "×" + event.facts.length));
  return found;
}

// The days in view and the pixels they take.
function view() {
  const width = rows.length ? rows[0].plot.clientWidth : 0;
  const [from, to] = state.zoom ? state.zoom.split(",").map(Number) : wholeView();
  const x = (day) => ((day - from) / (to - from)) * width;
  return { from, to, width, x };
}

function wholeView() {
  const first = state.from ? dayOf(state.from) : FIRST, last = (state.to ? dayOf(state.to) : LAST) + 1;
  const room = Math.max(3, (last - first) * 0.05);
  return [first - room, last + room];
}

function drawBars() {
  const { from, to, width, x } = view();
  if (!width) return;
  for (const { event, plot } of rows) plot.replaceChildren(...(event.disagree ? accounts(event, x, width) : dated(event) ? bar(event, event.status, x, width) : []));
  drawAxis(from, to, width, x);
}

// Where accounts disagree, a bar for each time that is told.
function accounts(event, x, width) {
  const told = new Map(event.facts.filter((fact) => fact.time).map((fact) => [fact.time, fact]));
  return [...told.values()].flatMap((fact) => bar(fact.bounds, fact.status, x, width));
}

// The pieces of one bar. Bounds are days, both inclusive, so a bar ends where the day after it begins.
function bar({ begin: [start, started], end: [ended, end] }, status, x, width) {
  const left = start === null ? -40 : x(start), right = end === null ? width + 40 : x(end + 1);
  const certain = started !== null && ended !== null && started <= ended;
  if (right - left < 9) return [diamond((left + right) / 2, certain, status)];
  const pieces = [];
  if (certain) {
    const a = x(started), b = x(ended + 1);
    if (a - left > 0.5) pieces.push(piece(left, a, start === null ? "open-start" : "rising", status));
    pieces.push(piece(a, Math.max(b, a + 3), "solid", status));
    if (right - b > 0.5) pieces.push(piece(b, right, end === null ? "open-end" : "falling", status));
  } else {
    const open = start === null ? (end === null ? "open-both" : "open-start") : end === null ? "open-end" : "vague";
    pieces.push(piece(left, right, open, status));
  }
  if (start !== null) pieces.push(limitMark(left));
  if (end !== null) pieces.push(limitMark(right));
  if (start === null && right > 12) pieces.push(svg("path.arrow", { d: "M8 13l-5 5 5 5" }));
  if (end === null && left < width - 12) pieces.push(svg("path.arrow", { d: `M${width - 8} 13l5 5-5 5` }));
  return pieces;
}

function piece(a, b, look, status) {
  const box = { x: a.toFixed(1), y: 11, width: (b - a).toFixed(1), height: 14 };
  return svg(`rect.bar.${look}.${status}`, box);
}

function limitMark(at) {
  return svg("path.limit", { d: `M${at.toFixed(1)} 8v20` });
}

function diamond(at, certain, status) {
  return svg(`path.bar.${certain ? "solid" : "vague"}.${status}`, { d: `M${at.toFixed(1)} 10l8 8-8 8-8-8z` });
}

// Ticks: the finest step that leaves room for its labels.
const STEPS = [["day", 1, 1], ["day", 7, 7], ["month", 1, 30.4], ["month", 3, 91.3], ["year", 1, 365], ["year", 2, 730],
  ["year", 5, 1826], ["year", 10, 3652], ["year", 25, 9131], ["year", 50, 18262], ["year", 100, 36524], ["year", 500, 182621]];

function ticks(from, to, width) {
  const [unit, n] = STEPS.find(([, , days]) => (days / (to - from)) * width >= 76) ?? STEPS[STEPS.length - 1];
  const first = new Date(from * DAY), found = [];
  let [y, m, d] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  if (unit === "year") [y, m, d] = [Math.floor(y / n) * n, 0, 1];
  if (unit === "month") [m, d] = [Math.floor(m / n) * n, 1];
  for (let i = 0; i < 500; i++) {
    const at = new Date(0);
    at.setUTCFullYear(y + (unit === "year" ? i * n : 0), m + (unit === "month" ? i * n : 0), d + (unit === "day" ? i * n : 0));
    const day = at.getTime() / DAY;
    if (day > to) break;
    if (day >= from) found.push([day, tickText(day, unit, !found.length), at.getUTCMonth() === 0 && at.getUTCDate() === 1]);
  }
  return found;
}

function tickText(day, unit, full) {
  const date = new Date(day * DAY);
  if (unit === "year") return dateText(day, { year: "numeric" });
  if (unit === "month") {
    if (full) return dateText(day, { month: "short", year: "numeric" });
    return dateText(day, date.getUTCMonth() === 0 ? { year: "numeric" } : { month: "short" });
  }
  return dateText(day, full ? { day: "numeric", month: "short", year: "numeric" } : { day: "numeric", month: "short" });
}

function drawAxis(from, to, width, x) {
  const all = ticks(from, to, width);
  const labels = all.filter(([day]) => x(day) < width - 8).map(([day, text, major]) =>
    svg(major ? "text.major" : "text", { x: Math.min(x(day), width - text.length * 7).toFixed(1), y: 14 }, text));
  const lines = all.map(([day, , major]) => svg(major ? "path.major" : "path", { d: `M${x(day).toFixed(1)} 0v9999` }));
  let last = -99;
  const days = printed();
  for (const [day, key] of [...days, [Math.floor(Date.now() / DAY), "today"]]) {
    if (day < from || day > to) continue;
    lines.push(svg("path." + key, { d: `M${x(day).toFixed(1)} 0v${days.length > 8 && key === "printed" ? 5 : 9999}` }));
    if (x(day) - last < 50) continue;
    last = x(day);
    labels.push(svg("text." + key, { x: x(day).toFixed(1), y: 28, "text-anchor": x(day) > width - 60 ? "end" : "start" }, word(key)));
  }
  byId("axis").replaceChildren(...labels);
  byId("grid").replaceChildren(...lines);
}

function printed() {
  const days = new Set(ARTICLES.map((article) => article.day).filter((day) => day !== null));
  return [...days].sort((a, b) => a - b).map((day) => [day, "printed"]);
}

function markRows() {
  for (const node of marks) {
    const on = isSelected(node.dataset.id);
    node.setAttribute("aria-current", on ? "true" : "false");
    node.classList.toggle("near", on || isNear(node.dataset.id));
  }
  byId("rows").classList.toggle("chosen", marks.some((node) => node.classList.contains("near")));
  const current = marks.find((node) => isSelected(node.dataset.id));
  for (const node of marks) node.tabIndex = node === (current ?? marks[0]) ? 0 : -1;
  if (current) reveal(byId("timeline-body"), current);
}

const isSelected = (id) => state.select === id;
// An event is near what is selected when that takes part in it or tells it.
function isNear(id) {
  const event = things.get(id);
  return partakers(event).has(state.select) || sourcesOf(event).has(state.select);
}

// Scroll a box, and nothing around it, until the node is inside.
function reveal(box, node) {
  const outer = box.getBoundingClientRect(), inner = node.getBoundingClientRect();
  if (inner.top < outer.top + 40) box.scrollTop += inner.top - outer.top - 40;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 8;
}

function zoomBy(factor, centre = 0.5) {
  const { from, to } = view(), middle = from + (to - from) * centre;
  const days = Math.min(Math.max((to - from) * factor, 6), 2000000);
  setZoom(middle - days * centre, middle + days * (1 - centre));
}

function panBy(share) {
  const { from, to } = view();
  setZoom(from + (to - from) * share, to + (to - from) * share);
}

function setZoom(from, to) {
  change({ zoom: `${from.toFixed(2)},${to.toFixed(2)}` });
}

let dragged = false; // a drag over the bars moves the days and is not a click
function startDrag(down) {
  dragged = false;
  const plot = down.target.closest?.(".row")?.querySelector(".plot");
  if (!plot || down.button !== 0 || down.clientX < plot.getBoundingClientRect().left) return;
  const { from, to, width } = view();
  const move = (at) => {
    const shift = ((down.clientX - at.clientX) / width) * (to - from);
    if (Math.abs(at.clientX - down.clientX) > 4) dragged = true;
    if (dragged) setZoom(from + shift, to + shift);
  };
  const stop = () => {
    removeEventListener("pointermove", move);
    setTimeout(() => { dragged = false; });
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop, { once: true });
  addEventListener("pointercancel", stop, { once: true });
}

function timelineKeys(event) {
  const at = marks.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 };
  if (at >= 0 && event.key in moves) marks[Math.max(0, Math.min(marks.length - 1, moves[event.key]))].focus();
  else if (event.key === "+" || event.key === "=") zoomBy(0.6);
  else if (event.key === "-") zoomBy(1 / 0.6);
  else if (event.key === "0") change({ zoom: "" });
  else if (event.key === "ArrowLeft") panBy(-0.15);
  else if (event.key === "ArrowRight") panBy(0.15);
  else return;
  event.preventDefault();
}

function timelineWheel(event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const box = byId("grid").getBoundingClientRect();
  zoomBy(Math.exp(event.deltaY / 300), Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
}

function startTimeline() {
  byId("zoom-in").onclick = () => zoomBy(0.6);
  byId("zoom-out").onclick = () => zoomBy(1 / 0.6);
  byId("zoom-all").onclick = () => change({ zoom: "" });
  byId("group").onchange = (event) => change({ group: event.target.value });
  byId("rows").addEventListener("pointerdown", startDrag);
  byId("rows").addEventListener("keydown", timelineKeys);
  byId("timeline-body").addEventListener("wheel", timelineWheel, { passive: false });
  new ResizeObserver(drawBars).observe(byId("timeline-body"));
}
