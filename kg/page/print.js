// On paper: the timeline as a table, each line with the numbers of the sentences that say it.

function drawPrint() {
  const notes = [];
  const lines = shown.events.map((event) => {
    const numbers = event.facts.map((fact) => notes.push([event, fact]));
    return el("tr", {},
      el("td", {}, whenText(event)),
      el("td", {}, el("b", {}, nameIn(event.label)), event.status === "asserted" ? "" : ` (${word("statuses_" + event.status)})`, el("sup", {}, numbers.join(", "))),
      el("td", {}, event.actors.map((actor) => things.has(actor.id) ? nameOf(things.get(actor.id)) : actor.id).filter((name, i, all) => all.indexOf(name) === i).join(", ")),
      el("td", {}, event.place && things.has(event.place) ? nameOf(things.get(event.place)) : ""));
  });
  const heads = ["when", "event", "who", "roles_place"].map((key) => el("th", { scope: "col" }, word(key)));
  const sources = [...new Set(notes.map(([, fact]) => ARTICLES[fact.article]))];
  byId("print").replaceChildren(...[
    el("h1", {}, storyTitle()), el("p", {}, standfirst()),
    el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...lines)),
    el("h2", {}, word("notes")), el("ol", {}, ...notes.map(([, fact]) => note(fact, sources))),
    el("h2", {}, word("kinds_Source")), el("dl", {}, ...sources.flatMap(sourceLine)),
    el("p", {}, word("colophon")), DATA.redacted ? el("p", {}, byId("redacted").textContent) : null,
  ].filter(Boolean));
}

function note(fact, sources) {
  const article = ARTICLES[fact.article];
  const says = things.has(fact.according_to) ? ` (${word("according_to", { name: nameOf(things.get(fact.according_to)) })})` : "";
  return el("li", {}, el("q", { lang: article.language }, slice(article, fact.start, fact.end)), says, " — ", letter(sources.indexOf(article)));
}

// A, B … Z, AA, AB …
function letter(n) {
  return (n < 26 ? "" : letter(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));
}

function sourceLine(article, n) {
  return [el("dt", {}, letter(n)), el("dd", { lang: article.language }, sourceText(article))];
}

function startPrint() {
  addEventListener("beforeprint", drawPrint);
  matchMedia("print").addEventListener("change", (media) => { if (media.matches) drawPrint(); });
}
