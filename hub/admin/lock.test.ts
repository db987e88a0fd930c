/** Which process owns a hub's folder, tried by real processes that are killed and started at the same moment. */
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askOwner, lockFolder, waitForFolder } from './lock.ts';

const STARTER = fileURLToPath(new URL('../../test/hub/lock-starter.ts', import.meta.url));
const AT_STEP = fileURLToPath(new URL('../../store/testing/signal-at-step.ts', import.meta.url));
const AT_ONCE = 6;
const ROUNDS = 3;

class Starter {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #heard: () => void = () => undefined;

  /** `stopAt`: before which step of the file system it stops until it is told to go on; 0: before none. */
  constructor(folder: string, stopAt = 0) {
    const env = { ...process.env, STEP: String(stopAt), STEP_SIGNAL: 'SIGSTOP' };
    const args = [...(stopAt > 0 ? ['--import', AT_STEP] : []), STARTER, folder];
    this.#child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#lines.push(...text.split('\n').filter(Boolean));
      this.#heard();
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async says(): Promise<string> {
    while (this.#lines.length === 0) await new Promise<void>((heard) => (this.#heard = heard));
    return this.#lines.shift() ?? '';
  }

  take(): void {
    this.#child.stdin?.write('take\n');
  }

  goOn(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const ended = new Promise((done) => this.#child.once('close', done));
    this.#child.kill('SIGKILL');
    await ended;
  }
}

let folder: string;
let living: Starter[] = [];
const killAll = async () => {
  await Promise.all(living.map((each) => each.kill()));
  living = [];
};

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-lock-'));
});
afterEach(async () => {
  await killAll();
  rmSync(folder, { recursive: true, force: true });
});

async function ready(stopAt = 0): Promise<Starter> {
  const starter = new Starter(folder, stopAt);
  living.push(starter);
  expect(await starter.says()).toBe('ready');
  return starter;
}

/** Starts so many at one moment; answers those that own the folder. */
async function startAtOnce(many: number): Promise<Starter[]> {
  await Promise.all(Array.from({ length: many }, () => ready()));
  for (const each of living) each.take();
  const said = await Promise.all(living.map((each) => each.says()));
  expect(said.filter((word) => word === 'none')).toHaveLength(said.filter((word) => word !== 'owns').length);
  return living.filter((_, index) => said[index] === 'owns');
}

describe('a folder whose owner was killed', () => {
  it(
    'has exactly one owner of many that start at the same moment, and it is the one that answers',
    { timeout: 300_000 },
    async () => {
      await startAtOnce(1);
      for (let round = 0; round < ROUNDS; round += 1) {
        await killAll();
        expect(readdirSync(folder)).toContain('hub.sock');
        const owners = await startAtOnce(AT_ONCE);
        expect(owners).toHaveLength(1);
        expect(await askOwner(folder, 'who')).toBe(String(owners[0]?.pid));
      }
    },
  );

  it.each([1, 2])(
    'has one owner where another process goes to sleep before step %i of taking it over',
    { timeout: 120_000 },
    async (step) => {
      await startAtOnce(1);
      await killAll();
      const [slow, quick] = await Promise.all([ready(step), ready()]);
      slow.take();
      expect(await slow.says()).toBe('SIGSTOP');
      quick.take();
      const first = await quick.says();
      slow.goOn();
      expect([first, await slow.says()].sort()).toEqual(['none', 'owns']);
    },
  );
});

describe('a folder whose lock can’t be used', () => {
  it('is nobody’s, and the sentence says what to look after', async () => {
    mkdirSync(path.join(folder, 'hub.lock'));
    await expect(lockFolder(folder, () => Promise.resolve(''))).rejects.toMatchObject({
      kind: 'ReadOnly',
      message: expect.stringMatching(/hub\.lock 打不开，请检查/u),
    });
  });
});

describe('a folder that somebody owns', () => {
  it('is another’s when it is let go, and not before', async () => {
    const answer = () => Promise.resolve('here');
    const first = await lockFolder(folder, answer);
    expect(await lockFolder(folder, answer)).toBeNull();
    expect(await askOwner(folder, 'who')).toBe('here');
    await first?.release();
    expect(await askOwner(folder, 'who')).toBeNull();
    const second = await lockFolder(folder, answer);
    expect(second).not.toBeNull();
    await second?.release();
  });

  it('is waited for by a hub that starts while a command has it', async () => {
    const answer = () => Promise.resolve('here');
    const command = await lockFolder(folder, answer);
    const hub = waitForFolder(folder, answer);
    expect(await Promise.race([hub, delay(600, 'waits')])).toBe('waits');
    await command?.release();
    const owner = await hub;
    expect(owner).not.toBeNull();
    await owner?.release();
  });
});

describe.skipIf(process.platform === 'win32')('a folder whose path is too long for a socket', () => {
  it('is not served from a place in the temporary folder that somebody else may have made, nor is anybody asked there', async () => {
    // Short itself, however deep the tests' own lies.
    const temporary = mkdtempSync('/tmp/bm-');
    vi.stubEnv('TMPDIR', temporary);
    try {
      const long = path.join(folder, 'x'.repeat(120));
      const shared = path.join(os.tmpdir(), `bianmin-hub-${os.userInfo().uid}`);
      const elsewhere = path.join(folder, 'elsewhere');
      mkdirSync(elsewhere);
      symlinkSync(elsewhere, shared);
      await expect(lockFolder(long, () => Promise.resolve('here'))).rejects.toMatchObject({
        message: expect.stringContaining(shared),
      });
      expect(readdirSync(elsewhere)).toEqual([]);
      expect(await askOwner(long, 'who')).toBeNull();
    } finally {
      vi.unstubAllEnvs();
      rmSync(temporary, { recursive: true, force: true });
    }
  });
});
