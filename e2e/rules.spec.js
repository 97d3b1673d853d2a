// The tree of rules: a rule is made, previewed and saved, its branch is opened, and
// it is deleted again. Without JavaScript these are plain forms and links, which Go
// tests send.
const { test, expect, openInstalled, firstSync } = require('./demo');

test('rules as a tree', async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  const picture = (name) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/tree-${name}.png` });
  await openInstalled(page, demo, app);
  await firstSync(page, demo, app, true);
  await app.getByRole('link', { name: '알림 기준', exact: true }).click();
  await app.locator('#add-scope').selectOption({ index: 0 });
  await app.locator('#add-threshold').fill('20');
  await app.locator('#add').getByRole('button', { name: '저장' }).click();
  await app.locator('#import').getByRole('button', { name: '미리 보기' }).click();
  await app.locator('#import').getByRole('button', { name: '가져오기' }).click();

  const node = app.locator('.tree > li > ul > li').filter({ hasText: '20개 이하' }).first();
  await expect(node.locator('> .node')).toContainText('카테고리');
  await picture('whole');
// Its branch is loaded when it is opened, also by keyboard.
  const branch = node.locator('> details.branch');
  await expect(branch).not.toHaveAttribute('open');
  await branch.locator('> summary').focus();
  await page.keyboard.press('Enter');
  await expect(branch.locator('.node').first()).toBeVisible();
  await picture('branch');

  const edit = node.locator('> .node > details');
  await edit.locator('summary').click();
  const field = edit.locator('input[name=threshold]');
  await field.fill('many');
  await edit.getByRole('button', { name: '저장' }).click();
  await expect(field).toHaveValue('many');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('2');
  await edit.getByRole('button', { name: '미리 보기' }).click();
  await expect(edit.getByText('품목이 해당돼요')).toBeVisible();
  await expect(field).toHaveValue('2');
  await expect(node.locator('> .node .node-wish')).toHaveText('20개 이하');
  await picture('preview');
  await field.press('Enter');
  const changed = app.locator('.tree .node').filter({ hasText: '카테고리' }).filter({ hasText: '2개 이하' }).first();
  await expect(changed.locator('.node-wish')).toHaveText('2개 이하');
  await expect(changed.locator('input[name=threshold]')).toBeFocused();
  await picture('saved');
  await changed.getByRole('button', { name: /기준 삭제/ }).click();
  await app.locator('form:has(input[name=sure]) button').click();
  await expect(app.locator('.tree > li > ul > li > .node').filter({ hasText: '카테고리' })).toHaveCount(0);
// The import is undone, so that the mall is as before.
  await app.getByRole('link', { name: '바꾼 기록' }).click();
  await app.locator('#history li[id^=change-]').filter({ hasText: '안전재고 가져옴' }).first().getByRole('button', { name: /되돌리기/ }).click();
  await expect(app.locator('#history li[id^=change-]').first()).toContainText('되돌림');
});
