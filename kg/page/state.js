// The data, what of it is shown, and the address that says so.

const DATA = JSON.parse(document.getElementById("data").textContent);
const ARTICLES = DATA.articles, ENTITIES = DATA.entities, EVENTS = DATA.events;
const KINDS = ["Person", "Group", "Organisation", "Place", "Document", "Event", "Source"];
for (const event of EVENTS) event.kind = "Event";
for (const article of ARTICLES) article.kind = "Source";

// id → person, place, document, event or source; id of all but events → its events, in time order.
const things = new Map([...ENTITIES, ...EVENTS, ...ARTICLES].map((thing) => [thing.id, thing]));
const eventsOf = new Map([...ENTITIES, ...ARTICLES].map((thing) => [thing.id, []]));
for (const event of EVENTS) {
  for (const id of partakers(event)) eventsOf.get(id)?.push(event);
  for (const id of sourcesOf(event)) eventsOf.get(id).push(event);
}

function partakers(event) {
  return new Set([...event.actors.map((actor) => actor.id), ...(event.place ? [event.place] : [])]);
}

function sourcesOf(event) {
  return new Set(event.facts.map((fact) => ARTICLES[fact.article].id));
}

// id of an event → what `kg check` finds about it.
const warningsOf = new Map();
for (const warning of DATA.warnings) {
  for (const id of warning.events) warningsOf.set(id, [...(warningsOf.get(id) ?? []), warning]);
}

// The state is flat and of strings, so that the address can hold all of it; sets are joined by commas.
const DEFAULTS = {
  select: "", fact: "", way: "", language: DATA.language, hide: ARTICLES.length > 1 ? "" : "Source", from: "", to: "", status: "",
  person: "", type: "", source: "", sure: "", group: "", zoom: "", pane: "", fold: "", open: "",
};
const FILTERS = ["hide", "from", "to", "status", "person", "type", "source", "sure"];
const state = { ...DEFAULTS };
const panes = [];

// What the address says; a value that nothing here answers to is left out.
const ANSWERED = {
  select: (id) => things.has(id),
  way: (id) => things.has(id),
  person: (id) => things.has(id),
  source: (id) => things.has(id),
  language: (code) => code in DATA.words,
  type: (type) => EVENTS.some((event) => event.type === type),
  fold: (key) => key === "0" || key === "1",
  open: (numbers) => /^\d+(,\d+)*$/.test(numbers),
  pane: (key) => key === "map" && ENTITIES.some((entity) => entity.at),
  group: (key) => ["person", "type", "source"].includes(key),
  from: (iso) => !Number.isNaN(dayOf(iso)),
  to: (iso) => !Number.isNaN(dayOf(iso)),
  zoom: (days) => days.split(",").length === 2 && Number(days.split(",")[0]) < Number(days.split(",")[1]),
};
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  Object.assign(state, DEFAULTS);
  for (const key of Object.keys(DEFAULTS)) {
    if (said.get(key) !== null && (ANSWERED[key] ?? (() => true))(said.get(key))) state[key] = said.get(key);
  }
}

function address() {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) if (value !== DEFAULTS[key]) said.set(key, value);
  return "#" + said;
}

// Change the state and show it; `step` makes it a step that the browser's back button undoes.
function change(patch, step = false) {
  if (Object.entries(patch).every(([key, value]) => state[key] === value)) return;
  Object.assign(state, patch);
  history[step ? "pushState" : "replaceState"](null, "", address());
  show();
}

function select(id, fact = "") {
  change({ select: id, fact: String(fact), way: "" }, true);
}

function show() {
  for (const draw of panes) draw();
}

// Draw again only when one of these keys of the state has changed.
function whenChanged(keys, draw) {
  let last = null;
  panes.push(() => {
    const now = JSON.stringify(keys.map((key) => state[key]));
    if (now === last) return;
    last = now;
    draw();
  });
}

const setOf = (text) => new Set(text ? text.split(",") : []);

function toggled(key, item) {
  const items = setOf(state[key]);
  if (!items.delete(item)) items.add(item);
  return [...items].sort().join(",");
}

// Words and names in the reader's language.
function word(key, values = {}) {
  const text = DATA.words[state.language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
const nameIn = (names, fallback = "") => names[state.language] ?? Object.values(names)[0] ?? fallback;
const kindWord = (kind) => word("kinds_" + kind);
const typeWord = (type, language = state.language) => capital(DATA.types[type]?.[language] ?? nameIn(DATA.types[type] ?? {}, type));
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
function nameOf(thing) {
  return thing.kind === "Source" ? thing.title || thing.name : nameIn(thing.label, thing.id);
}

// Days since 1970-01-01, proleptic Gregorian, as in the graph.
const DAY = 86400000;
const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, -14);
const dayOf = (iso) => Date.parse(iso + "T00:00Z") / DAY;
function dateText(day, parts = { day: "numeric", month: "short", year: "numeric" }) {
  const form = { timeZone: "UTC", calendar: "gregory", numberingSystem: "latn", ...parts };
  return new Intl.DateTimeFormat(word("locale"), form).format(new Date(day * DAY));
}

const BOUNDS = EVENTS.flatMap((event) => [...event.begin, ...event.end]).filter((day) => day !== null);
const FIRST = BOUNDS.length ? BOUNDS.reduce((a, b) => Math.min(a, b)) : 0;
const LAST = BOUNDS.length ? BOUNDS.reduce((a, b) => Math.max(a, b)) : 1;
const dated = (event) => event.begin[0] !== null || event.begin[1] !== null || event.end[0] !== null || event.end[1] !== null;
// An event without a date has its place on the timeline when it is known what it came after or before.
const placed = (event) => dated(event) || event.order.after.length > 0 || event.order.before.length > 0;
const sure = (event) => !event.disagree && [...event.begin, ...event.end].every((day) => day !== null);

// What the filters let through: `events` in time order, `ids` of everything shown.
let shown = { events: [], ids: new Set() };
whenChanged(FILTERS, () => {
  const hidden = setOf(state.hide);
  const narrowed = ["from", "to", "status", "person", "type", "source", "sure"].some((key) => state[key] !== "");
  const events = hidden.has("Event") ? [] : EVENTS.filter(passes);
  const ids = new Set(events.map((event) => event.id));
  const near = new Set(events.flatMap((event) => [...partakers(event), ...sourcesOf(event), ...event.facts.map((fact) => fact.according_to)]));
  for (const thing of [...ENTITIES, ...ARTICLES]) {
    if (!hidden.has(thing.kind) && (!narrowed || near.has(thing.id))) ids.add(thing.id);
  }
  shown = { events, ids };
});

// A date filter leaves an event in when it may have happened then, and an undated one always.
function passes(event) {
  const statuses = setOf(state.status);
  if (state.type && event.type !== state.type) return false;
  if (statuses.size && !statuses.has(event.status)) return false;
  if (state.person && !partakers(event).has(state.person)) return false;
  if (state.source && !sourcesOf(event).has(state.source)) return false;
  if (state.sure && !sure(event)) return false;
  if (state.from && event.end[1] !== null && event.end[1] < dayOf(state.from)) return false;
  return !(state.to && event.begin[0] !== null && event.begin[0] > dayOf(state.to));
}
