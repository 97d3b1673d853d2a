// Notices: a failed background request shows its error in its own place. The
// confirmation of an action does not move or cover the row that is being edited.
const { test, expect } = require('@playwright/test');
const { openBook } = require('./book');

let book;
test.beforeAll(async () => { book = await openBook(); });
test.afterAll(() => book?.stop());

// opened opens a new mall's list whose background requests are answered with status.
async function opened(page, status) {
  const asked = { count: 0, sync: 0 };
  for (const [what, path] of [['count', '**/setup/threshold'], ['sync', '**/stock/sync']]) {
    await page.route(path, (route) => { asked[what] += 1; return status ? route.fulfill({ status, body: '' }) : route.abort(); });
  }
  await page.goto(`${book.url}/ko/stock-new`);
  return asked;
}

for (const status of [503, 429, 401, 0]) {
  test(`what fails in the background stays quiet: ${status || 'no connection'}`, async ({ page }) => {
    const asked = await opened(page, status);
    await expect(page.locator('#setup-threshold-preview')).toHaveText('몇 개인지 아직 세지 못했어요.');
    await expect(page.locator('#sync-note')).toContainText('잠시 알 수 없었어요');
    await expect(page.locator('#sync')).toContainText('상품 640 / 1,200');
    await expect(page.locator('#failure')).toBeHidden();
    await page.locator('#setup-threshold').fill('7');
    await expect.poll(() => asked.count).toBeGreaterThan(1);
    await expect.poll(() => asked.sync).toBeGreaterThan(1); // the page continues to ask
    await expect(page.locator('#failure')).toBeHidden();
  });
}

for (const width of [1280, 390]) {
  test(`a notice leaves the row that is being edited where it is, ${width} px`, async ({ page, context }) => {
    await page.setViewportSize({ width, height: 800 });
    await opened(page, 503);
    await page.route('**/stock/threshold', (route) => route.fulfill({ status: 503, body: '' }));
    for (const n of [0, 3]) {
      const field = page.locator('.cell input[name=threshold]').nth(n), notice = page.locator('#failure');
      await field.scrollIntoViewIfNeeded();
      await field.fill('41');
      const before = await field.boundingBox();
      await field.press('Enter');
      await expect(notice).toBeVisible();
      await expect(field).toHaveValue('41');
      expect(await field.boundingBox(), 'where the field is').toEqual(before);
      const over = await notice.boundingBox();
      expect(over.y + over.height, 'the notice ends above the field').toBeLessThanOrEqual(before.y);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/notice-${width}-${n}.png` });
      await notice.getByRole('button', { name: '닫기' }).click();
      await expect(notice).toBeHidden();
      expect(await field.boundingBox(), 'and stays').toEqual(before);

      await context.setOffline(true);
      await expect(page.locator('#offline')).toBeVisible();
      expect(await field.boundingBox(), 'where the field is, offline').toEqual(before);
      await context.setOffline(false);
      await expect(page.locator('#offline')).toBeHidden();
    }
  });
}
