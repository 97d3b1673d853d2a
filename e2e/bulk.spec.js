// One threshold for many rows: rows selected on the page, or all results of a search.
const { test, expect, openInstalled, firstSync } = require('./demo');

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a threshold for many items', async ({ page, demo }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);
      const bar = app.locator('#bulk');
      await expect(bar).toBeHidden();
      await app.locator('td .pick input').nth(1).check();
      await app.locator('td .pick input').nth(3).check();
      await expect(bar).toBeVisible();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/bulk-bar-${javaScriptEnabled}.png` });
      if (javaScriptEnabled) {
        await app.locator('.pick-all input').check();
        await expect(app.locator('td .pick input:checked')).toHaveCount(50);
        await app.locator('.pick-all input').uncheck();
        await expect(bar).toBeHidden();
        await app.locator('td .pick input').nth(1).check();
        await app.locator('td .pick input').nth(3).check();
      } else {
        await expect(app.locator('.pick-all')).toBeHidden();
      }
      await bar.getByLabel('알림 기준').fill('lots');
      await bar.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
      await expect(app.locator('#bulk-threshold')).toHaveValue('lots');
      await expect(app.locator('#bulk-threshold')).toHaveAttribute('aria-invalid', 'true');
      const wanted = javaScriptEnabled ? 31 : 32;
      await app.locator('#bulk-threshold').fill(String(wanted));
      await app.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
      await expect(app.getByText('품목 2개의 기준이 바뀌어요')).toBeVisible();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/bulk-plan-${javaScriptEnabled}.png` });
      await app.getByRole('button', { name: '2개 바꾸기' }).click();
      await expect(app.locator(`input[name=threshold]:not([type=hidden])[value="${wanted}"]`)).toHaveCount(2);
      await app.getByRole('link', { name: '알림 기준', exact: true }).click();
      await app.locator('#history li[id^=change-]').first().getByRole('button', { name: /되돌리기/ }).click();
      await expect(app.locator('#history li[id^=change-]').first()).toContainText('되돌림');
    });
  });
}
