/** A real Chromium for the browser tests: the machine's own when CHROME_PATH names one, else the one inside the npm package. */
import os from 'node:os';
import path from 'node:path';
import { utf8Locale } from '../../browser/utf8-locale.ts';
import { unpackedChromium } from './unpack-chromium.ts';

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

const HOUSE = path.resolve(import.meta.dirname, '../..');

/** Beside the dependencies, so that they go together; where that can't be written or run from, with what this user keeps. */
const PLACES = [
  path.join(HOUSE, 'node_modules', '.cache', 'bianmin'),
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'bianmin'),
];

/** What Playwright is told: which program, and in which environment. */
export async function browser(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const executablePath = process.env['CHROME_PATH'] ?? (await unpackedChromium(PLACES));
  // A library that sets the clock keeps Chromium's idle threads awake, which takes all processors. Pages have their clock from the tests.
  const { LD_PRELOAD: _, ...env } = process.env;
  return { executablePath, env: utf8Locale(env) as Record<string, string> };
}
