// Runs before the body is parsed. A script waits for the stylesheets before it,
// so no page is laid out without them.
(() => {
  "use strict";
  const d = document, c = d.documentElement.classList, away = (x) => /^_[bt]/.test(x.target);

// A line shows at once that a page is loading, unless a file or a window follows.
  addEventListener("click", (e) => {
    const a = e.target.closest("a[href]"), { pathname, search, origin } = location;
    if (!a || a.type || away(a) || a.origin !== origin || e.button || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (!a.hash || a.pathname + a.search !== pathname + search) c.add("loading");
  });

// A form that loads a new page is sent once.
  addEventListener("submit", (e) => {
    const f = e.target.classList;
    if (f.contains("busy")) e.preventDefault();
    else if (!e.defaultPrevented) f.add("busy"), away(e.target) || c.add("loading");
  });
  addEventListener("pageshow", () => {
    c.remove("loading");
    for (const f of d.querySelectorAll(".busy")) f.classList.remove("busy");
  });
})();
