// Measures what a merchant waits for on five pages, inside the admin's cross-site
// frame, with third-party cookies blocked and the processor slowed four times. It
// prints the numbers. Since machines differ, the test fails only at twice the limits,
// and at more if the machine has other work.
const { test, expect, openInstalled, firstSync } = require('./demo');

const visitsOfPage = Number(process.env.VISITS ?? 5);
const bars = { lcp: 1000, cls: 0.02, inp: 100, load: 120 * 1024, script: 20 * 1024 };

// observe records what web-vitals would report of a frame. Of interactions it
// keeps the longest, since there are too few for a percentile.
function observe() {
  const v = window.__vitals = { lcp: 0, cls: 0, shifts: [], inp: {} };
  const on = (type, f, options) => new PerformanceObserver((list) => list.getEntries().forEach(f)).observe({ type, buffered: true, ...options });
  on('largest-contentful-paint', (e) => { v.lcp = e.startTime; });
  let first = 0, last = 0, sum = 0; // one window of layout shifts: gaps up to 1 s, 5 s in all
  on('layout-shift', (e) => {
    if (e.hadRecentInput) return;
    if (e.startTime - last > 1000 || e.startTime - first > 5000) first = e.startTime, sum = 0;
    last = e.startTime, sum += e.value, v.cls = Math.max(v.cls, sum);
    v.shifts.push({ at: Math.round(e.startTime), by: e.value, what: e.sources.map((s) => s.node?.outerHTML?.slice(0, 90)) });
  });
  on('event', (e) => {
    if (!e.interactionId) return;
    const what = `${e.name} ${e.target?.id || e.target?.closest('[id]')?.id || e.target?.tagName}`;
    v.inp[what] = Math.max(v.inp[what] ?? 0, e.duration);
  }, { durationThreshold: 16 });
}

// busy is how much longer work takes now than on an idle machine: the time of a
// loop divided by its processor time.
async function busy(frame, cdp) {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const used = async () => (await cdp.send('Performance.getMetrics')).metrics.find((m) => m.name === 'ProcessTime').value;
  const began = await used();
  const wall = await frame.evaluate(() => {
    const t = performance.now();
    for (let i = 0, x = 0; i < 3e8; i++) x = (x + i) | 0;
    return (performance.now() - t) / 1000;
  });
  return Math.max(1, wall / (await used() - began));
}

// pages are the measured pages, each with what a person does on it. Each interaction
// begins when the page is at rest, and ends when its answer is there.
const pages = {
  '/stock': async ({ app, page, frame, press }) => {
    await press(app.locator('#q'));
    await page.keyboard.type('니트', { delay: 120 });
    await expect.poll(() => frame.url()).toContain('q=');
    await press(app.locator('#tiles a').first());
    await expect.poll(() => frame.url()).toContain('status=out');
    await press(app.locator('#tiles a').nth(2));
    await expect.poll(() => frame.url()).toContain('status=ok');
    const own = app.locator('input[name=threshold].text-soft, .cell input[name=threshold]').first();
    await press(own);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await expect(own).toHaveAttribute('value', '3');
  },
  '/alerts': async ({ app, page, frame, press }) => {
    await press(app.locator('#q'));
    await page.keyboard.type('니트', { delay: 120 });
    await expect.poll(() => frame.url()).toContain('q=');
    await press(app.locator('li[id^="alert-"] summary').first());
    await expect(app.locator('li[id^="alert-"] details[open]').first()).toBeVisible();
  },
  '/morning': async ({ app, page, press }) => {
    const first = app.locator('[data-item]').first(), id = await first.getAttribute('id');
    await press(app.locator(`#${id}`).getByRole('button', { name: '괜찮음' }));
    await expect(app.locator(`#${id}`).getByRole('button', { name: '되돌리기' })).toBeVisible();
    await press(app.locator('h1'));
    await page.keyboard.press('j');
    await expect(app.locator('[data-item]:focus')).toHaveCount(1);
  },
  '/reorder': async ({ app, page, press }) => {
    const units = app.locator('#order input[name^=units]').first();
    await press(units);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('37', { delay: 120 });
    await page.keyboard.press('Tab');
    await expect(units).toHaveValue('37');
  },
  '/report': async ({ app, press }) => {
    const table = app.locator('details:not([open]) > summary').first();
    await press(table);
    await expect(app.locator('details[open]').first()).toBeVisible();
  },
};

test('LCP, CLS, INP and bytes of five pages in the frame, four times slower', async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);

  // The frame is another site, so it has its own process. Only that process is
  // slowed. It stays the same while the frame navigates.
  const frame = page.frames().find((f) => f.url().startsWith(demo.app));
  const cdp = await page.context().newCDPSession(frame);
  const before = await busy(frame, cdp);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(observe);
  const rest = () => frame.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestIdleCallback(done, { timeout: 2000 })); }));
  // A real pointer, since Playwright's own click runs its checks in the page.
  const press = async (target) => {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await rest();
    await page.mouse.down();
    await page.mouse.up();
  };
  const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

  // Bytes over the wire of the first visit, with an empty cache.
  await cdp.send('Network.enable');
  const bytes = {}, kinds = { Document: 'document', Stylesheet: 'style', Script: 'script' }, asked = new Map();
  let counted;
  cdp.on('Network.responseReceived', ({ requestId, type }) => asked.set(requestId, kinds[type]));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (counted && asked.get(requestId)) counted[asked.get(requestId)] += encodedDataLength;
  });

  const figures = {}, moved = {};
  for (const [path, interact] of Object.entries(pages)) {
    counted = bytes[path] = { document: 0, style: 0, script: 0 };
    await cdp.send('Network.clearBrowserCache');
    const visits = [];
    for (let without = 0; visits.length < visitsOfPage;) {
      await frame.goto(`${demo.app}${path}`, { waitUntil: 'load' });
      const painted = await frame.waitForFunction(() => window.__vitals.lcp > 0, null, { timeout: 10_000 }).catch(() => null);
      counted = undefined;
      if (!painted) { // now and then the browser reports no LCP of a page that is there
        expect(++without, `visits of ${path} without an LCP`).toBeLessThan(10);
        continue;
      }
      visits.push(await frame.evaluate(() => ({ lcp: window.__vitals.lcp, cls: window.__vitals.cls, shifts: window.__vitals.shifts })));
    }
    await rest();
    await interact({ app, page, frame, press });
    await expect.poll(() => frame.evaluate(() => Object.keys(window.__vitals.inp).length)).toBeGreaterThan(0);
    const { cls, shifts, inp } = await frame.evaluate(() => window.__vitals);
    const { document, style, script } = bytes[path];
    figures[path] = {
      lcp: Math.round(median(visits.map((v) => v.lcp))), lcpOfAll: visits.map((v) => Math.round(v.lcp)),
      cls: Number(Math.max(cls, ...visits.map((v) => v.cls)).toFixed(4)),
      inp: Math.max(...Object.values(inp)), inpOf: inp, load: document + style + script, bytes: bytes[path],
    };
    moved[path] = [...visits.map((v) => v.shifts), shifts];
  }

  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const slack = 2 * Math.max(before, await busy(frame, cdp));
  console.log('in the frame, processor ÷ 4, busy', (slack / 2).toFixed(1));
  for (const [path, f] of Object.entries(figures)) console.log(path, JSON.stringify(f));
  for (const [path, f] of Object.entries(figures)) {
    if (f.cls > bars.cls) console.log('what moved on', path, JSON.stringify(moved[path]));
    expect(bytes[path].document && bytes[path].style && bytes[path].script, `all three kinds were measured on ${path}`).toBeTruthy();
    expect(f.lcp, path).toBeLessThan(slack * bars.lcp);
    expect(f.cls, path).toBeLessThan(2 * bars.cls);
    expect(f.inp, path).toBeLessThan(slack * bars.inp);
    expect(f.load, path).toBeLessThan(bars.load); // bytes do not depend on the machine
    expect(bytes[path].script, path).toBeLessThan(bars.script);
  }
});
