// The question mark in the admin's frame: by keyboard and without JavaScript it
// leads to the public help in a window of its own. A question to the people who
// run the app is shown, sent and mailed with the diagnostics.
const { test, expect, openInstalled } = require('./demo');

test.use({ mall: 'help' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test('from the question mark to an answer and to a mail', async ({ page, demo, context, request }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);
      const mark = app.locator('summary').filter({ hasText: '이 화면 도움말' });
      await expect(mark).toBeInViewport();
      await mark.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      const question = app.getByRole('link', { name: '급한 품목은 어떻게 찾나요?' });
      await expect(question).toBeFocused();
      const [answer] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
      await expect(answer).toHaveURL(/\/help\/stock\?lang=ko#urgent$/);
      await expect(answer.getByRole('heading', { name: '급한 품목은 어떻게 찾나요?' })).toBeInViewport();
      expect(await answer.evaluate(() => document.scrollingElement.scrollWidth - innerWidth), 'scrolls sideways').toBeLessThanOrEqual(0);
      await answer.getByRole('searchbox').fill('중요재');
      await answer.keyboard.press('Enter');
      await answer.getByRole('link', { name: '중요재고가 아니어도 알리나요?' }).click();
      await expect(answer).toHaveURL(/\/help\/cafe24\?lang=ko#important$/);
      await answer.close();

      const mine = `메일이 오지 않아요 (${javaScriptEnabled})`;
      await app.getByRole('link', { name: '문의', exact: true }).click();
      await app.getByLabel('무엇이 궁금한가요?').fill(mine);
      await app.getByLabel('답장받을 메일 주소').fill('me@shop.example');
      await app.getByRole('button', { name: '보낼 내용 확인하기' }).click();
      await expect(app.getByRole('region', { name: '함께 가는 진단 파일' })).toContainText('"made_at"');
      await app.getByRole('button', { name: '문의 보내기' }).click();
      await expect(app.getByRole('heading', { name: '문의를 보내고 있어요' })).toBeVisible();
      await expect.poll(async () => {
        const list = await (await request.get(`${demo.mail}/api/messages`)).json();
        return (list.messages ?? list).filter((m) => m.text.includes(mine) && m.header['Reply-To'][0].includes('me@shop.example') && /diagnostics-.*\.json/.test(m.raw ?? m.text)).length;
      }, { timeout: 60_000 }).toBe(1);
    });
  });
}
