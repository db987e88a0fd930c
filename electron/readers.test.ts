/** Readers that main starts for the service, with real processes of Node's in the place of Electron's. */
import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ReaderProcess, type ReaderReply, readersOver, serveReaders } from './readers.ts';

const SCRIPT = path.join(import.meta.dirname, '../service/workbook/reader-process.ts');
const FILE = path.join(import.meta.dirname, '../test/fixtures/slips/village-week-clean.xlsx');

function startProcess(): ReaderProcess {
  const child = fork(SCRIPT, [], { execArgv: [], serialization: 'advanced', stdio: 'ignore' });
  return {
    postMessage: (job) => child.send(job),
    on: (event, listener) => child.on(event, listener as (message: unknown) => void),
    once: (event, listener) => child.once(event, listener),
    kill: () => child.kill('SIGKILL'),
  };
}

/** Both sides, with copies of the messages between them as between processes. */
function connected() {
  let hear: (message: Partial<ReaderReply>) => void = () => {};
  const serve = serveReaders(startProcess, (message) => queueMicrotask(() => hear(structuredClone(message))));
  return readersOver({
    send: (message) => queueMicrotask(() => serve(structuredClone(message))),
    onMessage: (listener) => {
      hear = listener;
    },
  });
}

describe('a reader that main starts', () => {
  it('answers the service, several at a time, each its own', async () => {
    const start = connected();
    const bytes = new Uint8Array(await readFile(FILE));
    const [good, bad] = await Promise.all(
      [bytes, bytes.slice(0, 900)].map(
        (each) =>
          new Promise<unknown>((resolve) => {
            const reader = start();
            reader.onAnswer(resolve);
            reader.send({ bytes: each, name: '表', memory: 900 });
          }),
      ),
    );
    expect(good).toMatchObject({ sheets: [{ sheet: expect.any(String) }] });
    expect(bad).toMatchObject({ code: 'cut-off' });
  });

  it('is known to have gone when it dies or is ended without an answer', async () => {
    const start = connected();
    const bytes = new Uint8Array(await readFile(FILE));
    const dies = start();
    const gone = new Promise<void>((resolve) => dies.onEnd(resolve));
    dies.send({ bytes, name: '表', memory: 1 });
    await gone;
    const ended = start();
    const gone2 = new Promise<void>((resolve) => ended.onEnd(resolve));
    ended.send({ bytes, name: '表', memory: 900 });
    ended.end();
    await gone2;
  });
});
