// From a mail back to its alert: through the admin, whose frame has no cookie of
// the window in which the mail was read, and directly if there is a session at top
// level.
const { test, expect, openInstalled, firstSync } = require('./demo');

const reader = 'way-back@hanbit-shop.kr';

test('a mail leads to its alert, through the admin or straight', async ({ page, demo, request }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);
  await hear(page, demo, app);
  const mail = await alertMail(page, demo, app, request);

  // Another window of the same browser: signed in to the admin, but without a
  // session of the app, whose cookies belong to the frame only.
  const cookies = (await page.context().cookies(demo.app)).filter((c) => c.name === '__Host-session');
  expect(cookies.map((c) => Boolean(c.partitionKey))).toEqual([true]);
  const inbox = await page.context().newPage();
  await inbox.goto(`${demo.mail}/messages/${mail.id}/html`);
  const main = inbox.getByRole('link', { name: '알림 자세히 보기' });
  const address = await main.getAttribute('href');
  expect(await inbox.getByRole('link', { name: mail.product, exact: true }).getAttribute('href')).toBe(address);
  const [window] = await Promise.all([page.context().waitForEvent('page'), main.click()]);
  await expect(window.getByRole('heading')).toHaveText('카페24 관리자에서 열어요');
  await expect(window.getByRole('button')).toHaveCount(1);
  await window.getByRole('button', { name: '카페24 관리자 열기' }).click();
  await expect(window).toHaveURL(demo.admin);
  const frame = window.frameLocator('iframe.app');
  await expect(frame.locator('.timeline')).toBeVisible();
  await expect(frame.locator('#main')).toContainText(mail.code);
  const place = new URL(window.frames()[1].url()).pathname;
  expect(place).toMatch(/^\/alerts\/\d+$/);

// A reload shows the same page again.
  await window.reload();
  await expect(frame.locator('.timeline')).toBeVisible();

// A page without a session has one button, which leads to the admin.
  await window.goto(`${demo.app}/alerts`);
  await expect(window.getByRole('link')).toHaveCount(1);
  await window.getByRole('link', { name: '카페24 관리자 열기' }).click();
  await expect(window).toHaveURL(/\/admin$/);

  // If the app was opened in its own window, the mail's button leads directly to the
  // alert. A launch in the same second as the frame's is the same launch, already used.
  await expect(async () => {
    const html = await (await request.get(demo.admin)).text();
    await window.goto(html.match(/<iframe[^>]* src="([^"]+)"/)[1].replaceAll('&amp;', '&'));
    await expect(window).toHaveURL(/\/stock/, { timeout: 2000 });
  }).toPass({ timeout: 120_000 });
  await window.goto(address);
  await expect(window).toHaveURL(new RegExp(`${place}$`));
  await expect(window.locator('.timeline')).toBeVisible();
});

// hear adds a recipient, who confirms by mail.
async function hear(page, demo, app) {
  await app.getByRole('link', { name: '설정', exact: true }).click();
  await app.locator('#email').fill(reader);
  await app.getByRole('button', { name: '추가', exact: true }).click();
  await expect(app.getByText(reader, { exact: true })).toBeVisible();
  await app.locator('#collect_seconds').fill('0');
  await app.locator('form').filter({ has: page.locator('#collect_seconds') }).getByRole('button').click();
  await expect(app.locator('#collect_seconds')).toHaveValue('0');
  const inbox = await page.context().browser().newPage({ locale: 'ko-KR' });
  await expect(async () => {
    await inbox.goto(demo.mail);
    await inbox.getByRole('link', { name: '[확인 필요]' }).filter({ hasText: reader }).first().click({ timeout: 5000 });
  }).toPass({ timeout: 120_000 });
  const link = await inbox.frameLocator('iframe').getByRole('link', { name: '네, 알림을 받을게요' }).getAttribute('href');
  await inbox.goto(link);
  await inbox.getByRole('button', { name: '알림 받기' }).click();
  await expect(inbox.getByRole('link', { name: '카페24 관리자 열기' })).toHaveAttribute('href', demo.admin);
  await inbox.close();
}

// alertMail sells an item below its threshold and waits for its mail.
async function alertMail(page, demo, app, request) {
  await app.getByRole('link', { name: '재고', exact: true }).click();
  await app.locator('#f-sort').selectOption('-quantity');
  await expect(app.locator('th[aria-sort=descending]')).toHaveCount(1);
  const item = app.locator('tr:has(input[name=threshold])').nth(9);
  const code = await item.locator('input[name=variant_code]').inputValue();
  const quantity = Number((await item.locator('td.num').innerText()).replace(/\D/g, ''));
  const cell = app.locator(`tr:has(input[name=variant_code][value="${code}"]) input[name=threshold]`);
  await cell.fill(String(quantity - 1));
  await cell.press('Enter');
  await expect(cell).toHaveAttribute('value', String(quantity - 1));
  const sim = await page.context().newPage();
  await sim.goto(demo.admin.replace('/admin', '/control') + '?q=' + code);
  await sim.locator('form.act').first().getByRole('button', { name: '팔기' }).click();
  await expect(sim.getByRole('status').first()).toBeVisible();
  await sim.close();
  const mails = async () => (await (await request.get(`${demo.mail}/api/messages?to=${reader}`)).json())
    .messages.filter((m) => !/^\[(첫 동기화|확인 필요)\]/.test(m.subject));
  await expect.poll(async () => (await mails()).length, { timeout: 120_000 }).toBe(1);
  const [mail] = await mails();
  const product = mail.text.match(/^\[부족\] (.*)$/m)[1];
  return { ...mail, code, product };
}
