// What a frame lacks of a window: something that shows that a page is loading, and
// a reload that keeps the page.
const { test, expect, openInstalled, firstSync } = require('./demo');

test('a page that is loading shows it, until it is there', async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);
  // shown are the times at which the line has appeared: a document whose page is
  // leaving answers no questions, so it reports by itself.
  let shown = 0;
  page.on('console', (m) => { if (m.text() === 'line') shown++; });
  const watch = () => app.locator(':root').evaluate((root) => {
    let before = false;
    const look = () => {
      const now = getComputedStyle(root, '::before').content !== 'none';
      if (now && !before) console.log('line');
      before = now;
    };
    new MutationObserver(look).observe(root, { subtree: true, attributes: true, attributeFilter: ['class'] });
    look();
  });
  const line = () => app.locator(':root').evaluate((root) => getComputedStyle(root, '::before').content !== 'none');
  // A document that leaves while it is asked answers with an error: ask the next one.
  const gone = () => expect(async () => expect(await line()).toBe(false)).toPass({ timeout: 30_000 });
  // held presses something whose answer is held back until the line is there.
  const held = async (address, press, arrived) => {
    let go;
    const gate = new Promise((resolve) => { go = resolve; });
    await page.route(address, async (route) => { await gate; await route.continue(); }, { times: 1 });
    await gone();
    await watch();
    const before = shown;
    await press();
    await expect.poll(() => shown).toBeGreaterThan(before);
    go();
    await arrived();
    await gone();
  };
  // A part of the page by htmx, a link, a form.
  await held('**/stock?status=out*', () => app.locator('#tiles a').first().click(), () => expect(app.locator('#tiles a[aria-current]')).toHaveCount(1));
  await held('**/settings', () => app.locator('nav a[href="/settings"]').click({ noWaitAfter: true }), () => expect(app.locator('#theme-title')).toBeVisible());
  await app.locator('main').evaluate((main) => { main.dataset.before = ''; });
  await held('**/settings/theme', () => app.locator('section:has(#theme-title) button').click({ noWaitAfter: true }), () => expect(app.locator('main:not([data-before]) #theme-title')).toBeVisible());
  // A file is followed by no page.
  await app.locator('nav a[href="/stock"]').click();
  const [file] = await Promise.all([page.waitForEvent('download'), app.locator('a[type="text/csv"]').click()]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  expect(await line()).toBe(false);
});

for (const width of [1280, 390]) test(`a reload of the admin keeps page, filter and theme, ${width} px`, async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);
  await page.setViewportSize({ width, height: 900 });
  const address = () => page.frames().find((f) => f.url().startsWith(demo.app))?.url();
  const reload = async () => {
    const before = await app.locator('html').elementHandle();
    await page.reload();
    await before.isHidden().catch(() => {});
  };
  await app.locator('#tiles a').first().click();
  await expect.poll(address).toContain('status=out');
  await reload();
  await expect.poll(address).toContain('status=out');
  await expect(app.locator('#tiles a[aria-current]')).toHaveCount(1);

  const current = app.locator('header nav [aria-current]');
  await app.locator('header nav a[href="/connection"]').click();
  await expect.poll(address).toMatch(/\/connection$/);
  await expect(current).toBeInViewport({ ratio: 0.9 });
  await reload();
  await expect.poll(address).toMatch(/\/connection$/);
  await expect(current).toBeInViewport({ ratio: 0.9 });

  // Light in a dark computer, until the operator chooses otherwise.
  await page.emulateMedia({ colorScheme: 'dark' });
  const ground = (colour) => expect(app.locator('html')).toHaveCSS('background-color', colour);
  await ground('rgb(245, 246, 248)');
  await app.locator('header nav a[href="/settings"]').click();
  for (const [label, colour] of [['어둡게', 'rgb(18, 20, 24)'], ['밝게', 'rgb(245, 246, 248)'], ['컴퓨터 설정에 맞춤', 'rgb(18, 20, 24)']]) {
    await app.getByLabel(label).check();
    await app.locator('section:has(#theme-title) button').click();
    await ground(colour);
  }
  await reload();
  await expect(app.locator('#theme-title')).toBeVisible();
  await ground('rgb(18, 20, 24)');
});
