// The list of alerts as an inbox: search, filters, chips, saved views, a bulk order,
// and undo. With JavaScript and without.
const { test, expect, openInstalled, firstSync } = require('./demo');

test.use({ mall: 'inbox' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('an inbox', async ({ page, demo }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);
      await app.locator('nav a[href="/alerts"]').click();
      const rows = app.locator('li[id^="alert-"]'), said = app.locator('#acted'), chips = app.getByRole('list', { name: '고른 조건' });
      const go = async () => { if (!javaScriptEnabled) await app.getByRole('button', { name: '찾기' }).click(); };
      await expect(rows.first()).toBeVisible();

// A filter: its count is that of the list, and the focus stays where it was.
      const kind = app.locator('#f-kind');
      const label = await kind.locator('option[value=out]').innerText();
      const count = Number(label.match(/\(([\d,]+)\)/)[1].replace(',', ''));
      await kind.focus();
      await kind.selectOption('out');
      await go();
      await expect(chips).toContainText('종류: 품절');
      await expect(app.locator('#alert-tabs [aria-current]')).toContainText(String(count));
      if (javaScriptEnabled) await expect.poll(() => app.locator(':focus').getAttribute('id')).toBe('f-kind');

// A saved view, left by a search, stored again.
      const menu = app.locator('summary', { hasText: '보기 저장' });
      const name = `품절 ${javaScriptEnabled}`;
      await menu.click();
      await app.locator('#view-name').fill(name);
      await app.locator('#view-name').press('Enter');
      await expect(app.locator('#alert-views [aria-current]')).toHaveText(name);
      await app.locator('#q').fill('니트');
      await go();
      await expect(chips).toContainText('찾는 말: 니트');
      await expect(app.locator('#alert-views [aria-current]')).toHaveCount(0);
      await app.getByRole('button', { name: '이 보기에 저장' }).click();
      await expect(app.locator('#alert-views [aria-current]')).toHaveText(name);
      await expect(app.locator('#q')).toHaveValue('니트');

// A chip is removed; Back, which is the frame's, brings it again.
      await app.getByRole('link', { name: '조건 빼기: 찾는 말: 니트' }).click();
      await expect(chips).not.toContainText('찾는 말');
      await expect(app.locator('#q')).toHaveValue('');
      if (javaScriptEnabled) {
        await page.evaluate(() => history.back());
        await expect(chips).toContainText('찾는 말: 니트');
        await expect(app.locator('#q')).toHaveValue('니트');
        await app.getByRole('link', { name: '조건 빼기: 찾는 말: 니트' }).click();
        await expect(chips).not.toContainText('찾는 말');
      }

// A bulk action on what the filters find, and its undo.
      const bar = app.locator('#many');
      await rows.first().locator('input[name=id]').check();
      await bar.getByLabel('이 조건에 맞는').check();
      await bar.getByRole('button', { name: '다음 입고까지 미루기' }).click();
      await expect(said).toContainText('다음 입고까지');
      await expect(chips).toContainText('종류: 품절');
      await expect(rows.first()).toContainText('다시 알림: 입고됐는데도 부족할 때');
      await said.getByRole('button', { name: '되돌리기' }).click();
      await expect(said).toContainText('그 전 상태로 되돌렸어요');
      await expect(rows.first()).not.toContainText('다시 알림');
      await expect(chips).toContainText('종류: 품절');

// Orders for two alerts, one of them without a quantity.
      const ids = await Promise.all([0, 1].map((n) => rows.nth(n).getAttribute('id')));
      for (const id of ids) await app.locator(`#${id} input[name=id]`).check();
      await bar.getByRole('button', { name: '발주했어요' }).click();
      await expect(app.getByRole('heading', { name: '공급사 발주 기록' })).toBeVisible();
      const number = (id) => id.replace('alert-', '');
      const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
      await app.locator(`#quantity-${number(ids[0])}`).fill('30');
      await app.locator(`#expected_on-${number(ids[0])}`).fill(day);
      await app.locator(`#quantity-${number(ids[1])}`).fill('');
      await app.getByRole('button', { name: '발주했어요' }).click();
      await expect(said).toContainText('2건 중 1건의 공급사 발주를 기록했어요.');
      await expect(app.locator(`#${ids[0]}`)).toContainText('발주함 · 30개');
      await said.getByRole('button', { name: '되돌리기' }).click();
      await expect(app.locator(`#${ids[0]}`)).not.toContainText('발주함');

// The view is deleted, after a question.
      await app.getByRole('navigation', { name: '저장한 보기' }).getByRole('link', { name }).click();
      await expect(app.locator('#alert-views [aria-current]')).toHaveText(name);
      await menu.click();
      await app.getByRole('button', { name: '보기 삭제' }).click();
      await app.getByRole('button', { name: '보기 삭제' }).click();
      await expect(app.getByRole('navigation', { name: '저장한 보기' })).not.toContainText(name);
    });
  });
}
