/** A machine for tests: a data folder and a home of its own, and the real program on it, in this process or in others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { InputOf, OutputOf } from '../../shared/api/contract.ts';
import type { LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { type Service, startService } from '../../service/site/start-service.ts';
import type { SiteOptions } from '../../service/site/current-site.ts';
import type { RunningSite } from '../../service/site/start-site.ts';
import type { SyncLimits } from '../../sync/sync.ts';
import type { HubProcess } from '../hub/hub-process.ts';
import { BUILT, CLOCK } from '../clock.ts';
import { COMPILED } from '../runner/compiled.ts';

const HOUSE = path.resolve(import.meta.dirname, '../..');
/** 凉水井镇王家岭村, whose agent wrote the sample sheets, and the centre that serves it. */
export const VILLAGE = referencePlaces().all.find(({ name, kind }) => kind === 'village' && name === '王家岭村')
  ?.code as PlaceCode;
export const CENTRE = referencePlaces().centreOf(VILLAGE, '2026-11-23' as LocalDate) as PlaceCode;
const STAFF = 'A01' as StaffId;

/** Short, so that a test sees each kind of bad line within seconds. */
const LIMITS: SyncLimits = { idleMs: 2_000, stallMs: 4_000, debounceMs: 60_000 };

export interface Run {
  readonly code: number | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** The program open in this process, with a member of staff at the desk. */
export interface OpenMachine {
  readonly service: Service;
  readonly site: RunningSite;
  /** Throws `code: message` when the answer is an error. */
  call<K extends keyof ClientMethods>(method: K, input: InputOf<ClientMethods[K]>): Promise<OutputOf<ClientMethods[K]>>;
  close(): Promise<void>;
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

export class Machine {
  readonly base: string;
  readonly folder: string;
  readonly #home: string;

  constructor(base = mkdtempSync(path.join(tmpdir(), '便民-machine-'))) {
    this.base = base;
    this.folder = path.join(base, '数据 data');
    this.#home = path.join(base, 'home');
    mkdirSync(this.#home, { recursive: true });
  }

  /** Nothing of the user who runs the tests, and no setting of theirs. */
  get #environment(): NodeJS.ProcessEnv {
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BIANMIN_')));
    const home = {
      HOME: this.#home,
      XDG_DATA_HOME: path.join(this.#home, 'd'),
      XDG_STATE_HOME: path.join(this.#home, 's'),
    };
    return { ...own, ...home, NODE_COMPILE_CACHE: COMPILED };
  }

  spawn(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [path.join(HOUSE, script), ...args], {
      cwd: this.#home,
      env: { ...this.#environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** A program of the house to its end, in the machine's empty home. */
  async program(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    const child = this.spawn(script, args, env);
    let [out, err] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (part: string) => (out += part));
    child.stderr?.setEncoding('utf8').on('data', (part: string) => (err += part));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    return { code, out: lines(out), err: lines(err) };
  }

  /** `npm run cli -- …`. */
  run(...args: string[]): Promise<Run> {
    return this.program('service/cli.ts', args);
  }

  /** The same on the machine's data folder. */
  cli(...args: string[]): Promise<Run> {
    return this.run(...args, '--data', this.folder);
  }

  get home(): string {
    return this.#home;
  }

  async open(more: Partial<SiteOptions> = {}): Promise<OpenMachine> {
    const bugs: unknown[] = [];
    const service = await startService({
      dataFolder: this.folder,
      clock: CLOCK,
      built: BUILT,
      random: Math.random,
      highWaterFolder: path.join(this.#home, 's', 'bianmin-high-water'),
      limits: LIMITS,
      show: () => null,
      onBug: (_method, error) => bugs.push(error),
      ...more,
    });
    const { site } = service;
    if (site === null) throw new Error('the data file does not open');
    const call: OpenMachine['call'] = async (method, input) => {
      const answer = await service.call({ method, input });
      if (bugs.length > 0) throw bugs.pop();
      if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
      return answer.value as never;
    };
    if (site.desk() !== null) {
      const [first] = await call('staff.list', {});
      if (first !== undefined) await call('staff.choose', { id: first.id });
    }
    return { service, site, call, close: () => service.close() };
  }

  /** Enrols the machine, by another address than the hub's own where a bad line lies between; the program is closed again. */
  async enrol(hub: HubProcess, place: PlaceCode, address = hub.address): Promise<this> {
    const machine = await this.open();
    await machine.call('site.enrol', { address, code: await hub.createCode(place), machine: '测试机' });
    await machine.call('staff.save', { id: STAFF, name: '张三', windows: [], active: true });
    await machine.close();
    return this;
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}
