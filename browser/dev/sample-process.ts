/** The sample's process as its parent sees it: one at a time, ended and started anew when its code changes. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SampleKind, SampleReady } from './sample-kinds.ts';

const PROGRAM = fileURLToPath(new URL('sample.ts', import.meta.url));
/** A close that takes longer is not waited for, ms. */
const CLOSE_MS = 10_000;

export class SampleProcess {
  readonly #args: readonly [SampleKind, string];
  readonly #say: (line: string) => void;
  #child: ChildProcess | null = null;
  #ready: Promise<SampleReady | null>;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(kind: SampleKind, folder: string, say: (line: string) => void) {
    this.#args = [kind, folder];
    this.#say = say;
    this.#ready = this.#start();
  }

  /** The running sample, once it answers; null while its code does not run. */
  get ready(): Promise<SampleReady | null> {
    return this.#ready;
  }

  /** Ends the running one and starts another; calls wait for that one from now on. Answers as `ready`. */
  restart(): Promise<SampleReady | null> {
    if (this.#isClosed) return Promise.resolve(null);
    const restarted = this.#turn.then(() => this.#end()).then(() => (this.#isClosed ? null : this.#start()));
    this.#turn = restarted;
    this.#ready = restarted;
    return restarted;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turn;
    await this.#end();
  }

  #start(): Promise<SampleReady | null> {
    const child = fork(PROGRAM, [...this.#args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    return new Promise((resolve) => {
      child.once('message', (ready) => resolve(ready as SampleReady));
      child.once('exit', () => {
        if (this.#child !== child) return;
        this.#child = null;
        this.#say('样例服务停了（原因见上），改了代码就会再启动。');
        resolve(null);
      });
    });
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.send('end', () => undefined);
    const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
    await ended;
    clearTimeout(late);
  }
}
