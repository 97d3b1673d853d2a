// What the pages need beyond htmx. Every page works without it.
(() => {
  "use strict";
  const d = document, by = (id) => d.getElementById(id);
  let again = null;

  // Korean input: a syllable still being composed is not a search yet.
  d.addEventListener("input", (e) => {
    if (e.isComposing && e.target.matches("[data-search]")) e.stopImmediatePropagation();
  }, true);
  d.addEventListener("compositionend", (e) => {
    if (e.target.matches("[data-search]")) e.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Esc takes an edit back; the focus stays in the cell.
  d.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || e.isComposing || !e.target.matches(".cell input")) return;
    e.target.value = e.target.defaultValue;
    e.target.select();
  });

  // A search or filter keeps its URL short: empty fields are left out.
  d.addEventListener("htmx:config:request", (e) => {
    const r = e.detail.ctx.request;
    if (r.method !== "GET") return;
    for (const [k, v] of [...r.body]) if (v === "") r.body.delete(k);
  });

  // A request that failed says what happened and offers to try again.
  const fail = (ctx, kind) => {
    const box = by("failure"), { sourceElement: s, sourceEvent: ev, request } = ctx;
    if (!box) return;
    let text = box.dataset[kind];
    if (kind === "refused") {
      const said = new DOMParser().parseFromString(ctx.text || "", "text/html");
      text = (said.querySelector("[data-error]") || said.body).textContent.trim();
      if (!text || text.length > 200) text = box.dataset.server;
    }
    box.querySelector("[data-text]").textContent = text;
    box.querySelector("button").hidden = kind === "session" || kind === "refused";
    again = () => s.matches("form") ? s.requestSubmit(request.submitter || null) : htmx.trigger(s, ev.type);
    box.hidden = false;
  };
  d.addEventListener("htmx:error", (e) => { if (e.detail.ctx) fail(e.detail.ctx, "network"); });
  d.addEventListener("htmx:response:error", (e) => {
    const { ctx } = e.detail, status = ctx.response.status;
    if (status === 422 || status === 409) return; // the answer is the form with its message
    fail(ctx, status === 401 ? "session" : status === 429 ? "busy" : status < 500 ? "refused" : "server");
  });
  d.addEventListener("htmx:after:request", (e) => {
    if (e.detail.ctx.response.raw.ok && by("failure")) by("failure").hidden = true;
  });
  d.addEventListener("click", (e) => {
    if (!e.target.closest("#failure button")) return;
    by("failure").hidden = true;
    if (again) again();
  });

  const online = () => { const box = by("offline"); if (box) box.hidden = navigator.onLine; };
  addEventListener("online", online);
  addEventListener("offline", online);

  // The word of what was done is said once: a reload must not say it again.
  const said = () => {
    const u = new URL(location.href);
    if (!u.searchParams.has("done")) return;
    u.searchParams.delete("done");
    history.replaceState(history.state, "", u);
  };
  d.addEventListener("htmx:after:swap", () => { said(); online(); });
  online();
  said();
})();
