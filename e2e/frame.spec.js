// An error in the admin's frame shows a page of the app, never the browser's own
// error page. Its button leads to a place where the app works.
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { test, expect, openInstalled } = require('./demo');

test('an unknown address in the frame', async ({ page, demo }) => {
  const app = page.frameLocator('iframe.app');
  await openInstalled(page, demo, app);
  await expect(app.locator('#q')).toBeVisible();

  await page.frames()[1].goto(`${demo.app}/nothing/here`);
  await expect(app.getByRole('heading')).toHaveText('찾을 수 없어요');
  await worksInAWindow(page.context(), app.getByRole('link', { name: '새 창에서 열기' }), demo);
  await app.getByRole('link', { name: '재고 목록으로' }).click();
  await expect(app.locator('#q')).toBeVisible();

});

// Without a cookie nothing proves the mall, so no frame shows the answer. The admin
// opens the app again.
test('a cookie that is lost in the frame', async ({ page, demo }) => {
  await openInstalled(page, demo, page.frameLocator('iframe.app'));
  const admin = await page.context().newPage(); // its refused frame is no violation of ours
  const app = admin.frameLocator('iframe.app');
  await openInstalled(admin, demo, app);
  await expect(app.locator('#q')).toBeVisible();
  await admin.context().clearCookies();
  await app.locator('nav a[href="/alerts"]').click();
  await expect.poll(() => admin.frames()[1].url()).toMatch(/^chrome-error:/);
  await admin.goto(demo.admin);
  await expect(app.locator('#q')).toBeVisible();
});

test('a browser that blocks the cookies of frames', async ({ page, demo, playwright, launchOptions }) => {
  await openInstalled(page, demo, page.frameLocator('iframe.app'));
  const profile = mkdtempSync(path.join(tmpdir(), 'inventory-alert-blocked-'));
  mkdirSync(path.join(profile, 'Default'));
  const blocked = { [`${demo.app},${new URL(demo.admin).origin}`]: { setting: 2 } };
  writeFileSync(path.join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { content_settings: { exceptions: { cookies: blocked } } } }));
  const context = await playwright.chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'ko-KR' });
  try {
    const admin = await context.newPage();
    await admin.goto(demo.admin);
    const app = admin.frameLocator('iframe.app');
    await expect(app.getByRole('heading')).toHaveText('이 브라우저가 쿠키를 막고 있어요');
    await worksInAWindow(context, app.getByRole('link', { name: '새 창에서 열기' }), demo);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

// worksInAWindow presses a button and uses the window that it opens.
async function worksInAWindow(context, button, demo) {
  const [window] = await Promise.all([context.waitForEvent('page'), button.click()]);
  await expect(window.locator('#q')).toBeVisible();
  await window.locator('nav a[href="/alerts"]').click();
  await expect(window).toHaveURL(`${demo.app}/alerts`);
  await expect(window.getByRole('navigation').first()).toBeVisible();
  await window.close();
}
