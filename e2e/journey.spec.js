// What a new merchant does, from consent to the first mail, inside the admin's
// frame. It runs once with JavaScript and once without, since the pages work both
// ways.
const { test, expect, openInstalled, firstSync } = require('./demo');

test.use({ mall: 'new' }); // a mall whose first steps are not done

for (const javaScriptEnabled of [true, false]) {
  const buyer = `owner-${javaScriptEnabled ? 'with' : 'without'}-script@hanbit-shop.kr`;

  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('consent, confirmation, threshold, sale, mail, answer', async ({ page, demo, request }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);

      await firstSync(page, demo, app, javaScriptEnabled);

      // The first steps preview a threshold before it is saved.
      if (javaScriptEnabled) {
        await app.locator('#setup-threshold').fill('300');
        await expect(app.locator('#setup-threshold-preview')).toHaveText(/^지금 [1-9][\d,]*개 품목이 해당돼요/);
      }

// A recipient.
      await app.getByRole('link', { name: '설정', exact: true }).click();
      const row = app.getByText(buyer, { exact: true });
      await expect(app.locator('#email')).toBeVisible();
      if (await row.count() === 0) {
        await app.locator('#email').fill('not an address');
        await app.getByRole('button', { name: '추가', exact: true }).click();
        await expect(app.locator('#email')).toHaveValue('not an address');
        await expect(app.locator('[aria-invalid=true]')).toHaveCount(1);
        await app.locator('#email').fill(buyer);
        await app.getByRole('button', { name: '추가', exact: true }).click();
      }
      await expect(row).toBeVisible();
      const recipient = app.locator('li').filter({ has: row });
      await expect(recipient).toContainText('확인 대기 중');
      await confirmByMail(page, demo, buyer);
      await app.getByRole('link', { name: '설정', exact: true }).click();
      await expect(recipient).toContainText('확인됨');
      await app.locator('#collect_seconds').fill('0');
      await app.locator('form').filter({ has: page.locator('#collect_seconds') }).getByRole('button').click();
      await expect(app.locator('#collect_seconds')).toHaveValue('0');

// A threshold in the row of an item with enough stock.
      await app.getByRole('link', { name: '재고', exact: true }).click();
      await app.locator('#f-sort').selectOption('-quantity');
      if (!javaScriptEnabled) await app.getByRole('button', { name: '찾기' }).click();
      await expect(app.locator('th[aria-sort=descending]')).toHaveCount(1);
      const item = app.locator('tr:has(input[name=threshold])').nth(javaScriptEnabled ? 3 : 6);
      const code = await item.locator('input[name=variant_code]').inputValue();
      const quantity = Number((await item.locator('td.num').innerText()).replace(/\D/g, ''));
      expect(quantity).toBeGreaterThan(1);
      const cell = () => app.locator(`tr:has(input[name=variant_code][value="${code}"]) input[name=threshold]`);
      await cell().fill('many');
      await cell().press('Enter');
      await expect(cell()).toHaveValue('many');
      await expect(cell()).toHaveAttribute('aria-invalid', 'true');
      await cell().fill(String(quantity - 1));
      await cell().press('Enter');
      await expect(cell()).toHaveValue(String(quantity - 1));
      await expect(cell()).not.toHaveAttribute('aria-invalid', 'true');

      // A shopper buys. One mail arrives and says why. (The mall's first recipient
      // also got one summary of what the first sync found.)
      const sim = await page.context().newPage();
      await sim.goto(demo.admin.replace('/admin', '/control') + '?q=' + code);
      await sim.locator('form.act').first().getByRole('button', { name: '팔기' }).click();
      await expect(sim.getByRole('status').first()).toBeVisible();
      await sim.close();
      const mails = async () => (await (await request.get(`${demo.mail}/api/messages?to=${buyer}`)).json())
        .messages.filter((m) => !/^\[(첫 동기화|확인 필요)\]/.test(m.subject));
      await expect.poll(async () => (await mails()).length, { timeout: 120_000 }).toBe(1);
      const [mail] = await mails();
      expect(mail.subject).toMatch(/^\[재고 부족\] \S/); // the subject names the product
      expect(mail.text).toContain(new Intl.NumberFormat('ko-KR').format(quantity - 1));

      // The button in the mail works without a session: it asks, acts, and works once.
      const opened = await page.context().browser().newPage({ javaScriptEnabled, locale: 'ko-KR' });
      await opened.goto(`${demo.mail}/messages/${mail.id}/html`);
      const link = await opened.getByRole('link', { name: '확인했어요' }).getAttribute('href');
      await opened.goto(link);
      await opened.getByRole('button', { name: '확인했어요' }).click();
      await expect(opened.getByRole('heading')).toHaveText('확인한 것으로 남겼어요');
      await opened.goto(link);
      await opened.getByRole('button', { name: '확인했어요' }).click();
      await expect(opened.getByRole('heading')).toHaveText('이미 처리한 링크예요');
      await opened.close();

      // The app shows the alert with its timeline and its reasons. Goods are ordered in
      // its row.
      await app.locator('nav a[href="/alerts"]').click();
      const alert = app.locator('li[id^="alert-"]').filter({ hasText: code });
      await expect(alert).toContainText(`확인함 · ${buyer}`);
      await alert.locator('summary').click();
      await alert.getByLabel('발주 수량').fill('many');
      await alert.getByRole('button', { name: '발주 기록' }).click();
      const order = javaScriptEnabled ? alert : app.locator('#main'); // without JavaScript the alert's own page shows it
      await expect(order.getByLabel('발주 수량')).toHaveValue('many');
      await expect(order.getByLabel('발주 수량')).toHaveAttribute('aria-invalid', 'true');
      await order.getByLabel('발주 수량').fill('50');
      await order.getByLabel('도착 예정일').fill(new Date(Date.now() + 7 * 864e5).toISOString().slice(0, 10));
      await order.getByRole('button', { name: '발주 기록' }).click();
      await expect(app.getByText(/발주함 · 50개/).first()).toBeVisible();
      await app.locator('header nav a[href="/alerts"]').click();
      await alert.getByRole('link', { name: '자세히' }).click();
      const story = app.locator('.timeline');
      for (const step of ['재고가', '알림이 시작됐어요', '알림으로 모았어요', '발송 대기열', '메시지를 받았어요', `${buyer}`, '확인했어요', '50개를 발주했다고']) {
        await expect(story).toContainText(step);
      }
    });
  });
}

// confirmByMail opens the inbox like the recipient, who has no session with the
// app, and presses the button of the confirmation mail.
async function confirmByMail(page, demo, address) {
  const inbox = await page.context().browser().newPage({ javaScriptEnabled: false, locale: 'ko-KR' });
  await expect(async () => {
    await inbox.goto(demo.mail);
    await inbox.getByRole('link', { name: '[확인 필요]' }).filter({ hasText: address }).first().click({ timeout: 5000 });
  }).toPass({ timeout: 120_000 });
  const opened = inbox.frameLocator('iframe');
  const link = await opened.getByRole('link', { name: '네, 알림을 받을게요' }).getAttribute('href');
  await inbox.goto(link);
  await expect(inbox.getByRole('main')).toContainText(address);
  await inbox.getByRole('button', { name: '알림 받기' }).click();
  await expect(inbox.getByRole('heading')).toHaveText('확인했어요');
  await inbox.close();
}
