// Elements made of text only: nothing here, or anywhere on the page, reads text as markup.

const SVG = "http://www.w3.org/2000/svg";

// el("button.big", {type: "button", onclick: f}, "text", node …): attributes by name, `on…` as listeners, null left out.
function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  return filled(document.createElement(tag), classes, attributes, children);
}

function svg(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  return filled(document.createElementNS(SVG, tag), classes, attributes, children);
}

function filled(node, classes, attributes, children) {
  if (classes.length) node.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const byId = (id) => document.getElementById(id);

// Each kind has a shape of its own, the one vis-network draws, so that colour is never the only cue.
const SHAPES = {
  Person: ["circle", { cx: 8, cy: 8, r: 6 }],
  Group: ["path", { d: "M8 1.5l5.7 3.25v6.5L8 14.5 2.3 11.25v-6.5z" }],
  Organisation: ["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }],
  Place: ["path", { d: "M1.5 3h13L8 14.5z" }],
  Document: ["path", { d: "M3 1.5h7l3 3v10H3z" }],
  Event: ["path", { d: "M8 1l7 7-7 7-7-7z" }],
  Source: ["path", { d: "M8 1l2.1 4.7 5.1.5-3.8 3.4 1.1 5L8 12l-4.5 2.6 1.1-5L.8 6.200l5.1-.5z" }],
};

function icon(kind) {
  const [tag, attributes] = SHAPES[kind];
  return svg("svg.icon." + kind, { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg(tag, attributes));
}

// A button that selects a thing: its shape, its name in the reader's language, and what follows.
function thingButton(thing, ...rest) {
  const language = thing.kind === "Source" ? thing.language : state.language;
  return el("button.thing", { type: "button", onclick: () => select(thing.id), "data-id": thing.id },
    icon(thing.kind), el("span", { lang: language }, nameOf(thing)), ...rest);
}

function announce(text) {
  byId("announce").textContent = text;
}
