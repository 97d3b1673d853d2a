// The page /morning: the focus after an answer, and keys. It works without this.
(() => {
  "use strict";
  const d = document, page = d.getElementById("morning"), store = "morning-keys";
  if (!page) return;
  const items = () => [...page.querySelectorAll("[data-item]")];
  let from = -1;

// The place of the item that is answered, before it is swapped.
  d.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    from = items().indexOf(ctx.sourceElement.closest("[data-item]"));
  });
  d.addEventListener("htmx:after:swap", () => {
    if (from < 0) return;
    const wrong = page.querySelector("[aria-invalid]"), left = items();
    const to = wrong || left[Math.min(from, left.length - 1)] || d.getElementById("morning-end");
    from = -1;
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  });

// Keys without a modifier, outside of fields, unless they are turned off.
  const on = d.getElementById("keys-on"), help = d.getElementById("keys");
  try {
    on.checked = localStorage.getItem(store) !== "off";
    on.onchange = () => localStorage.setItem(store, on.checked ? "on" : "off");
  } catch { /* no storage: the keys are on again on the next page */ }
  d.addEventListener("keydown", (e) => {
    if (!on.checked || e.isComposing || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
    if (e.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const all = items(), here = all.indexOf(d.activeElement?.closest("[data-item]"));
    if (e.key === "j" || e.key === "k") {
      const to = all[Math.max(0, Math.min(all.length - 1, here + (e.key === "j" ? 1 : -1)))];
      to?.focus({ preventScroll: true });
      to?.scrollIntoView({ block: "center" });
    } else if (e.key === "e" || e.key === "x") {
      all[here]?.querySelector(`[data-key=${e.key}]`)?.click();
    } else if (e.key === "?") {
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
    } else return;
    e.preventDefault();
  });
})();
