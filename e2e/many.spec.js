// Bulk actions on alerts: grouped by product, selected, acknowledged, resolved, with
// an exact result. With JavaScript and without.
const { test, expect, openInstalled, firstSync } = require('./demo');

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('acting on many alerts', async ({ page, demo }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);
      await app.locator('nav a[href="/alerts"]').click();
      const bar = app.locator('#many'), said = app.locator('#acted');
      const rows = app.locator('li[id^="alert-"]');
      await expect(rows.first()).toBeVisible();
      await expect(bar).toBeHidden();
      const boxes = app.locator('input[name=id]');
      if (javaScriptEnabled) {
        await app.getByLabel('이 쪽의 알림 모두 선택').check();
        await expect(app.locator('input[name=id]:checked')).toHaveCount(await boxes.count());
        await app.getByLabel('이 쪽의 알림 모두 선택').uncheck();
        await expect(bar).toBeHidden();
      } else {
        await expect(app.getByLabel('이 쪽의 알림 모두 선택')).toBeHidden();
      }
// Two alerts that nobody has acknowledged.
      const open = rows.filter({ has: page.getByRole('button', { name: '확인했어요' }) });
      const first = await open.nth(0).getAttribute('id'), second = await open.nth(1).getAttribute('id');
      const sure = app.locator('form:has(input[name=sure]) button'); // of the question before alerts are resolved
      const pick = async () => { for (const id of [first, second]) await app.locator(`#${id} input[name=id]`).check(); };
      await pick();
      await expect(bar).toBeVisible();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/many-${javaScriptEnabled}.png` });
      await bar.getByRole('button', { name: '확인했어요' }).click();
      await expect(said).toContainText('2건을 확인했어요.');
      await expect(app.locator(`#${first}`)).toContainText('확인함');
      await expect(bar).toBeHidden();

      await pick();
      await app.locator(`#${second}`).getByText('더 보기').click();
      await app.locator(`#${second}`).getByRole('button', { name: '해결로 표시' }).click();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/many-sure-${javaScriptEnabled}.png` });
      await sure.click();
      await expect(app.locator('.toast')).toHaveText('해결로 표시했어요');
      await app.locator(`#${first} input[name=id]`).check();
      await bar.getByRole('button', { name: '해결로 표시' }).click();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/many-sure2-${javaScriptEnabled}.png` });
      await sure.click();
      await expect(said).toContainText('1건을 해결로 표시했어요.');
      await expect(app.locator(`#${first}`)).toHaveCount(0);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/many-done-${javaScriptEnabled}.png` });
    });
  });
}
