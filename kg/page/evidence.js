// The evidence: what is selected, who says it, and the sentence in its article.

whenChanged(["select", "fact", "way", "language"], drawEvidence);

let drawn = ""; // what the evidence shows
function drawEvidence() {
  const thing = things.get(state.select);
  const draw = { Event: eventEvidence, Source: sourceEvidence, undefined: indexOfAll }[thing?.kind] ?? entityEvidence;
  const parts = draw(thing), articles = parts.filter((part) => part.classList.contains("article"));
  const details = el("div.details", { tabindex: "0", role: "region", "aria-label": word("evidence") }, ...parts.filter((part) => !articles.includes(part)));
  const texts = articles.length ? el("div.articles", { tabindex: "0", role: "region", "aria-label": word("article") }, ...articles) : null;
  const scrolled = byId("evidence-body").firstChild?.scrollTop ?? 0;
  byId("evidence-body").replaceChildren(...[details, texts].filter(Boolean));
  byId("close").hidden = !thing;
  document.body.classList.toggle("has-selection", !!thing);
  const stays = drawn === state.select;
  if (stays) details.scrollTop = scrolled;
  const card = details.querySelector(".fact.current"), mark = texts?.querySelector("mark.current") ?? texts?.querySelector("mark");
  if (card && stays) reveal(details, card);
  if (mark) texts.scrollTop = mark.offsetTop + mark.offsetHeight < texts.clientHeight ? 0 : mark.offsetTop - 70;
  if (thing && !stays) announce(nameOf(thing));
  drawn = state.select;
}

const section = (title, ...children) => el("section", {}, el("h4.section-title", {}, title), ...children);
const listOf = (items, make) => inParts(el("ul.things"), items, (item) => el("li", {}, make(item)), 60);

// A box that draws its first items, and the others as many at a time on demand.
function inParts(box, items, make, step) {
  let count = 0;
  const more = el("button.more", { type: "button", onclick: draw }, word("show_more"));
  function draw() {
    box.append(...items.slice(count, count + step).map(make));
    count += step;
    more.hidden = count >= items.length;
  }
  draw();
  return el("div", {}, box, more);
}

function heading(thing, line) {
  const language = thing.kind === "Source" ? thing.language : state.language;
  return el("div.heading", {},
    el("p.kicker", {}, icon(thing.kind), line),
    el("h3", { lang: language }, nameOf(thing)));
}

// Nothing selected: how to read the page, and everything there is, which is also the network for a keyboard.
function indexOfAll() {
  const parts = [el("p.lead", {}, word("start_hint"))];
  for (const kind of KINDS.filter((one) => one !== "Event")) {
    const found = [...ENTITIES, ...ARTICLES].filter((thing) => thing.kind === kind);
    if (!found.length) continue;
    found.sort((a, b) => eventCount(b) - eventCount(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
    const list = listOf(found, (thing) => thingButton(thing, countMark(eventCount(thing))));
    parts.push(el("section", {}, el("h3.section-title", {}, kindWord(kind)), list));
  }
  return parts;
}

const countMark = (n) => (n ? el("span.count", { title: word("in_events", { n }) }, String(n)) : null);
const eventCount = (thing) => eventsOf.get(thing.id).length;

// An event: when, who, where; each fact as its sentence; then the whole article.
function eventEvidence(event) {
  const at = factShown(event), fact = event.facts[at];
  const parts = [heading(event, typeWord(event.type)), eventTable(event)];
  const why = nameIn(event.why, []);
  if (why.length) parts.push(section(word("why_bounds"), el("ul.why", { lang: state.language }, ...why.map((line) => el("li.deep" + (line.match(/^ */)[0].length / 2), {}, line.trim())))));
  if (event.disagree) parts.push(disagreement(event));
  parts.push(...(warningsOf.get(event.id) ?? []).map(warned));
  const rests = nameIn(event.rests, "");
  parts.push(section(event.facts.length > 1 ? word("told", { n: event.facts.length }) : word("told_once"),
    rests ? el("p.rests", { lang: state.language }, rests) : null, el("ol.facts", {}, ...event.facts.map((one, i) => factCard(event, one, i, i === at)))));
  const spans = event.facts.map((one, i) => ({ ...one, index: i })).filter((one) => one.article === fact.article);
  parts.push(articleSection(ARTICLES[fact.article], sentenceSpans(spans, at), (i) => select(event.id, i)));
  return parts;
}

// The fact that was picked, else the first that gives the event its time, else the first.
function factShown(event) {
  if (state.fact in event.facts) return Number(state.fact);
  return Math.max(0, event.facts.findIndex((fact) => fact.time && fact.time === event.time));
}

function eventTable(event) {
  const rows = [[word("when"), el("b", { lang: state.language }, whenText(event))]];
  if (dated(event) && !event.disagree && (event.derived.length || String(event.begin) !== String(event.end))) rows.push([word("bounds"), boundsText(event)]);
  for (const [role, ids] of byRole(event)) rows.push([word("roles_" + role), el("span.inline", {}, ...ids.map(entityButton))]);
  if (event.place) rows.push([word("roles_place"), entityButton(event.place)]);
  for (const side of ["after", "before", "possibly"]) {
    const others = event.order[side].filter((id) => things.has(id));
    if (others.length) rows.push([word("order_" + side), el("span.inline", {}, ...others.map((id) => thingButton(things.get(id))))]);
  }
  rows.push([word("status"), el("span.badge." + event.status, {}, word("statuses_" + event.status))]);
  return table(rows);
}

const table = (rows) => el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
const entityButton = (id) => (things.has(id) ? thingButton(things.get(id)) : el("span", {}, id));

function byRole(event) {
  const roles = new Map();
  for (const { role, id } of event.actors) if (role !== "place") roles.set(role, [...(roles.get(role) ?? []), id]);
  return roles;
}

// "began between 1 Sept 2020 and 30 Sept 2020; ended no earlier than 1 Jun 2023"
function boundsText(event) {
  return word("began_ended", { began: rangeText(event.begin), ended: rangeText(event.end) });
}

function rangeText([first, last]) {
  if (first === null && last === null) return word("unknown");
  if (first === null) return word("by", { last: dateText(last) });
  if (last === null) return word("from_on", { first: dateText(first) });
  return first === last ? dateText(first) : word("between", { first: dateText(first), last: dateText(last) });
}

// Facts that state different times, side by side.
function disagreement(event) {
  const times = new Map();
  event.facts.forEach((fact, i) => { if (fact.time) times.set(fact.time, [...(times.get(fact.time) ?? []), i]); });
  const columns = [...times].map(([, indexes]) => el("div.account", {},
    el("b", { lang: state.language }, nameIn(event.facts[indexes[0]].when)),
    ...indexes.map((i) => factQuote(event, event.facts[i], i))));
  return el("section.disagreement", {}, el("h4.section-title", {}, word("disagree_long")), el("div.accounts", {}, ...columns));
}

// What kg check finds: the sentences that do not agree, side by side.
function warned(warning) {
  const columns = warning.facts.filter(([id]) => things.has(id)).map(([id, i]) => {
    const event = things.get(id), fact = event.facts[i];
    const said = nameIn(fact.when ?? {}), head = said ? el("b", { lang: state.language }, said) : null;
    return el("div.account", {}, head, factQuote(event, fact, i), el("small", {}, nameOf(ARTICLES[fact.article])));
  });
  return el("section.disagreement", {}, el("h4.section-title", {}, nameIn(warning.says)), el("div.accounts", {}, ...columns));
}

function factQuote(event, fact, i) {
  const article = ARTICLES[fact.article];
  return el("button.quote", { type: "button", onclick: () => select(event.id, i), lang: article.language }, slice(article, fact.start, fact.end));
}

function factCard(event, fact, i, current) {
  const article = ARTICLES[fact.article];
  const says = fact.according_to ? accordingTo(fact.according_to) : el("span", {}, word("article_itself"));
  const rows = [[word("says"), says], [word("source"), thingButton(article)]];
  rows.push([word("printed_on"), article.published ? nameIn(article.when) : word("not_known")]);
  rows.push([word("status"), word("statuses_" + fact.status)], [word("dating"), dating(fact, article)]);
  if (fact.duration) rows.push([word("duration"), el("q", { lang: article.language }, slice(article, ...fact.duration))]);
  if (fact.told_at && nameIn(fact.told_at)) rows.push([word("told_at"), nameIn(fact.told_at)]);
  const rules = [...new Set([fact.rule, ...fact.chain.map((step) => step.rule)])].filter(Boolean);
  if (rules.length) rows.push([word("rule"), el("span", {}, ...rules.flatMap((rule) => [el("code", {}, rule), " "]))]);
  return el(current ? "li.fact.current" : "li.fact", {},
    el("blockquote", { lang: article.language }, factQuote(event, fact, i)),
    current ? table(rows) : null,
    current ? copyButton(event, fact, article) : null);
}

function accordingTo(id) {
  return things.has(id) ? thingButton(things.get(id)) : el("span", {}, id);
}

// How the date was found: in what way, and from which words to which date, back to those counted from nothing else.
function dating(fact, article) {
  const parts = [word("bases_" + (fact.basis || "none"))];
  fact.chain.forEach((step, i) => {
    parts.push(i ? ` ${word("counted_from_timex")} ` : ": ", el("q", { lang: article.language }, slice(article, ...step.span)), " → ", el("code", {}, step.value));
    if (step.published) parts.push(` ${word("counted_from_published")} ${nameIn(step.published)}`);
  });
  if (fact.time && fact.chain[0]?.value !== fact.time) parts.push(" → ", el("code", {}, fact.time));
  return el("span", {}, ...parts);
}

function citation(event, fact, article) {
  return `${nameIn(event.label)} (${whenText(event)}): “${slice(article, fact.start, fact.end)}” — ${sourceText(article)}`;
}

function sourceText(article) {
  const published = article.published ? nameIn(article.when) : word("undated_source");
  return [article.title || article.name, article.publisher, published, article.url].filter(Boolean).join(", ");
}

function copyButton(event, fact, article) {
  const copy = async (click) => {
    const button = click.currentTarget;
    await navigator.clipboard.writeText(citation(event, fact, article));
    button.textContent = word("copied");
    announce(word("copied"));
  };
  return el("button.copy", { type: "button", onclick: copy }, word("copy"));
}

// A person, organisation, place, group or document: its names, its documents, its events, where it is named.
function entityEvidence(entity) {
  const parts = [heading(entity, word("kind_" + entity.kind))];
  const rows = [];
  const others = entity.names.filter((name) => name !== nameOf(entity));
  if (others.length) rows.push([word("names"), el("span.names", {}, others.join(" · "))]);
  if (entity.at) rows.push([word("located"), located(entity)]);
  for (const [role, id] of entity.links) rows.push([word("roles_" + role), entityButton(id)]);
  for (const other of ENTITIES) {
    for (const [role, id] of other.links) if (id === entity.id) rows.push([word("inverse_" + role), entityButton(other.id)]);
  }
  if (rows.length) parts.push(table(rows));
  const events = eventsOf.get(entity.id);
  if (events.length) parts.push(section(word("in_events", { n: events.length }), eventList(events)));
  if (entity.kind === "Person") parts.push(connection(entity));
  const cited = EVENTS.filter((event) => event.facts.some((fact) => fact.according_to === entity.id));
  if (cited.length) parts.push(section(word("cited", { n: cited.length }), eventList(cited)));
  const said = DATA.quotes.filter((quote) => quote.speaker === entity.id);
  if (said.length) parts.push(section(word("said"), ...said.map(saying)));
  const texts = inParts(el("div"), [...mentionsByArticle(entity)], ([article, spans]) => articleSection(article, spans, null), 4);
  texts.classList.add("article");
  return entity.mentions.length ? [...parts, texts] : parts;
}

// Which place of that name the map shows: an assumption of the gazetteer, so it is named.
function located(entity) {
  const [name, country] = entity.known, [north, east] = entity.at;
  const shown = new Intl.DisplayNames([word("locale")], { type: "region", fallback: "code" });
  const where = /^[A-Z]{2}$/.test(country) && country !== name ? `${name}, ${shown.of(country)}` : name;
  return el("span", {}, `${where} (${north.toFixed(2)}, ${east.toFixed(2)})`);
}

// How a person is connected with another, step by step.
function connection(entity) {
  const people = ENTITIES.filter((other) => other.kind === "Person" && other !== entity && eventsOf.get(other.id).length);
  const choice = el("select", { "aria-label": word("connection"), onchange: (event) => change({ way: event.target.value }, true) },
    option("", word("choose"), state.way), ...people.map((other) => option(other.id, nameOf(other), state.way)));
  const steps = state.way ? pathBetween(entity.id, state.way) : [];
  const way = steps.length ? el("ol.steps", {}, ...steps.map((id) => el("li", {}, thingButton(things.get(id))))) : null;
  return section(word("connection"), choice, way, state.way && !way ? el("p.empty", {}, word("no_connection")) : null);
}

function saying(quote) {
  const article = ARTICLES[quote.article];
  const to = things.has(quote.addressee) ? el("p.inline", {}, word("roles_recipient"), thingButton(things.get(quote.addressee))) : null;
  return el("blockquote.saying", { lang: article.language }, "“", slice(article, quote.start, quote.end), "”", to);
}

const eventList = (events) => listOf(events, (event) => {
  const button = thingButton(event);
  button.prepend(el("span.when", { lang: state.language }, whenText(event)));
  return button;
});

function mentionsByArticle(entity) {
  const found = new Map();
  for (const [article, start, end] of entity.mentions) {
    if (!found.has(ARTICLES[article])) found.set(ARTICLES[article], []);
    found.get(ARTICLES[article]).push({ start, end, look: "named" });
  }
  return found;
}

// A source: its whole text with every sentence that tells an event.
function sourceEvidence(article) {
  const rows = [[word("printed_on"), article.published ? nameIn(article.when) : word("not_known")]];
  if (article.publisher) rows.push([word("publisher"), article.publisher]);
  if (article.url) rows.push([word("address"), linkTo(article.url)]);
  const told = eventsOf.get(article.id).flatMap((event) => event.facts.map((fact, index) => ({ event, index, ...fact })))
    .filter((fact) => ARTICLES[fact.article] === article);
  const spans = told.map((fact, i) => ({ start: fact.start, end: fact.end, look: "sentence", index: i }));
  const events = eventsOf.get(article.id);
  return [heading(article, word("kind_Source")), table(rows),
    articleSection(article, spans, (i) => select(told[i].event.id, told[i].index)),
    section(word("in_events", { n: events.length }), eventList(events))];
}

// Only a web address becomes a link; the reader follows it, the page never does.
function linkTo(address) {
  if (!/^https?:\/\//i.test(address)) return el("span", {}, address);
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, address);
}

function sentenceSpans(facts, at) {
  return facts.flatMap((fact) => {
    const current = fact.index === at ? " current" : "";
    const spans = [{ start: fact.start, end: fact.end, look: "sentence" + current, index: fact.index }];
    if (fact.trigger) spans.push({ start: fact.trigger[0], end: fact.trigger[1], look: "trigger" });
    if (fact.timex) spans.push({ start: fact.timex[0], end: fact.timex[1], look: "timex" });
    return spans;
  });
}

function articleSection(article, spans, pick) {
  const title = state.select === article.id ? null : el("p.article-title", { lang: article.language }, nameOf(article));
  return el("section.article", {},
    el("h4.section-title", {}, word("article")), title,
    el("div.article-text", { lang: article.language }, ...marked(article, spans, pick)));
}

// Offsets count code points, so the text is cut as code points and not as UTF-16 units.
const pointsOf = new Map();
function slice(article, start, end) {
  if (!pointsOf.has(article)) pointsOf.set(article, Array.from(article.text));
  return pointsOf.get(article).slice(start, end).join("");
}

// The article's text, cut at every edge of every span, each piece with the looks of the spans over it.
function marked(article, spans, pick) {
  const length = (slice(article, 0, 0), pointsOf.get(article).length);
  const edges = [...new Set([0, length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, i) => {
    const text = slice(article, start, edges[i + 1]);
    const over = spans.filter((span) => span.start <= start && edges[i + 1] <= span.end);
    if (!over.length) return text;
    const sentence = over.find((span) => span.index !== undefined);
    const onclick = pick && sentence ? () => pick(sentence.index) : null;
    return el("mark", { class: [...new Set(over.flatMap((span) => span.look.split(" ")))].join(" "), onclick }, text);
  });
}

function startEvidence() {
  byId("close").onclick = () => change({ select: "" }, true);
}
