/** Finds the machine's own Chromium, Chrome or Edge. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const WINDOWS_PLACES = [
  String.raw`Google\Chrome\Application\chrome.exe`,
  String.raw`Microsoft\Edge\Application\msedge.exe`,
  String.raw`Chromium\Application\chrome.exe`,
  // Browsers that Chinese offices have, built on Chromium and with its switches.
  String.raw`360Chrome\Chrome\Application\360chrome.exe`,
];
const MAC_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/** Where to look, in order: CHROME_PATH alone if it is set, else what the platform's installers use. */
export function browserCandidates(env: Environment, platform: NodeJS.Platform): readonly string[] {
  const own = env['CHROME_PATH'];
  if (own !== undefined && own !== '') return [own];
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (root) => root !== undefined,
    );
    return roots.flatMap((root) => WINDOWS_PLACES.map((place) => path.win32.join(root, place)));
  }
  if (platform === 'darwin') return MAC_PLACES;
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)));
}

/** The first candidate that is a program; null when the machine has none. */
export function findBrowser(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  return browserCandidates(env, platform).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
