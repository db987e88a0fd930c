/** The shell as it is built: what it starts is there, and the service runs from what an installer takes along. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../shared/api/contract.ts';
import { BEGUN } from '../store/ledger/check-worker.ts';
import type { FileCheckJob } from '../store/file/file-check-worker.ts';
import { openDataFile } from '../store/file/data-file.ts';
import { bundleShell } from './bundle.ts';
import { callOverPort } from './port.ts';
import { type ReaderProcess, type ReaderReply, type ReaderRequest, serveReaders } from './readers.ts';

const HOUSE = path.resolve(import.meta.dirname, '..');
const FILE = path.join(HOUSE, 'test/fixtures/slips/village-week-clean.xlsx');
const KEY = Buffer.alloc(32, 7);

let base: string;
let built: string;
let chunks: readonly Rollup.OutputChunk[];
const children: ChildProcess[] = [];
beforeAll(async () => {
  base = mkdtempSync(path.join(tmpdir(), '便民 shell-'));
  built = path.join(base, 'dist', 'electron');
  mkdirSync(built, { recursive: true });
  symlinkSync(path.join(HOUSE, 'node_modules'), path.join(base, 'node_modules'), 'junction');
  chunks = await bundleShell(built);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});

/** How a file is started by another: a thread, a process of Node's or Electron's, the script of a window. */
const START = /\bnew Worker\(|\bfork\(|\bpreload:/u;
/** How one names another beside it: with its own ending, or with that of what is built. */
const NAMES = /([\w-]+)(?:\$\{path\.extname\(|\.c?js['`])/gu;
/** A thread of the file that starts it. */
const ITSELF = /new Worker\(new URL\(import\.meta\.url\)/u;

describe('the built shell', () => {
  it('has every file that one of its modules starts, as an entry beside it', () => {
    const own = chunks.flatMap(({ moduleIds, fileName, isEntry }) =>
      moduleIds
        .filter((id) => id.startsWith(HOUSE) && !id.includes('node_modules'))
        .map((id) => ({ id, fileName, isEntry, text: readFileSync(id, 'utf8') })),
    );
    const entries = chunks.filter((chunk) => chunk.isEntry).map(({ fileName }) => fileName);
    const started = own
      .filter(({ text }) => START.test(text))
      .map(({ id, text, fileName, isEntry }) => ({
        id: path.relative(HOUSE, id),
        inFolder: path.dirname(fileName),
        names: ITSELF.test(text)
          ? [isEntry ? path.parse(fileName).name : `${id} lies in ${fileName}, which is no entry`]
          : [...text.matchAll(NAMES)].map(([, name]) => name),
      }));
    // A file that starts something in a way that is not known here fails the test.
    expect(started.filter(({ names }) => names.length === 0)).toEqual([]);
    expect(started.filter(({ inFolder }) => inFolder !== '.')).toEqual([]);
    const names = [...new Set([...started.flatMap((each) => each.names), 'main'])];
    expect(names.toSorted()).toEqual(entries.map((file) => path.parse(file).name).toSorted());
  });

  it('has threads that begin: one that checks events, one that reads a data file through', async () => {
    const first = (worker: Worker) =>
      new Promise<unknown>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      }).finally(() => worker.terminate());
    expect(await first(new Worker(path.join(built, 'check-worker.js')))).toBe(BEGUN);
    const file = path.join(base, 'one.db');
    openDataFile({ path: file, key: KEY }).close();
    const workerData: FileCheckJob = { file, key: KEY };
    expect(await first(new Worker(path.join(built, 'file-check-worker.js'), { workerData }))).toBe('whole');
  });
});

/** The patterns of a list of `electron-builder.yml`, those that begin with a mark without it. */
function installer(list: string, mark = ''): string[] {
  const text = readFileSync(path.join(HOUSE, 'electron-builder.yml'), 'utf8');
  const [, lines = ''] = new RegExp(`^${list}:\\n((?: +.*\\n)+)`, 'mu').exec(text) ?? [];
  return [...lines.matchAll(/^ +- '?(.*?)'?$/gmu)].flatMap(([, word = '']) =>
    word.startsWith(mark) ? [word.slice(mark.length)] : [],
  );
}

/** What the bundle loads from beside itself. */
function packagesOf(all: readonly Rollup.OutputChunk[]): string[] {
  const own = new Set(all.map(({ fileName }) => fileName));
  const required = all.flatMap(({ code }) => [...code.matchAll(/createRequire\(import\.meta\.url\)\("([^"]+)"\)/gu)]);
  const names = [
    ...all.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]),
    ...required.map(([, name = '']) => name),
  ];
  return [...new Set(names)].filter((name) => !own.has(name) && !isBuiltin(name) && name !== 'electron');
}

describe('the built service', () => {
  it('starts, is tried, reads a workbook in a process of its own and writes one, with nothing that an installer leaves out', async () => {
    const start = (file: string, ...args: string[]) => {
      const child = fork(file, args, { serialization: 'advanced', execArgv: [], cwd: base });
      children.push(child);
      return child;
    };
    const service = start(path.join(HOUSE, 'test/electron/utility-process.ts'), path.join(built, 'service.js'));
    const heard = { port: [] as ((message: unknown) => void)[], parent: [] as ((message: never) => void)[] };
    let loaded: (files: readonly string[]) => void = () => undefined;
    service.on('message', (message: { port?: unknown; parent?: unknown; loaded?: readonly string[] }) => {
      if (message.loaded) loaded(message.loaded);
      else if ('port' in message) for (const listener of heard.port) listener(message.port);
      else for (const listener of heard.parent) listener(message.parent as never);
    });
    const reader = (): ReaderProcess => {
      const child = start(path.join(built, 'reader-process.js'));
      return {
        postMessage: (job) => child.send(job),
        on: (event, listener) => child.on(event, listener as (message: unknown) => void),
        once: (event, listener) => child.once(event, listener),
        kill: () => child.kill('SIGKILL'),
      };
    };
    heard.parent.push(
      serveReaders(reader, (message: Partial<ReaderReply>) => service.send({ parent: message })) as (
        message: Partial<ReaderRequest>,
      ) => void,
    );
    const ready = new Promise<void>((resolve, reject) => {
      heard.parent.push((message: { ready?: true; failed?: string }) => {
        if (message.ready) resolve();
        if (message.failed !== undefined) reject(new Error(message.failed));
      });
      service.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    });
    const ask = callOverPort({
      send: (message) => service.send({ port: message }),
      onMessage: (listener) => heard.port.push(listener),
      onClose: (listener) => service.once('exit', listener),
    });
    const call = async <T>(method: string, input: object): Promise<T> => {
      const answer = (await ask({ method, input })) as Answer<T>;
      if (!answer.ok) throw new Error(`${method}: ${answer.message}`);
      return answer.value;
    };
    service.send({ parent: { dataFolder: path.join(base, '数据'), key: null, wrappedKey: null } });
    await ready;
    await call('site.try', { as: 'village' });
    const [member] = await call<{ id: string }[]>('staff.list', {});
    await call('staff.choose', { id: member?.id });
    const base64 = readFileSync(FILE).toString('base64');
    expect(await call('batch.import', { fileName: 'a.xlsx', base64 })).toMatchObject({ taken: expect.any(Number) });
    expect(await call('cases.export', { list: 'all' })).toMatchObject({ rows: expect.any(Number) });
    const checks = await call<{ ok: boolean }[]>('site.verify', {});
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);

    const files = await new Promise<readonly string[]>((resolve) => {
      loaded = resolve;
      service.send({ load: packagesOf(chunks) });
    });
    const packaged = files
      .map((file) => file.slice(Math.max(0, file.lastIndexOf(`${path.sep}node_modules${path.sep}`) + 1)))
      .filter((file) => file.startsWith('node_modules'))
      .map((file) => file.replaceAll(path.sep, '/'));
    const matches = (file: string, patterns: readonly string[]) =>
      patterns.some((pattern) => path.matchesGlob(file, pattern));
    expect(packaged.filter((file) => matches(file, installer('files', '!')))).toEqual([]);
    // The system opens them itself: it knows nothing of an archive.
    const native = packaged.filter((file) => file.endsWith('.node'));
    expect(native).toHaveLength(2);
    expect(native.filter((file) => !matches(file, installer('asarUnpack')))).toEqual([]);
  });
});
