// Search, filters and the language switch.

whenChanged(["language"], drawWords);
whenChanged(FILTERS, drawFilters);
whenChanged(["from", "to", "language"], drawRange);

function drawWords() {
  document.documentElement.lang = state.language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-word-label]")) node.setAttribute("aria-label", word(node.dataset.wordLabel));
  for (const node of document.querySelectorAll("[data-word-placeholder]")) node.placeholder = word(node.dataset.wordPlaceholder);
  byId("story").textContent = storyTitle();
  document.title = `${storyTitle()} · ${word("kicker")}`;
  byId("standfirst").textContent = standfirst();
  byId("redacted").hidden = !DATA.redacted;
  byId("redacted").textContent = DATA.redacted ? word("redacted", { names: DATA.redacted.map((called) => nameIn(called)).join(", ") }) : "";
  byId("languages").replaceChildren(...Object.entries(DATA.languages).map(([code, name]) =>
    el("button", { type: "button", lang: code, "aria-pressed": String(code === state.language), onclick: () => change({ language: code }) }, name)));
  byId("bar-key").replaceChildren(...["solid", "vague", "open-end"].map(keyPiece));
  byId("group").replaceChildren(...["", "person", "type", "source"].map((key) => option(key, word("groupings_" + (key || "none")), state.group)));
  drawFilters();
}

function keyPiece(look) {
  const box = svg("svg", { viewBox: "0 0 28 14", "aria-hidden": "true" }, svg("rect.bar." + look, { x: 1, y: 2, width: 26, height: 10 }));
  return el("span", {}, box, word("keys_" + look));
}

// The one or two most told of: "A · B".
function storyTitle() {
  const people = ENTITIES.filter((entity) => entity.kind === "Person");
  const told = people.map((entity) => [eventsOf.get(entity.id).length, entity]).filter(([n]) => n > 0);
  told.sort(([a], [b]) => b - a);
  if (told.length) return told.slice(0, 2).map(([, entity]) => nameOf(entity)).join(" · ");
  return ARTICLES.length ? nameOf(ARTICLES[0]) : word("kicker");
}

function standfirst() {
  const told = EVENTS.reduce((sum, event) => sum + event.facts.length, 0);
  const months = [FIRST, LAST].map((day) => dateText(day, { month: "long", year: "numeric" }));
  const span = BOUNDS.length ? [...new Set(months)].join(" – ") : "";
  return [span, word("counts", { events: EVENTS.length, facts: told, articles: ARTICLES.length })].filter(Boolean).join(" · ");
}

const option = (value, text, chosen) => el("option", { value, selected: value === chosen }, text);

function drawFilters() {
  const hidden = setOf(state.hide);
  const kinds = KINDS.filter((kind) => kind === "Event" || [...ENTITIES, ...ARTICLES].some((thing) => thing.kind === kind));
  const legend = byId("kinds").querySelector("legend");
  const focus = document.activeElement?.dataset?.kind;
  byId("kinds").replaceChildren(legend, ...kinds.map((kind) =>
    el("button.chip", { type: "button", "data-kind": kind, "aria-pressed": String(!hidden.has(kind)), onclick: () => change({ hide: toggled("hide", kind) }) },
      icon(kind), kindWord(kind))));
  byId("kinds").querySelector(`[data-kind="${focus}"]`)?.focus();
  const any = option("", word("any"), "");
  const people = ENTITIES.filter((entity) => ["Person", "Group"].includes(entity.kind) && eventsOf.get(entity.id).length);
  const types = [...new Set(EVENTS.map((event) => event.type))].sort((a, b) => (typeWord(a) < typeWord(b) ? -1 : 1));
  byId("filter-person").replaceChildren(any, ...people.map((one) => option(one.id, nameOf(one), state.person)));
  byId("filter-type").replaceChildren(any.cloneNode(true), ...types.map((type) => option(type, typeWord(type), state.type)));
  byId("filter-source").replaceChildren(any.cloneNode(true), ...ARTICLES.map((one) => option(one.id, nameOf(one), state.source)));
  drawStatuses();
  byId("filter-sure").checked = state.sure === "1";
  const count = ["person", "type", "source", "status", "sure"].filter((key) => state[key]).length;
  byId("filter-count").textContent = count;
  byId("filter-count").hidden = !count;
}

function drawStatuses() {
  const chosen = setOf(state.status), legend = byId("filter-status").querySelector("legend");
  const statuses = [...new Set(EVENTS.map((event) => event.status))].sort();
  const focus = document.activeElement?.value;
  byId("filter-status").replaceChildren(legend, ...statuses.map((status) =>
    el("label.check", {}, el("input", { type: "checkbox", value: status, checked: chosen.has(status), onchange: () => change({ status: toggled("status", status) }) }),
      el("span", {}, word("statuses_" + status)))));
  if (focus) byId("filter-status").querySelector(`[value="${CSS.escape(focus)}"]`)?.focus();
}

function drawRange() {
  const from = byId("from"), to = byId("to");
  byId("range").hidden = FIRST >= LAST;
  for (const input of [from, to]) [input.min, input.max] = [FIRST, LAST];
  from.value = state.from ? dayOf(state.from) : FIRST;
  to.value = state.to ? dayOf(state.to) : LAST;
  const share = (value) => ((value - FIRST) / (LAST - FIRST || 1)) * 100;
  byId("range-band").style.left = share(from.value) + "%";
  byId("range-band").style.right = 100 - share(to.value) + "%";
  for (const [input, output] of [[from, "range-from"], [to, "range-to"]]) {
    byId(output).textContent = dateText(Number(input.value));
    input.setAttribute("aria-valuetext", dateText(Number(input.value)));
  }
}

function slide(event) {
  const from = byId("from"), to = byId("to");
  if (Number(from.value) > Number(to.value)) event.target.value = event.target === from ? to.value : from.value;
  change({
    zoom: "",
    from: Number(from.value) > FIRST ? isoDay(Number(from.value)) : "",
    to: Number(to.value) < LAST ? isoDay(Number(to.value)) : "",
  });
}

// Spellings that mean the same are the same: as kg folds text, and without accents.
const NASALS = /\u0919(?=\u094d[\u0915-\u0918])|\u091e(?=\u094d[\u091a-\u091d])|\u0923(?=\u094d[\u091f-\u0922])|\u0928(?=\u094d[\u0924-\u0927])|\u092e(?=\u094d[\u092a-\u092d])/g;
function fold(text) {
  return text.normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\u093c\u09bc\u0a3c\u0abc\u0b3c\u200b-\u200d\u00ad\ufeff]/g, "")
    .replace(/\u0901/g, "\u0902")
    .replace(NASALS, "\u0902\u0000").replace(/\u0000\u094d/g, "")
    .replace(/\p{Nd}/gu, digit)
    .replace(/[\u2018\u2019]/g, "'").replace(/[\u2010\u2011]/g, "-").replace(/\s+/g, " ");
}

// A decimal digit of any script: its distance from the zero of its block.
function digit(mark) {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(mark.codePointAt(0) - value - 1))) value++;
  return String(value);
}

const namesOf = (thing) => [...Object.values(thing.label ?? {}), ...(thing.names ?? []), thing.title ?? "", thing.name ?? ""];
let searchable = null; // [thing, its folded names], made when somebody looks for one

// Names that begin with what is looked for come first, then those with a word that does, then the rest.
function search(text) {
  const sought = fold(text.trim());
  searchable ??= [...ENTITIES, ...ARTICLES, ...EVENTS].map((thing) => [thing, namesOf(thing).map(fold)]);
  if (!sought) return [];
  const rank = (name) => (name.startsWith(sought) ? 3 : name.includes(" " + sought) ? 2 : name.includes(sought) ? 1 : 0);
  const ranked = searchable.map(([thing, names]) => [Math.max(...names.map(rank)), thing]).filter(([value]) => value);
  return ranked.sort(([a], [b]) => b - a).slice(0, 12).map(([, thing]) => thing);
}

let found = [], active = -1;
function drawFound() {
  const box = byId("found"), input = byId("search");
  const items = found.map((thing, i) => el("li", { id: "found-" + i, role: "option", "aria-selected": String(i === active), onmousedown: (event) => { event.preventDefault(); choose(i); } },
    icon(thing.kind), el("span", { lang: thing.kind === "Source" ? thing.language : state.language }, nameOf(thing)),
    el("small", {}, thing.kind === "Event" ? whenText(thing) : kindWord(thing.kind))));
  const nothing = input.value.trim() && !found.length;
  box.replaceChildren(...items, ...(nothing ? [el("li.empty", {}, word("nothing_found"))] : []));
  box.hidden = !items.length && !nothing;
  input.setAttribute("aria-expanded", String(!box.hidden));
  if (active >= 0) input.setAttribute("aria-activedescendant", "found-" + active);
  else input.removeAttribute("aria-activedescendant");
}

function look() {
  found = search(byId("search").value);
  active = found.length ? 0 : -1;
  drawFound();
}

function choose(i) {
  const thing = found[i];
  closeSearch();
  if (!shown.ids.has(thing.id)) change({ ...DEFAULTS, language: state.language, select: thing.id, hide: "" }, true);
  else select(thing.id);
}

function closeSearch() {
  [found, active] = [[], -1];
  byId("search").value = "";
  drawFound();
}

function searchKeys(event) {
  if (event.key === "ArrowDown") active = Math.min(active + 1, found.length - 1);
  else if (event.key === "ArrowUp") active = Math.max(active - 1, 0);
  else if (event.key === "Enter" && found[active]) choose(active);
  else if (event.key === "Escape") closeSearch();
  else return;
  event.preventDefault();
  event.stopPropagation();
  drawFound();
}

function startFilters() {
  byId("toolbar").onsubmit = (event) => event.preventDefault();
  byId("search").addEventListener("input", look);
  byId("search").addEventListener("keydown", searchKeys);
  byId("search").addEventListener("blur", () => { byId("found").hidden = true; });
  for (const key of ["person", "type", "source"]) byId("filter-" + key).onchange = (event) => change({ [key]: event.target.value });
  byId("filter-sure").onchange = (event) => change({ sure: event.target.checked ? "1" : "" });
  byId("clear").onclick = () => change({ person: "", type: "", source: "", status: "", sure: "", from: "", to: "", zoom: "" });
  for (const id of ["from", "to"]) byId(id).addEventListener("input", slide);
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => { if (!byId("filters").contains(event.target)) byId("filters").open = false; });
  }
}
