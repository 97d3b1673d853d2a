// Browser tests: the whole demo in a real Chromium, the app in the simulated
// admin's cross-site frame, third-party cookies blocked.
const { existsSync } = require('node:fs');

const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find((path) => path && existsSync(path));
if (!chromium) throw new Error('no Chromium found: install it (make system) or name it in CHROMIUM');

module.exports = {
  testDir: __dirname,
  testMatch: process.env.MEASURE ? 'figures.js' : '*.spec.js', // times are no test
  outputDir: 'results',
  timeout: 600_000, // like the next one: for a busy machine, since what comes at all may come late,
  expect: { timeout: 60_000 },
  workers: process.env.MEASURE ? 1 : 2, // each with a demo of its own; a measurement has the machine to itself
  forbidOnly: true,
  reporter: [['list']],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--test-third-party-cookie-phaseout',
      ],
    },
  },
};
