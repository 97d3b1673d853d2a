// The storefront of another merchant frames the signed-in app and makes a person
// click. Its address is of the same site as the admin, so the browser sends the
// session's cookie there too.
const { createServer } = require('node:http');
const { test, expect, openInstalled } = require('./demo');

test.use({ mall: 'foreign' });

const recipient = 'kim@shop.example';

test('a click on another merchant\'s page reaches nothing', async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await app.locator('nav a[href="/settings"]').click();
  await app.locator('#email').fill(recipient);
  await app.locator('#email').press('Enter');
  const row = app.locator('#recipients li').filter({ hasText: recipient });
  const remove = row.getByRole('button', { name: /삭제/ });
  await expect(remove).toBeVisible();
  await app.locator('nav a[href="/settings"]').click(); // without the notice about the new recipient
  await expect(app.locator('.note.tone-ok')).toHaveCount(0);

  // Where the button is in a frame that the attacker sizes the same.
  await remove.scrollIntoViewIfNeeded();
  const frame = page.frames().find((f) => f.url().startsWith(demo.app));
  const at = await remove.evaluate((b) => {
    const r = b.getBoundingClientRect();
    return { x: r.x + r.width / 2, y: r.y + r.height / 2 + window.scrollY, width: window.innerWidth };
  });
  const session = await frame.evaluate(() => fetch('/settings').then((r) => r.status));
  expect(session).toBe(200);

  const evil = createServer((request, answer) => answer.writeHead(200, { 'Content-Type': 'text/html' }).end(
    `<title>세일</title><body style="margin:0"><iframe src="${demo.app}/settings" style="position:absolute;left:0;top:0;border:0;width:${at.width}px;height:4000px;opacity:.01"></iframe>`));
  await new Promise((done) => { evil.listen(0, '127.0.0.1', done); });
  const storefront = await page.context().newPage(); // its refused frame is no violation of ours
  try {
    await storefront.setViewportSize({ width: at.width, height: 4000 });
    const refused = storefront.waitForEvent('console', (m) => /frame-ancestors|Refused to frame|Framing/.test(m.text()));
    await storefront.goto(`http://127.0.0.1:${evil.address().port}/sale`);
    await refused;
    await expect.poll(() => storefront.frames()[1].url()).toMatch(/^chrome-error:/);
    await storefront.mouse.click(at.x, at.y);
    await storefront.mouse.click(at.x, at.y);
    await expect.poll(() => storefront.frames()[1].url()).toMatch(/^chrome-error:/);
  } finally {
    await storefront.close();
    evil.close();
  }
  await page.goto(demo.admin);
  await app.locator('nav a[href="/settings"]').click();
  await expect(row).toHaveCount(1);

  // In the admin's own frame one click asks, and the second one removes.
  await remove.click();
  await expect(app.getByRole('heading')).toHaveText('이 받는 사람을 삭제할까요?');
  await app.getByRole('link', { name: '취소' }).click();
  await expect(row).toHaveCount(1);
  await remove.click();
  await app.getByRole('button', { name: '받는 사람 삭제' }).click();
  await expect(row).toHaveCount(0);
});
