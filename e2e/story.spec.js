// Every page of the storybook in every state, light and dark, wide and narrow: axe,
// the console and the content security policy report nothing, and no page scrolls
// sideways at any width. With PICTURES it takes a picture of each.
const { test, expect } = require('@playwright/test');
const { readFileSync } = require('node:fs');
const { openBook } = require('./book');

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const LANES = 2; // pages that are checked at the same time

let book;

test.beforeAll(async () => {
  book = await openBook();
});

test.afterAll(() => book?.stop());

// stories are the pages of the storybook. STORIES, a pattern such as "^ko/stock",
// selects some of them.
async function stories(request) {
  const all = await (await request.get(`${book.url}/index.json`)).json();
  expect(all.length).toBeGreaterThan(80);
  return all.filter((s) => new RegExp(process.env.STORIES ?? '').test(`${s.lang}/${s.name}`));
}

// open returns a page that records the browser's complaints.
async function open(browser) {
  const page = await browser.newPage({ locale: 'ko-KR', timezoneId: 'Asia/Seoul', reducedMotion: 'reduce' });
  const said = [];
  page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') said.push(m.text()); });
  page.on('pageerror', (e) => said.push(String(e)));
  page.on('response', (r) => { if (r.status() >= 400) said.push(`${r.status()} ${r.url()}`); });
  page.on('request', (r) => { if (new URL(r.url()).pathname === '/stock') said.push(`searched by itself: ${r.url()}`); });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`));
  });
  return { page, said };
}

// sideways returns what is wider than the window.
const sideways = (page) => page.evaluate(() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= innerWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].find((el) => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest('.overflow-x-auto, .tabs, thead, .sr-only'));
  return [`${root.scrollWidth} px wide: ${wide?.outerHTML.slice(0, 200)}`];
});

// uncaptioned returns the fields of tables shown as cards whose captions are not visible.
const uncaptioned = (page) => page.evaluate(() => [...document.querySelectorAll('td > .cap')]
  .filter((cap) => getComputedStyle(cap.closest('tr')).display === 'grid' && cap.parentElement.checkVisibility() && cap.parentElement.querySelector('input:not([type=hidden], [type=checkbox])') && !cap.checkVisibility())
  .map((cap) => `no caption: ${cap.parentElement.outerHTML.slice(0, 200)}`));

// setTheme shows a page in the theme that an operator has chosen; a mail follows
// the computer. The colours are those of the theme after the next frame.
async function setTheme(page, theme) {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate((name) => new Promise((painted) => {
    document.documentElement.dataset.theme = name;
    requestAnimationFrame(() => requestAnimationFrame(painted));
  }), theme);
}

// look returns the problems of one page in its current state.
async function look(page, story, only) {
  const run = !thorough && (story.lang === 'en' || page.viewportSize().width === 320 && story.name.includes('-')) ? null : only ? { type: 'rule', values: only } : { type: 'tag', values: story.letter ? wcag : [...wcag, 'best-practice'] };
  return run === null ? [] : page.evaluate(async (runOnly) => {
    const wrong = [];
    const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
    for (const v of violations) for (const n of v.nodes) wrong.push(`${v.id}: ${n.target} ${n.html.slice(0, 200)} ${n.any[0]?.message ?? n.none[0]?.message ?? ''}`);
    return wrong;
  }, run);
}

// spent prints the browser's processor time, which does not depend on other load.
async function spent(browser) {
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  console.log(`processor seconds of the browser: ${processInfo.reduce((sum, p) => sum + p.cpuTime, 0).toFixed(1)}`);
}

// Widths at which the layout changes, and widths of phones, tablets and the admin.
const widths = [320, 390, 640, 700, 763, 764, 900, 1024, 1280];
const fewWidths = [320, 764, 1024]; // the narrowest, and those at which most begins to stand side by side

// Themes differ only in colours, languages only in the length of words, widths
// only in layout. So axe checks the English pages, and further states on narrow
// screens, only with THOROUGH, and so are they tried at all widths.
const thorough = !!process.env.THOROUGH;
// Menus are checked on narrow screens.
const contrast = ['color-contrast', 'link-in-text-block'];
const states = [
  { width: 1280, colorScheme: 'light', skip: (s) => s.lang === 'en' },
  { width: 320, colorScheme: 'light', menus: true, skip: (s) => !thorough && s.lang === 'en' },
  { width: 1280, colorScheme: 'dark', only: contrast, skip: (s) => s.lang === 'en' || !thorough && s.name.includes('-') },
  { width: 320, colorScheme: 'dark', only: contrast, skip: (s) => s.lang === 'en' || !thorough || s.name.includes('-') },
];

test('every page and state: axe, widths, console, policy', async ({ browser, request }) => {
  test.setTimeout(1_200_000); // a minute on an idle machine
  const queue = [{ url: '/', name: 'index', lang: 'ko' }, ...await stories(request)], wrong = [];
  await Promise.all(Array.from({ length: LANES }, async () => {
    const { page, said } = await open(browser);
    for (let story = queue.shift(); story; story = queue.shift()) {
      let scheme;
      for (const { width, colorScheme, only, menus, skip } of states) {
        if (skip?.(story)) continue;
        await page.setViewportSize({ width, height: 900 });
        if (scheme !== colorScheme) {
          if (!scheme) {
            await page.goto(book.url + story.url);
            await page.evaluate(axe);
          }
          await setTheme(page, colorScheme);
          scheme = colorScheme;
        }
        if (menus) await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
        for (const w of await look(page, story, only)) wrong.push(`${story.url} ${width} ${colorScheme}: ${w}`);
      }
      if (!scheme) await page.goto(book.url + story.url);
      await setTheme(page, 'light');
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      for (const width of thorough || story.lang === 'ko' && !story.name.includes('-') ? widths : fewWidths) {
        await page.setViewportSize({ width, height: 900 });
        for (const w of [...await sideways(page), ...await uncaptioned(page)]) wrong.push(`${story.url} ${width}: ${w}`);
      }
      wrong.push(...said.splice(0).map((s) => `${story.url} console: ${s}`));
    }
    await page.close();
  }));
  if (process.env.FIGURES) await spent(browser);
  expect(wrong).toEqual([]);
});

test('paper is white in any theme', async ({ browser }) => {
  const { page } = await open(browser);
  const colours = () => page.evaluate(() => ['backgroundColor', 'color'].map((of) => getComputedStyle(document.documentElement)[of]));
  for (const path of ['/ko/purchase-print', '/ko/reorder']) {
    await page.goto(book.url + path);
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    const light = await colours();
    for (const theme of ['dark', 'auto']) {
      await setTheme(page, theme === 'auto' ? 'dark' : 'light');
      await page.evaluate((name) => { document.documentElement.dataset.theme = name; }, theme);
      await page.emulateMedia({ media: 'print' });
      expect(await colours(), `${path} ${theme}`).toEqual(light);
    }
    await page.emulateMedia({ media: 'screen' });
    expect(await colours(), `${path} on a screen`).not.toEqual(light);
  }
  await page.close();
});

if (process.env.PICTURES) test('pictures of every page', async ({ browser, request }) => {
  test.setTimeout(600_000);
  const queue = await stories(request);
  await Promise.all(Array.from({ length: LANES }, async () => {
    const { page } = await open(browser);
    for (let story = queue.shift(); story; story = queue.shift()) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme }); // of a mail
          await page.goto(book.url + story.url);
          await setTheme(page, colorScheme);
          await page.screenshot({ path: `${process.env.PICTURES}/${story.lang}-${story.name}-${width}-${colorScheme}.png`, fullPage: true });
        }
      }
    }
    await page.close();
  }));
});
