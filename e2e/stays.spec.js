// What a page keeps in difficult situations: Korean input being composed, back and
// forward, a failed request, a lost connection, an ended session, a change by
// somebody else.
const { test, expect, openInstalled, firstSync } = require('./demo');

// opened returns the list in the admin's frame, and the search requests it made.
async function opened(page, demo) {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);
  await page.goto(demo.admin);
  await expect(app.getByRole('table')).toBeVisible();
  const frame = page.frames().find((f) => f.url().startsWith(demo.app));
  const rows = () => app.locator('tbody tr').evaluateAll((list) => list.map((row) => row.id).join());
  return { app, frame, rows };
}

test('a syllable that is being composed is no search', async ({ page, demo }) => {
  const { app, frame, rows } = await opened(page, demo);
  const searched = [];
  page.on('request', (request) => {
    const q = new URL(request.url()).searchParams.get('q');
    if (q !== null) searched.push(q);
  });
  const all = await rows(), entries = () => page.evaluate(() => history.length), before = await entries();
  const ime = await page.context().newCDPSession(frame);
  await app.locator('#q').click();
  for (const [word, steps] of [['니', ['ㄴ', '니', '닡']], ['트', ['트']]]) {
    for (const text of steps) {
      await ime.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
      // Wait longer than the search's delay: the only way to see that no request comes.
      await frame.evaluate(() => new Promise((done) => { setTimeout(done, 400); }));
    }
    await ime.send('Input.insertText', { text: word });
  }
  await expect(app.locator('#q')).toHaveValue('니트');
  await expect.poll(() => frame.url()).toContain(encodeURIComponent('니트'));
  await expect.poll(rows).not.toBe(all);
  expect(searched.filter((q) => !['니', '니트'].includes(q)), 'searches for half a syllable').toEqual([]);
  expect(await entries(), 'entries of the history').toBeLessThanOrEqual(before + 1);
});

test('what was asked before the script came is asked when it comes', async ({ page, demo }) => {
  const { app, frame } = await opened(page, demo);
// early opens a page whose script loads only after the viewer has used the page.
  const early = async (address, act, search) => {
    let come;
    const script = new Promise((resolve) => { come = resolve; });
    await page.route('**/htmx*.js*', async (route) => { await script; await route.continue(); }, { times: 1 });
    await frame.evaluate((to) => { location.href = to; }, address);
    await act();
    come();
    await expect.poll(() => new URL(frame.url()).search).toBe(search);
    await expect(app.locator('.htmx-request')).toHaveCount(0);
  };
  await early('/stock?status=ok', async () => {
    await expect(app.locator('#f-status')).toHaveValue('ok');
    await app.locator('#q').fill('니트');
    await app.locator('#f-sort').selectOption('-quantity');
  }, `?q=${encodeURIComponent('니트')}&status=ok&sort=-quantity`);
  await expect(app.locator('th[aria-sort=descending]')).toHaveCount(1);
  await expect(app.locator('#q')).toHaveValue('니트');
  await early('/stock?muted=1', async () => {
    await app.locator('summary', { hasText: '필터 더보기' }).click();
    await app.locator('#filter [name=muted]:checked').uncheck();
  }, '');
});

test('back and forward show what was there', async ({ page, demo }) => {
  const { app, frame, rows } = await opened(page, demo);
  const seen = [{ url: frame.url(), rows: await rows() }];
  const step = async (act, sign) => {
    await act();
    await expect.poll(() => frame.url()).toContain(sign);
    await expect(app.locator('.htmx-request')).toHaveCount(0);
    seen.push({ url: frame.url(), rows: await rows() });
  };
  await step(() => app.locator('#tiles a').first().click(), 'status=out');
  await step(() => app.locator('#tiles a').nth(2).click(), 'status=ok');
  await step(() => app.locator('#f-sort').selectOption('name'), 'sort=name');
  await step(() => app.getByRole('link', { name: '다음' }).click(), 'cursor=');
  await step(() => app.locator('tbody tr a.quiet-link').first().click(), '/stock/');
  await step(() => app.locator('nav a[href="/alerts"]').click(), '/alerts');
  const there = async ({ url, rows: had }) => {
    await expect.poll(() => frame.url()).toBe(url);
    await expect.poll(rows).toBe(had);
  };
  for (const place of seen.slice(0, -1).toReversed()) {
    await frame.evaluate(() => history.back());
    await there(place);
  }
  for (const place of seen.slice(1)) {
    await frame.evaluate(() => history.forward());
    await there(place);
  }
  await frame.evaluate((steps) => history.go(-steps), seen.length - 1);
  await there(seen[0]);
  await expect(app.locator('#f-sort')).toHaveValue('');
});

for (const width of [1280, 390]) {
  test(`a sold-out row opens the option that was pressed, ${width} px`, async ({ page, demo }) => {
    const { app, frame } = await opened(page, demo);
    await page.setViewportSize({ width, height: 900 });
    await app.locator('#tiles a').first().click();
    await expect.poll(() => frame.url()).toContain('status=out');
    for (const n of [0, 5]) {
      const row = app.locator('tbody tr').nth(n), code = (await row.getAttribute('id')).replace('row-', '');
      const status = (await row.locator('.badge').first().innerText()).trim();
      expect(['품절', '계속 판매 중']).toContain(status);
      await row.locator('a.quiet-link').first().focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => frame.url()).toContain(`variant=${code}`);
      const panel = app.locator('#variant');
      await expect(panel.locator('.badge').first()).toHaveText(status);
      await expect(panel).toContainText(/재고 (0|−\d+)개/);
      await expect(panel).toBeInViewport();
      await expect(app.locator(`#row-${code}`)).toHaveAttribute('aria-current', 'true');
      const options = await app.locator('tbody tr[id^=row-]').count();
      const head = app.locator('h1 + .badge');
      if (options > 1 && await app.locator('tbody tr .badge.tone-ok').count()) await expect(head).toHaveText(new RegExp(`^${options}개 중 \\d+개 (품절|계속 판매 중)$`));
      await frame.evaluate(() => history.back());
      await expect.poll(() => frame.url()).toContain('status=out');
    }
  });
}

test('what fails says so, keeps what was typed, and goes on', async ({ page, demo, context }) => {
  const { app, frame, rows } = await opened(page, demo);
  const failure = app.locator('#failure'), field = app.locator('.cell input[name=threshold]').first();
  const had = await rows(), was = await field.inputValue();

  await context.route('**/stock/threshold', (route) => route.abort());
  await field.fill('41');
  await field.press('Enter');
  await expect(failure).toBeVisible();
  await expect(field).toHaveValue('41');
  await context.unroute('**/stock/threshold');
  await failure.getByRole('button', { name: '다시 시도' }).click();
  await expect(field).toHaveAttribute('value', '41');
  await expect(failure).toBeHidden();
  await field.fill(was);
  await field.press('Enter');
  await expect(field).toHaveAttribute('value', was);

  await context.route('**/stock?*', (route) => route.fulfill({ status: 503, body: '' }));
  await app.locator('#tiles a').first().click();
  await expect(failure).toBeVisible();
  expect(await rows(), 'the list stays').toBe(had);
  await context.unroute('**/stock?*');
  await failure.getByRole('button', { name: '다시 시도' }).click();
  await expect.poll(() => frame.url()).toContain('status=out');
  await expect(failure).toBeHidden();

  await context.setOffline(true);
  await expect(app.locator('#offline')).toBeVisible();
  await context.setOffline(false);
  await expect(app.locator('#offline')).toBeHidden();

  // Somebody else sets the same threshold, from another window.
  const other = await context.newPage();
  const { app: theirs, frame: theirFrame } = await opened(other, demo);
  await theirFrame.goto(`${demo.app}/stock`); // the windows of one browser share the last page
  const id = await app.locator('.cell input[name=threshold]').first().getAttribute('id');
  await theirs.locator('#tiles a').first().click();
  await expect.poll(() => theirFrame.url()).toContain('status=out');
  await theirs.locator(`#${id}`).fill('23');
  await theirs.locator(`#${id}`).press('Enter');
  await expect(theirs.locator(`#${id}`)).toHaveAttribute('value', '23');
  await other.close();
  await app.locator(`#${id}`).fill('24');
  await app.locator(`#${id}`).press('Enter');
  await expect(app.locator(`#${id}-error`)).toContainText('그사이 23개로 바뀌었어요');
  await expect(app.locator(`#${id}`)).toHaveValue('24');
  await app.locator(`#${id}`).press('Enter');
  await expect(app.locator(`#${id}`)).toHaveAttribute('value', '24');
  await expect(app.locator(`#${id}-error`)).toHaveCount(0);

// The session ends: the page shows a sentence, not a login form instead of the list.
  await context.clearCookies();
  await app.locator('#tiles a').nth(2).click();
  await expect(failure).toContainText('접속 시간이 끝났어요');
  await expect(failure.getByRole('button', { name: '다시 시도' })).toBeHidden();
  await expect(failure.getByRole('link', { name: '카페24 관리자 열기' })).toHaveAttribute('href', demo.admin);
  await expect(app.getByRole('table')).toBeVisible();
});
