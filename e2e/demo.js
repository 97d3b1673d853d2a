// Starts the demo on free ports with its own data folder and returns its
// addresses. Each worker has one demo.
const base = require('@playwright/test');
const { spawn } = require('node:child_process');
const { chmodSync, mkdtempSync, rmSync, readFileSync, existsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const binary = path.join(__dirname, '..', 'bin', 'inventory-alert');

function start(data) {
  const child = spawn(binary, [
    'demo', '--data', data, '--admin', '127.0.0.1:0', '--app', '127.0.0.1:0', '--mail', '127.0.0.1:0',
    '--products', '300', '--past', '30', '--orders', '0', '--hint-delay', '200ms', '--confirm-delay', '0s', '--watch-interval', '5s',
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const up = new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const admin = output.match(/open this\s+(http:\/\/\S+)/);
      const mail = output.match(/mail inbox\s+(http:\/\/\S+)/);
      const app = output.match(/the app itself\s+(http:\/\/\S+)/);
      if (admin && mail && app) resolve({ admin: admin[1], mail: mail[1].replace(/\/$/, ''), app: app[1] });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${output}`)));
  });
  const stop = () => new Promise((resolve) => {
    if (child.exitCode !== null) return resolve(child.exitCode);
    child.removeAllListeners('exit');
    child.on('exit', resolve);
    child.kill('SIGINT');
  });
  return { up, stop };
}

exports.expect = base.expect;
exports.test = base.test.extend({
  // A spec that needs an unused mall sets this to a name of its own.
  mall: ['shared', { option: true, scope: 'worker' }],

  demo: [async ({ mall }, use) => {
    const data = mkdtempSync(path.join(tmpdir(), 'inventory-alert-e2e-'));
    chmodSync(data, 0o755); // the user that PostgreSQL runs as must be able to enter it: otherwise its data is elsewhere and remains
    const demo = start(data);
    const addresses = await demo.up;
    if (!existsSync(path.join(data, 'postgres', 'data', 'PG_VERSION'))) throw new Error(`the demo's data is not in ${data}, so it would remain`);
    await use({ ...addresses, data });
    await demo.stop();
    const log = path.join(data, 'demo.log');
    if (process.env.SHOW_LOG && existsSync(log)) console.log(readFileSync(log, 'utf8'));
    rmSync(data, { recursive: true, force: true });
  }, { scope: 'worker' }],

  // Every page of every test collects violations of the content security policy.
  page: async ({ page }, use) => {
    const violations = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) violations.push(message.text());
    });
    await use(page);
    base.expect(violations, 'violations of the content security policy').toEqual([]);
  },
});

// openInstalled gives consent if the mall has not given it, and waits for the app.
exports.openInstalled = async function openInstalled(page, demo, app) {
  const leave = app.getByRole('link', { name: '동의하고 연결하기' });
  const search = app.locator('#q');
  await base.expect(async () => { // two launches of one second are one, which opens once
    await page.goto(demo.admin);
    await base.expect(leave.or(search).first()).toBeVisible({ timeout: 5000 });
  }).toPass({ timeout: 120_000 });
  if (await leave.count()) {
    await leave.click();
    await base.expect(page).toHaveURL(/oauth\/authorize/);
    await page.getByRole('button', { name: '동의하고 설치하기' }).click();
    await base.expect(page).toHaveURL(/\/admin/);
  }
};

// firstSync waits until the first sync ends. The page shows it by itself or after
// a reload.
exports.firstSync = async function firstSync(page, demo, app, javaScriptEnabled) {
  await base.expect(async () => {
    if (!javaScriptEnabled) await page.goto(demo.admin);
    await base.expect(app.getByRole('table')).toBeVisible({ timeout: 2000 });
    await base.expect(app.locator('#sync progress')).toHaveCount(0, { timeout: 2000 });
  }).toPass({ timeout: 180_000 });
};
