// Put together, once.

function pageKeys(event) {
  const typing = event.target.closest?.("input, select, textarea");
  if (event.key === "Escape" && byId("filters").open) byId("filters").open = false;
  else if (event.key === "Escape" && state.select) change({ select: "" }, true);
  else if (event.key === "/" && !typing) { byId("search").focus(); event.preventDefault(); }
}

// The bar between timeline and network, by pointer or arrow keys.
function startSplit() {
  const bar = byId("split"), main = document.querySelector("main");
  const set = (share) => {
    const top = Math.min(85, Math.max(20, Math.round(share)));
    main.style.setProperty("--top", top + "%");
    bar.setAttribute("aria-valuenow", top);
  };
  bar.addEventListener("pointerdown", (down) => bar.setPointerCapture(down.pointerId));
  bar.addEventListener("pointermove", (at) => {
    const box = main.getBoundingClientRect();
    if (bar.hasPointerCapture(at.pointerId)) set(((at.clientY - box.top) / box.height) * 100);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -5, ArrowDown: 5 }[event.key];
    if (!step) return;
    set(Number(bar.getAttribute("aria-valuenow")) + step);
    event.preventDefault();
  });
}

readAddress();
startSplit();
startTimeline();
startNetwork();
startMap();
startEvidence();
startFilters();
startPrint();
addEventListener("popstate", () => { readAddress(); show(); });
addEventListener("hashchange", () => { readAddress(); show(); });
document.addEventListener("keydown", pageKeys);
show();
fitNetwork(false);
