// What pages need besides htmx. Every page works without it.
(() => {
  "use strict";
  const d = document, on = (name, f, capture) => d.addEventListener(name, f, capture);
  const id = (x) => d.getElementById(x), all = (x) => d.querySelectorAll(x), box = () => id("failure");
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  let again;

// No search while a syllable is being composed.
  const search = (e) => e.target.matches("[data-search]");
  on("input", (e) => e.isComposing && search(e) && e.stopImmediatePropagation(), true);
  on("compositionend", (e) => search(e) && e.target.dispatchEvent(new Event("input", { bubbles: true })));

// Esc undoes a cell, arrows change the row, / searches.
  on("keydown", (e) => {
    const t = e.target, up = e.key === "ArrowUp";
    if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    if (t.matches(".cell input")) {
      if (e.key === "Escape") t.value = t.defaultValue, t.select();
      if (!up && e.key !== "ArrowDown") return;
      const row = t.closest("tr"), next = row[up ? "previousElementSibling" : "nextElementSibling"]?.querySelector("[name=threshold]");
      if (next) e.preventDefault(), next.focus(), next.select();
    } else if (e.key === "/" && !t.matches("input, select, textarea") && id("q")) {
      e.preventDefault(), id("q").focus();
    }
  });

// Empty fields are left out of a search's URL.
  on("htmx:config:request", ({ detail: { ctx: { request: { method, body } } } }) => {
    if (method === "GET") for (const [k, v] of [...body]) if (v === "") body.delete(k);
  });

// A failure is shown; that of a background request in its place.
  const fail = (ctx, kind) => {
    const { sourceElement: el, sourceEvent: ev, request } = ctx, b = box(), n = id(el.dataset.place);
    if (n) n.textContent = el.dataset.quiet;
    if (n || !b) return;
    b.querySelector("[data-text]").textContent = b.dataset[kind] ||
      parse(ctx.text || "").querySelector("[data-error]")?.textContent || b.dataset.server;
    b.dataset.kind = kind;
    again = () => el.matches("form") ? el.requestSubmit(request.submitter) : htmx.trigger(el, ev.type);
    b.hidden = false;
  };
  on("htmx:error", ({ detail: { ctx } }) => ctx && fail(ctx, "network"));
  on("htmx:response:error", ({ detail: { ctx } }) => {
    const s = ctx.response.status; // 422: the form with its message
    if (s !== 422) fail(ctx, s === 401 ? "session" : s === 429 ? "busy" : s < 500 ? "refused" : "server");
  });
  on("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.raw.ok && !ctx.sourceElement.dataset.place && box()) box().hidden = true;
  });
  on("click", ({ target: t }) => {
    if (t.closest("#failure button")) box().hidden = true, t.value || again?.();
    if (t.closest("[data-print]")) print();
    for (const m of all(".menu[open]")) m.open = m.contains(t);
  });

// One box selects the page.
  on("change", ({ target: t }) => {
    if (t.matches(".pick-all input")) for (const p of all(".pick input")) p.checked = t.checked;
  });

// Offline; and a reload does not repeat the message.
  const look = () => {
    const b = id("offline"), u = new URL(location);
    if (b) b.hidden = navigator.onLine;
    if (!u.searchParams.has("done")) return;
    u.searchParams.delete("done");
    history.replaceState(history.state, "", u);
  };
  ononline = onoffline = look;
  on("htmx:after:swap", look);
  look();

// Submit filter changes made before the scripts. This one is before htmx: it hears of a request that fails at once.
  on("DOMContentLoaded", () => {
    const f = id("filter"), asks = (x) => new URLSearchParams(new FormData(x)).toString();
    if (f && asks(f) !== asks(parse(f.outerHTML).forms[0])) setTimeout(() => f.requestSubmit());
  });
  const tab = d.querySelector("nav [aria-current]"); // scrollIntoView would move where Tab begins
  if (tab) tab.parentNode.scrollLeft = tab.offsetLeft - 60;
  id("errors")?.focus(); // the admin's frame blocks autofocus
})();
