// What a new merchant does, from consent to the first mail, inside the admin's
// frame. Run once with JavaScript and once without: the pages work either way.
const { test, expect } = require('./demo');

for (const javaScriptEnabled of [true, false]) {
  const buyer = `owner-${javaScriptEnabled ? 'with' : 'without'}-script@hanbit-shop.kr`;

  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('consent, threshold, sale, mail', async ({ page, demo, request }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);

      // The first sync ends by itself; the page says so, or a reload does.
      await expect(async () => {
        if (!javaScriptEnabled) await page.goto(demo.admin);
        await expect(app.getByRole('table')).toBeVisible({ timeout: 2000 });
        await expect(app.locator('#sync progress')).toHaveCount(0, { timeout: 2000 });
      }).toPass({ timeout: 60_000 });

      // Somebody to tell.
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
      await app.locator('#collect_seconds').fill('0');
      await app.locator('form').filter({ has: page.locator('#collect_seconds') }).getByRole('button').click();
      await expect(app.locator('#collect_seconds')).toHaveValue('0');

      // A threshold in the row of an item that has plenty.
      await app.getByRole('link', { name: '재고', exact: true }).click();
      await app.locator('#f-sort').selectOption('-quantity');
      await app.locator('#filter button').click();
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

      // A shopper buys; the mail comes, once, and says why. (The mall's first
      // recipient also got one summary of what the first sync had found.)
      const sim = await page.context().newPage();
      await sim.goto(demo.admin.replace('/admin', '/control') + '?q=' + code);
      await sim.locator('form.act').first().getByRole('button', { name: '팔기' }).click();
      await expect(sim.getByRole('status').first()).toBeVisible();
      await sim.close();
      const mails = async () => (await (await request.get(`${demo.mail}/api/messages?to=${buyer}`)).json())
        .messages.filter((m) => !m.subject.startsWith('[첫 확인]'));
      await expect.poll(async () => (await mails()).length, { timeout: 30_000 }).toBe(1);
      const [mail] = await mails();
      expect(mail.subject).toContain('[재고 부족] 1개 품목');
      expect(mail.text).toContain(new Intl.NumberFormat('ko-KR').format(quantity - 1));

      // The alert is in the app, with what came of it.
      await app.locator('nav a[href="/alerts"]').click();
      await expect(app.getByText(buyer).first()).toBeVisible();
    });
  });
}

// openInstalled gives consent where the mall has not yet, and waits for the app.
async function openInstalled(page, demo, app) {
  await page.goto(demo.admin);
  const leave = app.getByRole('link', { name: '동의하고 연결하기' });
  const search = app.locator('#q');
  await expect(leave.or(search).first()).toBeVisible();
  if (await leave.count()) {
    await leave.click();
    await expect(page).toHaveURL(/oauth\/authorize/);
    await page.getByRole('button', { name: '동의하고 설치하기' }).click();
    await expect(page).toHaveURL(/\/admin/);
  }
}
