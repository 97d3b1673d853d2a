// The core journey by keyboard alone, inside the admin's frame: every stop has
// a visible focus, and no step needs a mouse.
const { test, expect, openInstalled, firstSync } = require('./demo');

test('search, threshold, alert: by keyboard only', async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);
  await page.goto(demo.admin);
  await expect(app.locator('#q')).toBeVisible();
  const frame = page.frames().find((f) => f.url().startsWith(demo.app));

  // Where the focus is. It must be visible and not covered by the bar.
  const here = () => frame.evaluate(() => {
    const el = document.activeElement, style = getComputedStyle(el), box = el.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
      what: `${el.tagName} ${el.id || el.getAttribute('href') || el.name || ''} ${el.textContent.trim().slice(0, 30)}`,
      is: el.id || el.getAttribute('href') || el.name || el.tagName, text: el.textContent.trim(),
      seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && (el === document.body || el.contains(top) || top?.contains(el)),
    };
  });
  const press = async (key) => {
    await page.keyboard.press(key);
    if (!/Tab$/.test(key)) return undefined; // the key may have opened another page
    const stop = await here();
    expect(stop, `focus after ${key}`).toMatchObject({ seen: true });
    return stop;
  };
// tabTo presses Tab until the wanted element has the focus.
  const tabTo = async (match, key = 'Tab', limit = 60) => {
    const stops = [];
    for (let i = 0, stop; i < limit; i++) {
      stop = await press(key);
      stops.push(stop.what);
      if (match(stop)) return stop;
    }
    throw new Error('the keyboard does not get there, only to ' + JSON.stringify(stops));
  };

  // The first stop skips the bar. The search comes after the tiles and after the
  // first steps, if they are not done.
  await page.locator('iframe.app').focus();
  await tabTo((s) => s.is === '#main', 'Tab', 3);
  await press('Enter');
  await tabTo((s) => s.is === 'q', 'Tab', 14);
  await page.keyboard.type('가');
  await expect(app.locator('#q')).toHaveValue('가');
  await expect.poll(() => frame.url()).toContain('q=');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await expect.poll(() => frame.url()).not.toContain('q=');

  // A slash moves the focus to the search from anywhere. Arrows move it from one
  // threshold to the next.
  await tabTo((s) => /^t-/.test(s.is));
  const first = (await here()).is;
  await press('ArrowDown');
  const second = (await here()).is;
  expect(second).toMatch(/^t-/);
  expect(second).not.toBe(first);
  await press('ArrowUp');
  expect((await here()).is).toBe(first);
  await tabTo((s) => !/^t-/.test(s.is), 'Tab', 2); // to its button
  await press('/');
  expect((await here()).is).toBe('q');
  await expect(app.locator('#q')).toHaveValue('');

// A threshold in its row: type, Enter. Esc undoes another edit.
  await tabTo((s) => /^t-/.test(s.is));
  const id = (await here()).is, own = app.locator(`#${id}`);
  const before = await own.inputValue();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('77');
  await page.keyboard.press('Escape');
  await expect(own).toHaveValue(before);
  const wanted = before === '9999' ? '9998' : '9999'; // above the stock, so an alert is raised
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(wanted);
  await page.keyboard.press('Enter');
  await expect(own).toHaveAttribute('value', wanted);
  expect((await here()).is, 'the focus stays in the cell that was saved').toBe(id);

// That alert, from the bar: open it, acknowledge it.
  await tabTo((s) => s.is === '/alerts', 'Shift+Tab', 90);
  await press('Enter');
  await expect(app.locator('#alerts')).toBeVisible();
  const detail = await tabTo((s) => /^\/alerts\/\d+$/.test(s.is));
  await press('Enter');
  await expect(app.locator('#acts')).toBeVisible();
  await tabTo((s) => s.text === '확인했어요');
  await press('Enter');
  await expect(app.locator('body')).toContainText('확인함');
  expect(detail.seen).toBe(true);
});
