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
// The page /morning on a touch screen: an item swiped to the right is ordered, to
// the left snoozed until tomorrow. Each press a button of the item, so its undo is
// theirs. A short, a diagonal or a vertical movement does nothing.
(() => {
  "use strict";
  const page = document.getElementById("morning"), still = matchMedia("(prefers-reduced-motion: reduce)");
  if (!page) return;
  let from = null;
  const end = () => {
    if (!from) return;
    from.item.style.transform = "";
    delete from.item.dataset.swipe;
    delete from.item.dataset.sure;
    from = null;
  };
  const button = (item, dx) => item.querySelector(dx > 0 ? "[data-key=e]" : ".morning-menu button");
  const sure = (dx, dy) => Math.abs(dx) >= Math.max(96, from.item.offsetWidth * 0.35) && Math.abs(dy) < Math.abs(dx) / 2;
  const by = (e) => from?.id === e.pointerId ? [e.clientX - from.x, e.clientY - from.y] : [];

  page.addEventListener("pointerdown", (e) => {
    end();
    const item = e.target.closest("[data-item]");
    if (e.pointerType === "mouse" || !e.isPrimary || !item || !button(item, 1) || e.target.closest("input, .menu-box")) return;
    from = { item, id: e.pointerId, x: e.clientX, y: e.clientY, on: false };
  });
  page.addEventListener("pointermove", (e) => {
    const [dx, dy] = by(e);
    if (dx === undefined) return;
    if (!from.on) {
      if (Math.abs(dy) > 12) return end();
      if (Math.abs(dx) < 16 || Math.abs(dx) < 2 * Math.abs(dy)) return;
      from.on = true;
      from.item.setPointerCapture(from.id);
    }
    from.item.dataset.swipe = dx > 0 ? "right" : "left";
    from.item.toggleAttribute("data-sure", sure(dx, dy));
    if (!still.matches) from.item.style.transform = `translateX(${dx}px)`;
  });
  page.addEventListener("pointerup", (e) => {
    const [dx, dy] = by(e), press = from?.on && dx !== undefined && sure(dx, dy) && button(from.item, dx);
    end();
    if (press) press.click();
  });
  page.addEventListener("pointercancel", end);
})();
