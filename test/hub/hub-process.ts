/** A real hub in a process and a folder of its own, for tests and benches. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ENROL_PATH,
  EnrolAnswerSchema,
  PULSE_PATH,
  type PulseAnswer,
  PulseAnswerSchema,
} from '../../shared/api/device-api.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { FakeDevice } from './fake-device.ts';
import { trustHubAt } from './trust.ts';
import { secretOf } from './code-secret.ts';

const MAIN = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));

export interface RpcAnswer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly code?: string;
  readonly message?: string;
}

/** The hub ends a connection that is idle for some seconds: on a busy machine just while the next request of a test goes out, which then fails. */
const OWN_CONNECTION = { connection: 'close' } as const;

export class HubProcess {
  readonly folder: string;
  adminSecret = '';
  address = '';
  consoleAddress = '';
  /** Lines of the request log. */
  readonly log: string[] = [];
  /** More of the environment, for the next start. */
  settings: NodeJS.ProcessEnv = {};
  #child: ChildProcess | null = null;
  #session = '';

  constructor(folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-hub-'))) {
    this.folder = folder;
  }

  /** Of the running process; 0 when it does not run. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  get environment(): NodeJS.ProcessEnv {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BIANMIN_')));
    return {
      ...env,
      BIANMIN_HUB_DATA: this.folder,
      BIANMIN_HUB_PORT: '0',
      BIANMIN_HUB_CONSOLE_PORT: '0',
      ...this.settings,
      NODE_NO_WARNINGS: '1',
    };
  }

  async start(): Promise<this> {
    const child = spawn(process.execPath, [MAIN], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let errors = '';
    child.stderr.on('data', (part: Buffer) => {
      errors += part.toString();
      this.log.push(...part.toString().split('\n').filter(Boolean));
    });
    let text = '';
    await new Promise<void>((ready, failed) => {
      child.once('close', () => failed(new Error(`the hub ended: ${errors}`)));
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        if (text.includes('Ctrl+C')) ready();
      });
    });
    child.removeAllListeners('close');
    this.address = /已启动：(\S+)/.exec(text)?.[1] ?? '';
    this.consoleAddress = /县级页面[^：]*：(\S+)\/county\//.exec(text)?.[1] ?? '';
    await trustHubAt(this.address);
    this.adminSecret = /管理口令\S*：(\S+)/.exec(text)?.[1] ?? this.adminSecret;
    this.#session = '';
    return this;
  }

  /** Ends it by the signal and waits for its end. Returns the exit code; null when it was killed or did not run. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return null;
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    child.kill(signal);
    return ended;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** `npm run hub -- …` on this folder. */
  async command(...args: string[]): Promise<{ code: number | null; text: string }> {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
    const code = await new Promise<number | null>((done) => child.once('exit', done));
    return { code, text };
  }

  async rpc(method: string, input: unknown, headers: Record<string, string> = {}): Promise<RpcAnswer> {
    const response = await fetch(`${this.consoleAddress}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...OWN_CONNECTION, ...headers },
      body: JSON.stringify({ method, input }),
    });
    return (await response.json()) as RpcAnswer;
  }

  /** A call of the signed-in county. Throws what it is refused with. */
  async county<T>(method: string, input: unknown = {}): Promise<T> {
    if (this.#session === '') {
      const { value } = await this.rpc('county.signIn', { secret: this.adminSecret });
      this.#session = (value as { session: string }).session;
    }
    const answer = await this.rpc(method, input, { 'x-bianmin-session': this.#session });
    if (!answer.ok) throw Object.assign(new Error(answer.message), { code: answer.code });
    return answer.value as T;
  }

  async createCode(place: PlaceCode): Promise<string> {
    return (await this.county<{ code: string }>('county.createCode', { place })).code;
  }

  /** With a whole code or the secret part of one. */
  postEnrol(code: string, device: FakeDevice): Promise<Response> {
    return fetch(this.address + ENROL_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...OWN_CONNECTION },
      body: JSON.stringify({
        code: secretOf(code),
        key: device.key.publicKey,
        machine: '窗口一',
      }),
    });
  }

  async enrol(place: PlaceCode, device = new FakeDevice(place)): Promise<FakeDevice> {
    const response = await this.postEnrol(await this.createCode(place), device);
    const answer = EnrolAnswerSchema.parse(await response.json());
    device.certificate = answer.certificate;
    device.device = answer.certificate.device;
    device.station = answer.certificate.station;
    device.secret = answer.secret;
    return device;
  }

  authorization(device: FakeDevice): Record<string, string> {
    return { authorization: `Basic ${Buffer.from(`${device.device}:${device.secret}`).toString('base64')}` };
  }

  /** A request as the device; null: without credentials. */
  request(device: FakeDevice | null, method: string, target: string, body?: unknown): Promise<Response> {
    return fetch(this.address + target, {
      method,
      headers: {
        ...OWN_CONNECTION,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(device === null ? {} : this.authorization(device)),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  handIn(device: FakeDevice, ledger: PlaceCode, docs: readonly unknown[]): Promise<Response> {
    return this.request(device, 'POST', `/ledger-${ledger}/_bulk_docs`, { docs, new_edits: false });
  }

  async pulse(device: FakeDevice, more: Record<string, unknown> = {}): Promise<PulseAnswer> {
    const body = { token: null, version: '0.1.0', unsynced: 0, drafts: 0, ...more };
    return PulseAnswerSchema.parse(await (await this.request(device, 'POST', PULSE_PATH, body)).json());
  }

  /** For PouchDB: the address of a database with the device's credentials in it. */
  database(device: FakeDevice, name: string): string {
    const { host } = new URL(this.address);
    return `https://${device.device}:${device.secret}@${host}/${name}`;
  }
}
