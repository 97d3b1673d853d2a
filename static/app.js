// What the pages need beyond htmx. Every page works without it.
(() => {
  "use strict";
  const d = document, on = (name, f, capture) => d.addEventListener(name, f, capture);
  const id = (x) => d.getElementById(x), all = (x) => d.querySelectorAll(x), box = () => id("failure");
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  let again;

  // A syllable being composed is no search yet.
  const search = (e) => e.target.matches("[data-search]");
  on("input", (e) => { if (e.isComposing && search(e)) e.stopImmediatePropagation(); }, true);
  on("compositionend", (e) => { if (search(e)) e.target.dispatchEvent(new Event("input", { bubbles: true })); });

  // In a cell Esc takes an edit back, arrows change the row; elsewhere / searches.
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

  // A search's empty fields stay out of its address.
  on("htmx:config:request", (e) => {
    const { method, body } = e.detail.ctx.request;
    if (method === "GET") for (const [k, v] of [...body]) if (v === "") body.delete(k);
  });

  // A failed request says so and offers again.
  const fail = (ctx, kind) => {
    const b = box(), { sourceElement: el, sourceEvent: ev, request } = ctx;
    if (!b) return;
    b.querySelector("[data-text]").textContent = b.dataset[kind] ||
      parse(ctx.text || "").querySelector("[data-error]")?.textContent || b.dataset.server;
    b.dataset.kind = kind;
    again = () => el.matches("form") ? el.requestSubmit(request.submitter) : htmx.trigger(el, ev.type);
    b.hidden = false;
  };
  on("htmx:error", (e) => { if (e.detail.ctx) fail(e.detail.ctx, "network"); });
  on("htmx:response:error", (e) => {
    const ctx = e.detail.ctx, status = ctx.response.status;
    if (status === 422) return; // the form with its message
    fail(ctx, status === 401 ? "session" : status === 429 ? "busy" : status < 500 ? "refused" : "server");
  });
  on("htmx:after:request", (e) => { if (e.detail.ctx.response.raw.ok && box()) box().hidden = true; });
  on("click", ({ target: t }) => {
    if (t.closest("#failure button")) box().hidden = true, again?.();
    if (t.closest("[data-print]")) print();
    for (const m of all(".menu[open]")) m.open = m.contains(t);
  });

  // A form that another page answers is sent once.
  on("submit", (e) => {
    const form = e.target.classList;
    if (form.contains("busy")) e.preventDefault();
    else if (!e.defaultPrevented) form.add("busy");
  });
  addEventListener("pageshow", () => all(".busy").forEach((f) => f.classList.remove("busy")));

  // One box picks the page.
  on("change", ({ target: t }) => {
    if (t.matches(".pick-all input")) for (const p of all(".pick input")) p.checked = t.checked;
  });

  // Offline; and a reload does not repeat what was done.
  const look = () => {
    const b = id("offline"), u = new URL(location);
    if (b) b.hidden = navigator.onLine;
    if (!u.searchParams.has("done")) return;
    u.searchParams.delete("done");
    history.replaceState(history.state, "", u);
  };
  for (const name of ["online", "offline"]) addEventListener(name, look);
  on("htmx:after:swap", look);
  look();

  // What was asked before the script came is asked now.
  const f = id("filter"), asks = (form) => new URLSearchParams(new FormData(form)).toString();
  if (f && asks(f) !== asks(parse(f.outerHTML).forms[0])) setTimeout(() => f.requestSubmit());
  id("errors")?.focus(); // the admin's frame blocks autofocus
})();
