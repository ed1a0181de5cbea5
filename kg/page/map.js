// The map: places the gazetteer knows, on an outline of the land that is part of this file. No borders are drawn.

const PLACES = ENTITIES.filter((entity) => entity.at);
const EARTH = { width: 3600, height: 1800 }; // the outline's units: tenths of a degree
const NEAREST = 40; // the least that a zoom shows, in those units
const COAST = 300; // the room around places that are near one another, so that a coast is in sight
// Degrees east are narrower than degrees north, by the cosine of the latitude in the middle of the places.
const middle = PLACES.length ? PLACES.reduce((sum, { at }) => sum + at[0], 0) / PLACES.length : 0;
const SQUEEZE = Math.max(0.3, Math.cos((middle * Math.PI) / 180));
const NAMED = 200; // so many places, those of the most events, are given a name where there is room
let drawnSize = "";
let sight = null; // {x, y, scale}: what stands in the middle, and pixels for a tenth of a degree north

whenChanged(["pane", "select", "way", "language", ...FILTERS], drawMap);

const spotOf = (place) => ({ x: place.at[1] * 10 * SQUEEZE, y: -place.at[0] * 10 });
const mapShown = () => state.pane === "map";

function showPane() {
  byId("fold").hidden = mapShown();
  byId("canvas").hidden = mapShown();
  byId("map").hidden = !mapShown();
  for (const tab of document.querySelectorAll("#tabs [role=tab]")) {
    const on = (tab.dataset.pane === "map") === mapShown();
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
}

// As much of the earth as holds all places, and some room around them.
function fitMap() {
  const box = byId("map"), spots = PLACES.map(spotOf);
  const xs = spots.map(({ x }) => x), ys = spots.map(({ y }) => y);
  const [left, right, top, bottom] = [extreme(xs, -1), extreme(xs, 1), extreme(ys, -1), extreme(ys, 1)];
  const room = Math.max(COAST, right - left, bottom - top);
  const scale = Math.min(box.clientWidth / (right - left + room * 0.5), box.clientHeight / (bottom - top + room * 0.5));
  sight = { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

function drawMap() {
  showPane();
  if (!mapShown() || !PLACES.length) return describeNetwork();
  const box = byId("map"), { clientWidth: width, clientHeight: height } = box;
  if (!width) return;
  drawnSize = width + "x" + height;
  if (!sight) fitMap();
  const { x, y, scale } = sight;
  const land = byId("land");
  land.setAttribute("transform", `translate(${width / 2} ${height / 2}) scale(${scale}) translate(${-x} ${-y}) scale(${SQUEEZE} 1)`);
  const found = PLACES.filter((place) => shown.ids.has(place.id)).sort((a, b) => mapCount(b) - mapCount(a) || (a.id < b.id ? -1 : 1));
  const at = (place) => ({ x: width / 2 + (spotOf(place).x - x) * scale, y: height / 2 + (spotOf(place).y - y) * scale });
  const focus = document.activeElement?.dataset?.place;
  const sizes = found.map((place) => Math.min(16, 5 + 2 * Math.sqrt(mapCount(place))));
  const taken = found.map((place, i) => ({ left: at(place).x - sizes[i], right: at(place).x + sizes[i], top: at(place).y - sizes[i], bottom: at(place).y + sizes[i] }));
  byId("spots").replaceChildren(...found.map((place, i) => spot(place, at(place), sizes[i], i < NAMED ? taken : null, width)).reverse());
  const marked = [...byId("spots").children];
  const first = marked.find((node) => node.dataset.place === state.select) ?? marked[marked.length - 1];
  if (first) first.setAttribute("tabindex", "0");
  if (focus) marked.find((node) => node.dataset.place === focus)?.focus();
  const absent = [...shown.ids].filter((id) => things.get(id).kind === "Place").length - found.length;
  byId("network-note").textContent = absent ? word("map_absent", { n: absent }) : "";
  byId("map").setAttribute("aria-label", word("map_alt", { n: found.length }));
}

const mapCount = (place) => eventsOf.get(place.id).filter((event) => shown.ids.has(event.id)).length;

// A place: a triangle as large as its events are many, and its name on the first side where there is room for it.
function spot(place, { x, y }, size, taken, width) {
  const chosen = place.id === state.select, name = nameOf(place), side = (taken && sideFor(name, x, y, size, taken, width)) ?? (chosen ? SIDES[0] : null);
  const selected = things.get(state.select), near = neighbours.get(state.select)?.has(place.id) || (selected?.kind === "Event" && partakers(selected).has(place.id));
  const look = chosen ? ".chosen" : selected && !near ? ".quiet" : "", told = word("in_events", { n: mapCount(place) });
  return svg("g.spot" + look, {
    role: "button", tabindex: "-1", "data-place": place.id, "aria-label": `${name}, ${told}`, "aria-pressed": String(chosen),
    onclick: () => { if (!mapDragged) select(place.id); },
  },
    svg("title", {}, `${name} · ${told}`),
    svg("path", { d: `M${(x - size).toFixed(1)} ${(y - size * 0.75).toFixed(1)}h${(2 * size).toFixed(1)}L${x.toFixed(1)} ${(y + size * 0.9).toFixed(1)}z` }),
    side ? svg("text", { x: (x + side.x * (size + 4)).toFixed(1), y: (y + 4 + side.y * (size + 9)).toFixed(1), "text-anchor": side.anchor, lang: state.language }, name) : null);
}

const SIDES = [{ x: 1, y: 0, anchor: "start" }, { x: -1, y: 0, anchor: "end" }, { x: 0, y: -1, anchor: "middle" }, { x: 0, y: 1, anchor: "middle" }];

// The first side of a spot where its name covers no other name or spot; `taken` then holds it.
function sideFor(name, x, y, size, taken, width) {
  const wide = name.length * 7.2 + 6;
  for (const side of SIDES) {
    const left = x + side.x * (size + 4) - { start: 0, middle: wide / 2, end: wide }[side.anchor], top = y + side.y * (size + 9) - 9;
    const box = { left, right: left + wide, top, bottom: top + 18 };
    if (left < 0 || box.right > width || taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    return side;
  }
  return null;
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function mapZoom(factor, px = 0.5, py = 0.5) {
  if (!sight) return;
  const box = byId("map"), most = Math.max(box.clientWidth, box.clientHeight) / NEAREST, least = box.clientWidth / EARTH.width / 1.5;
  const scale = Math.min(most, Math.max(least, sight.scale * factor));
  const dx = (px - 0.5) * box.clientWidth, dy = (py - 0.5) * box.clientHeight;
  sight = { x: sight.x + dx / sight.scale - dx / scale, y: sight.y + dy / sight.scale - dy / scale, scale };
  drawMap();
}

function mapAll() {
  sight = null;
  drawMap();
}

function mapPan(dx, dy) {
  sight = { ...sight, x: sight.x - dx / sight.scale, y: sight.y - dy / sight.scale };
  drawMap();
}

let mapDragged = false; // a drag moves the map and is not a click
function startMapDrag(down) {
  if (down.button !== 0 || !sight) return;
  mapDragged = false;
  let [lastX, lastY] = [down.clientX, down.clientY];
  const move = (at) => {
    if (Math.hypot(at.clientX - down.clientX, at.clientY - down.clientY) > 4) mapDragged = true;
    if (!mapDragged) return;
    mapPan(at.clientX - lastX, at.clientY - lastY);
    [lastX, lastY] = [at.clientX, at.clientY];
  };
  const stop = () => {
    removeEventListener("pointermove", move);
    setTimeout(() => { mapDragged = false; });
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop, { once: true });
  addEventListener("pointercancel", stop, { once: true });
}

// Arrows go from place to place, from west to east; + and - zoom, Enter selects.
function mapKeys(event) {
  const marked = [...byId("spots").children].sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left);
  const at = marked.indexOf(document.activeElement);
  const moves = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marked.length - 1 };
  if (event.key in moves && marked.length) marked[Math.max(0, Math.min(marked.length - 1, moves[event.key]))].focus();
  else if (at >= 0 && (event.key === "Enter" || event.key === " ")) select(marked[at].dataset.place);
  else if (event.key === "+" || event.key === "=") mapZoom(1.35);
  else if (event.key === "-") mapZoom(1 / 1.35);
  else if (event.key === "0") mapAll();
  else return;
  event.preventDefault();
}

function mapWheel(event) {
  event.preventDefault();
  const box = byId("map").getBoundingClientRect();
  mapZoom(Math.exp(-event.deltaY / 400), (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
}

function tabKeys(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = [...byId("tabs").children].find((tab) => tab.getAttribute("aria-selected") === "false");
  other.click();
  other.focus();
  event.preventDefault();
}

function startMap() {
  byId("tabs").hidden = !PLACES.length;
  byId("network-title").classList.toggle("hidden", PLACES.length > 0);
  if (!PLACES.length) return;
  byId("land").append(svg("path", { d: DATA.world }));
  for (const tab of byId("tabs").children) tab.onclick = () => change({ pane: tab.dataset.pane }, true);
  byId("tabs").addEventListener("keydown", tabKeys);
  byId("map").addEventListener("pointerdown", startMapDrag);
  byId("map").addEventListener("keydown", mapKeys);
  byId("map").addEventListener("wheel", mapWheel, { passive: false });
  new ResizeObserver(() => { if (byId("map").clientWidth + "x" + byId("map").clientHeight !== drawnSize) drawMap(); }).observe(byId("map"));
}
