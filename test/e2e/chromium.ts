/** A real Chromium for the browser tests: the machine's own when CHROME_PATH names one, else the one inside the npm package. */
import packaged from '@sparticuz/chromium';

/** Nothing but the pages under test goes over the network. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function executable(): Promise<string> {
  return process.env['CHROME_PATH'] ?? (await packaged.executablePath());
}
