// Thresholds by file, as a merchant does it with Excel: download, edit, upload,
// preview, change, undo. Inside the admin's frame, with JavaScript and without.
const { readFileSync } = require('node:fs');
const { test, expect, openInstalled, firstSync } = require('./demo');

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('thresholds from a file', async ({ page, demo }) => {
      const app = page.frameLocator('iframe.app');
      await openInstalled(page, demo, app);
      await firstSync(page, demo, app, javaScriptEnabled);

      const [download] = await Promise.all([page.waitForEvent('download'), app.getByRole('link', { name: 'CSV로 받기' }).click()]);
      expect(download.suggestedFilename()).toMatch(/^stock-\w+-\d{8}-\d{4}\.csv$/);
      const text = readFileSync(await download.path(), 'utf8');
      expect(text.charCodeAt(0)).toBe(0xfeff);
      const codes = text.split('\r\n').slice(1, 4).map((line) => line.split(',')[0]);
      expect(codes.every((code) => /^P/.test(code))).toBe(true);
      const [workbook] = await Promise.all([page.waitForEvent('download'), app.getByRole('link', { name: '엑셀로 받기' }).click()]);
      expect(readFileSync(await workbook.path()).subarray(0, 2).toString()).toBe('PK');

      await app.getByRole('link', { name: '엑셀로 기준 바꾸기' }).click();
      const section = app.locator('#sheet');
      await section.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
      await expect(section).toContainText('파일을 골라 주세요');
      const seven = javaScriptEnabled ? 7 : 8;
      await section.locator('input[type=file]').setInputFiles({
        name: '기준.csv', mimeType: 'text/csv',
        buffer: Buffer.from(`품목코드,품목 기준\n${codes[0]},${seven}\n${codes[1]},14일\n${codes[2]},많이\n`),
      });
      await section.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
      await expect(section).toContainText('품목 2개의 기준이 바뀌어요');
      await expect(section).toContainText('4번째 줄');
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/sheet-${javaScriptEnabled}.png`, fullPage: true });
      await section.getByRole('button', { name: '2개 바꾸기' }).click();
      const change = app.locator('#history li[id^=change-]').first();
      await expect(change).toContainText('파일로 바꿈');
      await expect(change).toContainText(`${seven}개`);
      await expect(change).toContainText('14일 치');
      await change.getByRole('button', { name: /되돌리기/ }).click();
      await expect(app.locator('#history li[id^=change-]').first()).toContainText('되돌림');
    });
  });
}
