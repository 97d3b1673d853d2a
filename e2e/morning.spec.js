// The daily list on a phone: three answers, their undo, and what comes next. With
// JavaScript the focus goes on to the next item, and keys act. An order takes two
// presses from any page.
const { test, expect, openInstalled, firstSync } = require('./demo');

test.use({ mall: 'morning' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test('answering item by item', async ({ page, demo }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);
      let presses = 0;
      const press = async (what) => { presses++; await what.click(); };
      const items = app.locator('[data-item]'), left = app.locator('#morning-left');
      await press(app.locator('nav a[href="/morning"]'));
      await expect(items.first()).toBeVisible();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/morning-${javaScriptEnabled}.png` });
      await expect(left).toHaveText(/할 일 \d+개/); // the first forecasts add items meanwhile
      const done = await app.locator('#morning-done li').count();
      const ids = await items.evaluateAll((list) => list.slice(0, 6).map((li) => li.id));
      const item = (n) => app.locator(`#${ids[n]}`);
      const frame = () => page.frames().find((f) => f.url().startsWith(demo.app));
      const focused = () => frame().evaluate(() => document.activeElement.id || document.activeElement.tagName);
      const comesTo = async (n) => {
        if (javaScriptEnabled) await expect.poll(focused).toBe(ids[n]);
        else await expect.poll(() => frame().url()).toMatch(/done=morning_\w+#m-/);
      };

// Ordered: the quantity is typed where nothing is known of the sales yet.
      await item(0).getByLabel('발주 수량').fill('30');
      await press(item(0).getByRole('button', { name: '발주함' }));
      await comesTo(1);
      expect(presses, 'presses from a page to an order').toBeLessThanOrEqual(3);
      if (javaScriptEnabled) await expect(item(0)).toContainText('발주함 30개');
      else await expect(item(0)).toHaveCount(0);

// Snoozed, and fine.
      await item(1).locator('summary', { hasText: '미루기' }).click();
      await item(1).getByRole('button', { name: /^내일/ }).click();
      await comesTo(2);
      await item(2).getByRole('button', { name: '괜찮음' }).click();
      await comesTo(3);
      if (!javaScriptEnabled) for (const n of [0, 1, 2]) await expect(item(n)).toHaveCount(0);

// A mistake stays in its row.
      await item(3).getByLabel('발주 수량').fill('');
      await item(3).getByRole('button', { name: '발주함' }).click();
      await expect(item(3)).toContainText('발주 수량은 1부터');

// What was done today is undone.
      await app.locator('#morning-done summary').click();
      await expect(app.locator('#morning-done li')).toHaveCount(done + 3);
      await app.locator('#morning-done').getByRole('button', { name: '되돌리기' }).first().click();
      await expect(item(2)).toBeVisible();
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/morning-done-${javaScriptEnabled}.png`, fullPage: true });

      if (!javaScriptEnabled) {
        await expect(app.locator('#keys')).toBeHidden();
        return;
      }
// Keys: on the list, not in a field, and not when they are off. The page was loaded
// again, so other items may be first.
      ids.splice(0, ids.length, ...await items.evaluateAll((list) => list.slice(0, 6).map((li) => li.id)));
      await app.locator('h1').click();
      await page.keyboard.press('j');
      expect(await focused()).toBe(ids[0]);
      await page.keyboard.press('j');
      expect(await focused()).toBe(ids[1]);
      await page.keyboard.press('k');
      await page.keyboard.press('x');
      await comesTo(1);
      await expect(item(0)).toContainText('되돌리기');
      await item(1).getByLabel('발주 수량').fill('12');
      await page.keyboard.press('x');
      await expect(item(1).getByLabel('발주 수량')).toHaveValue('12x');
      await item(1).getByLabel('발주 수량').fill('12');
      await page.keyboard.press('Enter');
      await comesTo(2);
      await item(2).getByLabel('발주 수량').fill('9');
      await item(2).focus();
      await page.keyboard.press('e');
      await comesTo(3);
      await page.keyboard.press('?');
      await expect(app.locator('#keys')).toHaveAttribute('open', '');
      await app.getByLabel('단축키 쓰기').uncheck();
      await item(3).focus();
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      expect(await focused()).toBe(ids[3]);
      await expect(item(3)).toHaveAttribute('data-item', '');
    });
  });
}

// On a touch screen an item is swiped: to the right it is ordered, to the left
// snoozed. What is short, diagonal or vertical does nothing.
test.describe('by touch', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('swiping items', async ({ page, demo }) => {
    const app = page.frameLocator('iframe.app');
    await openInstalled(page, demo, app);
    await firstSync(page, demo, app, true);
    await app.locator('nav a[href="/morning"]').click();
    const items = app.locator('[data-item]');
    await expect(items.first()).toBeVisible();
    const ids = await items.evaluateAll((list) => list.slice(0, 3).map((li) => li.id));
    const item = (n) => app.locator(`#${ids[n]}`), touch = await page.context().newCDPSession(page);
    const swipe = async (n, dx, dy, during) => {
      await item(n).scrollIntoViewIfNeeded();
      const at = await item(n).locator('p').first().boundingBox(), x = 195 - dx / 2, y = at.y + at.height / 2;
      const send = (type, part) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: part === undefined ? [] : [{ x: x + dx * part, y: y + dy * part }] });
      await send('touchStart', 0);
      for (const part of [0.1, 0.2, 0.4, 0.6, 0.8, 1]) await send('touchMove', part);
      if (during) await during();
      await send('touchEnd');
    };
    const undone = app.locator('li button', { hasText: '되돌리기' });
    const before = await undone.count();
    for (const [dx, dy] of [[60, 0], [-60, 0], [180, 150], [-180, 150], [0, -200]]) {
      await swipe(0, dx, dy);
      await expect(item(0)).not.toHaveAttribute('data-swipe');
    }
    await expect(item(0)).toHaveAttribute('data-item', '');
    expect(await undone.count()).toBe(before);

    await item(0).getByLabel('발주 수량').fill('30');
    await swipe(0, 200, 4, () => expect(item(0)).toHaveAttribute('data-sure', ''));
    await expect(item(0)).toContainText('발주함 30개');
    await swipe(1, -200, 4, () => expect(item(1)).toHaveAttribute('data-swipe', 'left'));
    await expect(item(1)).toContainText('미룸');
    await item(1).getByRole('button', { name: '되돌리기' }).click();
    await expect(item(1)).toHaveAttribute('data-item', '');
  });
});
