/**
 * Unpacks the Chromium of the npm package once per version. The package itself unpacks into the temporary folder under fixed names and takes whatever
 * lies there: half a program, another user's, one that may not be run. Here it gets a new folder, which is renamed into place when it is whole.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PACKAGE = import.meta.resolve('@sparticuz/chromium');
const { version } = JSON.parse(readFileSync(path.join(fileURLToPath(PACKAGE), '../../package.json'), 'utf8')) as {
  version: string;
};
const WHOLE = `chromium-${version}-${process.arch}`;
const UNPACKING = /^unpacking-(\d+)-/;

/** Unpacks program, fonts and drivers into the temporary folder that it is given. */
const UNPACK = `const { default: chromium } = await import(${JSON.stringify(PACKAGE)}); await chromium.executablePath();`;

function mayRun(program: string): boolean {
  try {
    // Says no on a file system mounted noexec, too.
    accessSync(program, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What an interrupted unpacking left. */
function removeTorn(place: string): void {
  for (const name of readdirSync(place)) {
    const pid = UNPACKING.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(place, name), { recursive: true, force: true });
  }
}

async function unpackInto(place: string): Promise<string> {
  mkdirSync(place, { recursive: true, mode: 0o700 });
  removeTorn(place);
  const fresh = mkdtempSync(path.join(place, `unpacking-${process.pid}-`));
  const whole = path.join(place, WHOLE);
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], {
      env: { ...process.env, TMPDIR: fresh, TMP: fresh, TEMP: fresh },
    });
    if (!mayRun(path.join(fresh, 'chromium'))) throw new Error(`programs in ${place} may not be run`);
    renameSync(fresh, whole);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another process was first: what lies there was renamed when it was whole.
    if (!mayRun(path.join(whole, 'chromium'))) throw error;
  }
  return path.join(whole, 'chromium');
}

/** The path of a Chromium that runs, in the first of `places` that allows it; rejects with what each said. */
export async function unpackedChromium(places: readonly string[]): Promise<string> {
  const there = places.map((place) => path.join(place, WHOLE, 'chromium')).find((program) => mayRun(program));
  if (there !== undefined) return there;
  const refusals: unknown[] = [];
  for (const place of places) {
    try {
      return await unpackInto(place);
    } catch (error) {
      refusals.push(error);
    }
  }
  throw new AggregateError(refusals, `Chromium could not be unpacked: ${refusals.map(String).join('; ')}`);
}
