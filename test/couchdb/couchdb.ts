/**
 * A CouchDB for tests: our peer in a process of its own, or, where COUCHDB_URL names one, a real CouchDB behind a line that can be cut. Its
 * databases `county` and `ledger-…` are the tests' own and are deleted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Doc } from '../../hub/couch/database.ts';
import { type BrokenNetwork, brokenNetwork } from '../broken-network.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const REAL = process.env['COUCHDB_URL'];
export const isRealCouchdb = REAL !== undefined;

const OURS = /^(county|ledger-\d+)$/;

export class Couchdb {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'bianmin-couchdb-'));
  readonly user = REAL === undefined ? 'admin' : new URL(REAL).username;
  password = REAL === undefined ? 'geheim-7f' : new URL(REAL).password;
  port = 0;
  #child: ChildProcess | null = null;
  #line: BrokenNetwork | null = null;
  #cut = false;

  /** For HUB_COUCHDB_URL. */
  get url(): string {
    return `http://${this.user}:${this.password}@127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    if (REAL !== undefined) await this.#connect(Number(new URL(REAL).port));
    else await this.#spawn();
    return this;
  }

  async #connect(port: number): Promise<void> {
    const fresh = this.#line === null;
    this.#line ??= await brokenNetwork(port);
    if (this.#cut) this.#line.set({ kind: 'fine' });
    this.#cut = false;
    this.port = this.#line.port;
    if (fresh) await this.#clear();
  }

  async #spawn(): Promise<void> {
    const args = [MAIN, this.folder, String(this.port), this.user, this.password];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    let text = '';
    await new Promise<void>((ready, failed) => {
      child.once('exit', () => failed(new Error('the peer ended')));
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        if (text.includes('\n')) ready();
      });
    });
    child.removeAllListeners('exit');
    this.port = Number(/listening (\d+)/.exec(text)?.[1]);
  }

  /** Gone from one moment to the next, in the middle of whatever it does. */
  async stop(): Promise<void> {
    this.#line?.set({ kind: 'refuse' });
    this.#cut = true;
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  }

  /** Copies what it holds, to be put back later. It must be stopped; a real CouchDB is not copied. */
  copyTo(folder: string): void {
    cpSync(this.folder, folder, { recursive: true });
  }

  putBack(folder: string): void {
    rmSync(this.folder, { recursive: true });
    cpSync(folder, this.folder, { recursive: true });
  }

  /** Throws where CouchDB refuses. */
  async ask(method: string, target: string, body?: unknown): Promise<Doc> {
    const response = await this.#request(method, target, body);
    const answer = (await response.json()) as Doc;
    if (!response.ok) throw new Error(`${method} ${target}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  #request(method: string, target: string, body?: unknown): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${target}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${this.user}:${this.password}`).toString('base64')}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async databases(): Promise<readonly string[]> {
    return ((await this.ask('GET', '/_all_dbs')) as unknown as string[]).filter((name) => OURS.test(name));
  }

  /** Every document of a database, by id; none where there is no such database. */
  async documents(name: string): Promise<ReadonlyMap<string, Doc>> {
    const response = await this.#request('GET', `/${name}/_all_docs?include_docs=true`);
    if (response.status === 404) return new Map();
    const { rows } = (await response.json()) as { rows: readonly { id: string; doc: Doc }[] };
    return new Map(rows.map(({ id, doc }) => [id, doc]));
  }

  async #clear(): Promise<void> {
    for (const name of await this.databases()) await this.ask('DELETE', `/${name}`);
  }

  async remove(): Promise<void> {
    if (this.#line !== null) {
      if (this.#cut) this.#line.set({ kind: 'fine' });
      await this.#clear();
      await this.#line.close();
    }
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
