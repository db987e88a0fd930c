/** A real Chromium for the browser tests: the machine's own when CHROME_PATH names one, else the one inside the npm package. */
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? (await packaged.executablePath());
  return chromium.launch({ executablePath, headless: true, args: QUIET });
}
