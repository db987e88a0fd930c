/** One site's side of a run as the replicator makes it, as light as can be: what is handed in was signed and packed before. */
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { PULSE_PATH, type PulseAnswer } from '../../shared/api/device-api.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { ledgerName } from '../../shared/place/place.ts';
import type { FakeDevice } from '../hub/fake-device.ts';
import type { HubProcess } from '../hub/hub-process.ts';

const unpack = promisify(gunzip);

/** Documents in a request, as a site begins. */
const PAGE = 600;

/** Every request of the run: how long it took, and how often the hub said "later". */
export interface Times {
  longest: number;
  longestRoute: string;
  requests: number;
  later: number;
}

interface Answered {
  readonly status: number;
  readonly text: string;
  /** Seconds after which to come again; null: this is the answer. */
  readonly again: number | null;
}

interface Row {
  readonly id: string;
  readonly seq: number | string;
  readonly changes: readonly { readonly rev: string }[];
}

export class LoadSite {
  readonly device: FakeDevice;
  /** Ledgers that a pulse has named and that were not read since. */
  readonly moved = new Set<PlaceCode>();
  readonly #hub: HubProcess;
  readonly #times: Times;
  readonly #agent: https.Agent;
  readonly #revs: Buffer;
  readonly #docs: Buffer;
  readonly #last: string;
  #token: string | null = null;

  constructor(hub: HubProcess, device: FakeDevice, events: readonly LedgerEvent[], times: Times) {
    this.device = device;
    this.#hub = hub;
    this.#times = times;
    this.#agent = new https.Agent({ keepAlive: true });
    this.#revs = gzipSync(JSON.stringify(Object.fromEntries(events.map(({ _id, _rev }) => [_id, [_rev]]))));
    this.#docs = gzipSync(JSON.stringify({ docs: events, new_edits: false }));
    this.#last = events.at(-1)?._id ?? '';
  }

  close(): void {
    this.#agent.destroy();
  }

  /** What happened before the outage is known; then the line is gone. */
  async begin(): Promise<void> {
    await this.pulse();
    this.#agent.destroy();
  }

  async pulse(): Promise<PulseAnswer> {
    const body = JSON.stringify({ token: this.#token, version: '0.1.0', unsynced: 0, drafts: 0 });
    const answer = (await this.#json('POST', PULSE_PATH, Buffer.from(body), 'pulse')) as PulseAnswer;
    this.#token = answer.token;
    for (const { place } of answer.ledgers) this.moved.add(place);
    return answer;
  }

  /** Hands in everything; answers the pulse that brings the receipts. Throws where one is missing. */
  async push(): Promise<PulseAnswer> {
    const ledger = `/${ledgerName(this.device.place)}`;
    await this.pulse();
    await this.#send('GET', `${ledger}/_local/push`, null, 'checkpoint');
    await this.#json('POST', `${ledger}/_revs_diff`, this.#revs, '_revs_diff');
    await this.#json('POST', `${ledger}/_bulk_docs`, this.#docs, '_bulk_docs');
    await this.#keep(ledger, 'push', 0);
    const answer = await this.pulse();
    const mine = answer.receipts.find(({ device }) => device === this.device.device);
    if (mine?.ranges.at(-1)?.last !== this.#last) throw new Error('a receipt is missing');
    return answer;
  }

  /** Reads a ledger from a point on, page by page. Returns where it came to and how many documents there were. */
  async pull(
    place: PlaceCode,
    since: number | string,
  ): Promise<{ readonly seq: number | string; readonly docs: number }> {
    const ledger = `/${ledgerName(place)}`;
    await this.#send('GET', `${ledger}/_local/pull`, null, 'checkpoint');
    let [seq, docs] = [since, 0];
    for (;;) {
      const page = `${ledger}/_changes?style=all_docs&since=${encodeURIComponent(seq)}&limit=${PAGE}`;
      const { results } = (await this.#json('GET', page, null, '_changes')) as { results: readonly Row[] };
      const last = results.at(-1);
      if (last === undefined) return { seq, docs };
      const wanted = { docs: results.map(({ id, changes }) => ({ id, rev: changes[0]?.rev })) };
      const got = (await this.#json(
        'POST',
        `${ledger}/_bulk_get?revs=true&latest=true`,
        gzipSync(JSON.stringify(wanted), { level: 1 }),
        '_bulk_get',
      )) as { results: readonly { docs: readonly { ok?: unknown }[] }[] };
      docs += got.results.filter((each) => each.docs[0]?.ok !== undefined).length;
      seq = last.seq;
      await this.#keep(ledger, 'pull', seq);
    }
  }

  #keep(ledger: string, name: string, seq: number | string): Promise<unknown> {
    const checkpoint = { _id: `_local/${name}-${this.device.device}-${Math.random()}`, last_seq: seq };
    return this.#json('PUT', `${ledger}/${checkpoint._id}`, Buffer.from(JSON.stringify(checkpoint)), 'checkpoint');
  }

  async #json(method: string, target: string, body: Buffer | null, route: string): Promise<unknown> {
    const { status, text } = await this.#send(method, target, body, route);
    if (status >= 300) throw new Error(`${route}: status ${status} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  }

  /** Comes again when the hub says "later", as sites do. */
  async #send(method: string, target: string, body: Buffer | null, route: string) {
    for (;;) {
      const answer = await this.#once(method, target, body, route);
      if (answer.again === null) return answer;
      this.#times.later += 1;
      await wait(answer.again * 1000);
    }
  }

  async #once(method: string, target: string, body: Buffer | null, route: string): Promise<Answered> {
    const started = performance.now();
    const packed = body !== null && body[0] === 0x1f;
    const headers = {
      ...this.#hub.authorization(this.device),
      'accept-encoding': 'gzip',
      ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }),
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    };
    const got = await new Promise<{ response: IncomingMessage; bytes: Buffer } | null>((done, failed) => {
      const call = https.request(this.#hub.address + target, { method, agent: this.#agent, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('end', () => done({ response: answer, bytes: Buffer.concat(parts) }));
        answer.once('error', failed);
      });
      // Closed by the hub as idle in the moment it was used again: as every client, on a new connection.
      call.once('error', (error) => (call.reusedSocket ? done(null) : failed(error)));
      call.end(body ?? undefined);
    });
    if (got === null) return this.#once(method, target, body, route);
    const { response, bytes } = got;
    const took = performance.now() - started;
    this.#times.requests += 1;
    if (took > this.#times.longest) Object.assign(this.#times, { longest: took, longestRoute: route });
    const status = response.statusCode ?? 500;
    const text = (response.headers['content-encoding'] === 'gzip' ? await unpack(bytes) : bytes).toString();
    const again = status === 503 || status === 429 ? Number(response.headers['retry-after'] ?? 1) : null;
    return { status, text, again };
  }
}
