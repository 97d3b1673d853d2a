// From an alert to an order that is sent, the supplier's answer without a login, and
// the goods. With JavaScript and without.
const { test, expect, openInstalled, firstSync } = require('./demo');

test.use({ mall: 'purchase' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('an order to a supplier', async ({ page, demo, request }) => {
      const app = page.frameLocator('iframe.app'), supplier = `sales-${javaScriptEnabled}@supplier.example`;
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);
      await app.locator('nav a[href="/alerts"]').click();
      const row = app.locator('li[id^="alert-"]').first();
      const alert = await row.getAttribute('id');

      // Two presses: the draft of the alert's item, and the mail.
      await row.locator('summary').first().click();
      await row.getByRole('button', { name: '발주서 만들기' }).click();
      await expect(app.getByText('작성 중').first()).toBeVisible();
      const send = app.getByRole('button', { name: '공급사에 메일로 보내기' });
      await app.getByLabel('받는 메일 주소').fill('not an address');
      await app.getByLabel('답장 받을 주소').fill('buy@shop.example');
      await send.click();
      await expect(app.getByLabel('받는 메일 주소')).toHaveAttribute('aria-invalid', 'true');
      await expect(app.getByLabel('답장 받을 주소')).toHaveValue('buy@shop.example');
      await app.getByLabel('받는 메일 주소').fill(supplier);
      await app.getByLabel('발주 수량').first().fill('40');
      await send.click();
      await expect(app.getByRole('heading', { level: 1 })).toContainText(/PO-\d{4}-\d{4}/);
      const number = (await app.getByRole('heading', { level: 1 }).innerText()).match(/PO-\d{4}-\d{4}/)[0];

      // The alert waits for the goods.
      await app.locator('nav a[href="/alerts"]').click();
      await expect(app.locator(`#${alert}`)).toContainText('발주함 · 40개');

      // The supplier opens the page of the mail: a look changes nothing, an answer does.
      const mails = async () => (await (await request.get(`${demo.mail}/api/messages?to=${supplier}`)).json()).messages;
      await expect.poll(async () => (await mails()).length, { timeout: 120_000 }).toBe(1);
      const [mail] = await mails();
      expect(mail.subject).toContain(number);
      expect(mail.header['Reply-To'][0]).toContain('buy@shop.example');
      const theirs = await page.context().browser().newPage({ javaScriptEnabled, locale: 'ko-KR', viewport: { width: 390, height: 844 } });
      await theirs.goto(mail.text.match(/http:\/\/\S+\/s\/\S+/)[0]);
      await expect(theirs.getByRole('heading', { level: 1 })).toContainText(number);
      expect(await theirs.evaluate(() => document.scrollingElement.scrollWidth - innerWidth), 'scrolls sideways').toBeLessThanOrEqual(0);
      await theirs.getByRole('button', { name: '답 보내기' }).click();
      await expect(theirs.locator('[aria-invalid=true], .wrong, [role=alert]').first()).toBeVisible();
      await theirs.getByLabel('확인했어요').check();
      await theirs.getByLabel('상점에 남길 말').fill('오전에 보낼게요');
      await theirs.getByRole('button', { name: '답 보내기' }).click();
      await expect(theirs.getByText('한빛상점').first()).toBeVisible();
      await theirs.close();

      // The answer is in the list and on the order; the goods arrive, and the receipt is undone.
      await app.locator('nav a[href="/reorder"]').click();
      await app.getByRole('link', { name: '발주서', exact: true }).click();
      const line = app.getByRole('row').filter({ hasText: number });
      await expect(line).toContainText('답변');
      await line.getByRole('link', { name: number }).click();
      await expect(app.getByText('오전에 보낼게요').first()).toBeVisible();
      if (await app.locator('#receive').getAttribute('open') === null) await app.locator('#receive summary').click();
      await app.getByRole('button', { name: '입고로 기록' }).click();
      await expect(app.getByText('입고 완료').first()).toBeVisible();
      await app.getByRole('button', { name: /되돌리기/ }).first().click();
      await expect(app.getByText('입고 완료')).toHaveCount(0);
    });
  });
}
