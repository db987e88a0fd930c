/**
 * The sample of `npm run dev` in a process of its own: `node sample.ts KIND FOLDER`. Its data stays in the folder from one start to the next;
 * tells its parent when its calls are answered, and ends when the parent says so or is gone.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { pagesFolder } from '../../entry/built-pages.ts';
import { startHub } from '../../hub/hub.ts';
import { startDemo } from '../demo/demo-county.ts';
import { startHost } from '../host.ts';
import { isSampleKind, SAMPLE_KINDS, type SampleKind, type SampleReady } from './sample-kinds.ts';

/** Enough for every figure to have something to say, and made in half a minute. */
const COUNTY_SIZE = { otherCentres: 4, days: 30 } as const;

interface Sample {
  readonly ready: SampleReady;
  close(): Promise<void>;
}

const clock = { now: () => Date.now() };
const say = (line: string): void => console.log(line);

async function call(origin: string, where: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(origin + where, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

async function site(kind: 'centre' | 'village', folder: string): Promise<Sample> {
  const host = await startHost({
    dataFolder: folder,
    pages: pagesFolder(),
    clock,
    random: Math.random,
    built: 0,
    highWaterFolder: null,
    browser: null,
    say,
  });
  const token = new URL(host.address()).hash.slice(1);
  const { key } = (await call(host.origin, '/session', { token })) as { key: string };
  if (host.site?.status().mode === 'new') {
    say('正在做样例数据…');
    await call(
      host.origin,
      '/rpc',
      { method: 'site.try', input: { as: kind } },
      { [SAMPLE_KINDS[kind].keyHeader]: key },
    );
  }
  return { ready: { origin: host.origin, key, secret: null }, close: () => host.close() };
}

/** Played in a folder beside, which gets its name when it is whole. */
async function makeCounty(folder: string): Promise<void> {
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const demo = await startDemo({
    pages: pagesFolder(),
    version: packageJson.version,
    random: Math.random,
    clock,
    say,
    folder: unfinished,
    ...COUNTY_SIZE,
  });
  // It stays the secret: later starts would make another.
  demo.hub.secretShown();
  await demo.close();
  writeFileSync(path.join(unfinished, SECRET), demo.adminSecret, { mode: 0o600 });
  renameSync(unfinished, folder);
}
const SECRET = 'admin-secret.txt';

async function county(folder: string): Promise<Sample> {
  if (!existsSync(folder)) await makeCounty(folder);
  const hub = await startHub({
    dataFolder: path.join(folder, 'hub'),
    port: 0,
    consolePort: 0,
    pages: pagesFolder(),
    version: packageJson.version,
    now: () => clock.now(),
    log: () => undefined,
  });
  const secret = readFileSync(path.join(folder, SECRET), 'utf8');
  const origin = hub.consoleAddress;
  const signedIn = await call(origin, '/rpc', { method: 'county.signIn', input: { secret } });
  const key = (signedIn['value'] as { session: string }).session;
  return { ready: { origin, key, secret }, close: () => hub.close() };
}

const open = (kind: SampleKind, folder: string) => (kind === 'county' ? county(folder) : site(kind, folder));

const [, , kind = '', folder = ''] = process.argv;
if (!isSampleKind(kind)) throw new Error(`no sample: ${kind}`);
const sample = await open(kind, folder);
const end = () => void sample.close().finally(() => process.exit(0));
process.once('message', end);
process.once('disconnect', end);
process.send?.(sample.ready);
