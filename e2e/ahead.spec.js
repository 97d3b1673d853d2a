// The forecast: past orders are counted, the suggested threshold of an option is
// applied, and the reorder sheet is mailed.
const { test, expect, openInstalled, firstSync } = require('./demo');

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('suggestions and a reorder sheet', async ({ page, demo, request }) => {
      const app = page.frameLocator('iframe.app');
      const go = (name) => app.getByRole('link', { name, exact: true }).click();
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);
      await expect(async () => { // the past is counted in the background
        await go('공급사 발주');
        await expect(app.locator('#sheet-title')).toBeVisible({ timeout: 5000 });
      }).toPass({ timeout: 240_000 });
      await expect(app.locator('.reorder-table tbody tr').first()).toContainText('발주점');
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/reorder-${javaScriptEnabled}.png` });

      await go('재고');
      await app.getByText('필터 더보기').click();
      await app.locator('#f-outlook').selectOption('raise');
      if (!javaScriptEnabled) await app.getByRole('button', { name: '찾기' }).click();
      const take = app.getByRole('button', { name: /제안 \d+ 적용/ }).first();
      const wanted = (await take.innerText()).match(/\d+/)[0];
      const code = await app.locator('tbody tr', { has: take }).first().locator('input[name=variant_code]').first().inputValue();
      await take.click();
      const own = app.locator(`tr#row-${code} input[name=threshold]`).first();
      if (javaScriptEnabled) await expect(own).toHaveValue(wanted);
      else await expect(app.getByText('저장했어요')).toBeVisible();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/ahead-${javaScriptEnabled}.png` });

      const email = `buyer-${javaScriptEnabled}@shop.example`;
      await go('설정');
      await app.locator('#email').fill(email);
      await app.getByRole('button', { name: '추가', exact: true }).click();
      const messages = async () => (await (await request.get(`${demo.mail}/api/messages?to=${email}`)).json()).messages;
      await expect.poll(async () => (await messages()).length).toBe(1);
      const confirm = await page.context().browser().newPage({ javaScriptEnabled, locale: 'ko-KR' });
      await confirm.goto((await messages())[0].text.match(/http:\/\/\S+\/confirm\/\S+/)[0]);
      await confirm.getByRole('button').first().click();
      await confirm.close();

      await page.goto(demo.admin);
      await go('공급사 발주');
      await app.locator('select[name=to]').selectOption(email);
      await app.getByRole('button', { name: '메일로 보내기' }).click();
      await expect(app.getByText('메일로 보낼게요')).toBeVisible();
      await expect.poll(async () => (await messages()).some((m) => m.subject.startsWith('[발주 제안]')), { timeout: 120_000 }).toBe(true);
      const message = (await messages()).find((m) => m.subject.startsWith('[발주 제안]'));
      expect(message.raw).toContain('text/csv');
    });
  });
}
