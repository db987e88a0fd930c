/**
 * The county under attack: a hub in a process of its own with the limits it is shipped with, an honest village and its centre with real files and the
 * real sync, and machines of the county that turned against it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { EnrolAnswerSchema } from '../../shared/api/device-api.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { referencePlaces } from '../../shared/reference/load.ts';
import { pinOfCertificate } from '../../store/trust/tls-key.ts';
import { now } from '../clock.ts';
import { CENTRE, VILLAGE } from '../fixtures/events.ts';
import { FakeDevice } from '../hub/fake-device.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { makeSiteFile, SyncSite } from '../site/sync-site.ts';
import { firstOf, when } from './attack.ts';

const MB = 1024 * 1024;
/** What the hub's process may hold at its peak, whatever is played. Idle it holds some 150 MB, with all doors busy some 500. */
export const MOST_MEMORY = 900 * MB;

const { all } = referencePlaces();
/** A village that the honest centre does not serve: what is put there is no burden to the honest ones. */
export const ELSEWHERE = all.find(({ kind, code }) => kind === 'village' && !code.startsWith(VILLAGE.slice(0, 9)))
  ?.code as PlaceCode;
/** One more, where next to nothing is put: a site of it has little to bring down. */
export const QUIET = all.find(
  ({ kind, code }) =>
    kind === 'village' && code.slice(0, 9) > ELSEWHERE.slice(0, 9) && !code.startsWith(VILLAGE.slice(0, 9)),
)?.code as PlaceCode;
export const OTHER_CENTRE = '43122210201' as PlaceCode;

async function pinAt(address: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await new Promise<void>((ready, failed) => socket.once('secureConnect', ready).once('error', failed));
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  if (certificate === undefined) throw new Error('the hub shows no certificate');
  return pinOfCertificate(certificate);
}

/** What a site takes for the hub. */
interface HubAsSeen {
  readonly address: () => string;
  readonly pin: string;
  readonly parcels: boolean;
}

export class County {
  readonly hub: HubProcess;
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-attack-'));
  /** Honest machines with keys at hand, for reading and for what a test must sign itself. */
  clerk = new FakeDevice(CENTRE);
  agent = new FakeDevice(VILLAGE);
  #pin = '';
  readonly #sites: SyncSite[] = [];
  #village: SyncSite | null = null;
  #centre: SyncSite | null = null;
  #clients = 0;

  constructor(hub = new HubProcess()) {
    this.hub = hub;
  }

  async open(): Promise<this> {
    await this.hub.start();
    this.#pin = await pinAt(this.hub.address);
    this.clerk = await this.turned(CENTRE);
    this.agent = await this.turned(VILLAGE);
    this.#village = await this.site(VILLAGE);
    this.#centre = await this.site(CENTRE);
    return this;
  }

  async close(): Promise<void> {
    for (const site of this.#sites) site.close();
    await this.hub.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A machine that the county certified, to do with as an attacker likes. */
  turned(place: PlaceCode): Promise<FakeDevice> {
    return this.hub.enrol(place);
  }

  revoke(device: FakeDevice): Promise<unknown> {
    return this.hub.county('county.revoke', { device: device.device, reason: '电脑丢失' });
  }

  get village(): SyncSite {
    if (this.#village === null) throw new Error('the county is not open');
    return this.#village;
  }

  get centre(): SyncSite {
    if (this.#centre === null) throw new Error('the county is not open');
    return this.#centre;
  }

  /** The hub as bundles for it are addressed. */
  get addressee(): { readonly uuid: string; readonly key: string } {
    const hub = this.village.ledger.identity()?.hub;
    if (hub === undefined || hub === null) throw new Error('the village is not enrolled');
    return hub;
  }

  /** An enrolled site with a file of its own, told that the hub is at another address or has another key where these are given. */
  async site(
    place: PlaceCode,
    { address = () => this.hub.address, pin = this.#pin, parcels = true }: Partial<HubAsSeen> = {},
  ): Promise<SyncSite> {
    const device = new FakeDevice(place);
    const answer = EnrolAnswerSchema.parse(
      await (await this.hub.postEnrol(await this.hub.createCode(place), device)).json(),
    );
    const file = path.join(this.folder, `${this.#sites.length}.db`);
    makeSiteFile(file, answer, device.key, pin, now());
    const site = new SyncSite({ path: file, address, now, parcels });
    this.#sites.push(site);
    return site;
  }

  /** An address of this machine that has asked the hub nothing so far: others are strangers as far as the hub can see. */
  stranger(): string {
    this.#clients += 1;
    return `127.${1 + Math.floor(this.#clients / 60_000)}.${Math.floor(this.#clients / 250) % 250}.${2 + (this.#clients % 250)}`;
  }

  /** A case goes from the village through the hub to its centre, and both have their receipts: null. Otherwise what did not. */
  async honestSync(): Promise<string | null> {
    const { village, centre } = this;
    const { id } = village.begin();
    const lacking = ({ file }: SyncSite) =>
      file.sql('SELECT count(*) FROM event_row WHERE receipted = 0').pluck().get() as number;
    try {
      await village.run();
      await centre.run();
    } catch (failure) {
      return `an honest sync failed: ${String(failure)}`;
    }
    const came = centre.file.sql('SELECT 1 FROM case_row WHERE case_id = ?').get(id) !== undefined;
    return firstOf(
      when(!came, 'an honest case did not come to its centre'),
      when(lacking(village) > 0, 'an honest record has no receipt'),
    );
  }

  /** Documents of a ledger as its centre reads them, or null where it may not. */
  async ledger(place: PlaceCode, reader = this.clerk): Promise<Record<string, unknown>[]> {
    const docs: Record<string, unknown>[] = [];
    for (let [since, pending] = [0, 1]; pending > 0;) {
      const answer = await this.hub.request(
        reader,
        'GET',
        `/ledger-${place}/_changes?include_docs=true&since=${since}`,
      );
      if (answer.status !== 200) throw new Error(`the ledger of ${place} can't be read: ${answer.status}`);
      const page = (await answer.json()) as {
        results: { doc: Record<string, unknown> }[];
        last_seq: number;
        pending: number;
      };
      docs.push(...page.results.map(({ doc }) => doc));
      [since, pending] = [page.last_seq, page.pending];
    }
    return docs;
  }

  /** Those of the events that stand in a ledger, as a device reads it that may. */
  async heldOf<E extends { readonly _id: string }>(
    place: PlaceCode,
    events: readonly E[],
    reader = this.clerk,
  ): Promise<E[]> {
    const asked = { docs: events.map(({ _id: id }) => ({ id })) };
    const answer = await this.hub.request(reader, 'POST', `/ledger-${place}/_bulk_get`, asked);
    if (answer.status !== 200) throw new Error(`the ledger of ${place} can't be read: ${answer.status}`);
    const { results } = (await answer.json()) as { results: { id: string; docs: { ok?: object }[] }[] };
    const held = new Set(results.filter(({ docs }) => docs[0]?.ok !== undefined).map(({ id }) => id));
    return events.filter(({ _id }) => held.has(_id));
  }

  /** The most that the hub's process ever held, in bytes: the system's own count where it keeps one, else what it holds now. */
  async memory(): Promise<number> {
    const status = `/proc/${this.hub.pid}/status`;
    const peak = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
    if (peak !== undefined) return Number(peak) * 1024;
    const metrics = await (await fetch(`${this.hub.consoleAddress}/metrics`)).text();
    return Number(/^bianmin_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
  }

  /** Seconds of a processor that the hub has used so far; 0 where the system does not tell. */
  processorSeconds(): number {
    const stat = `/proc/${this.hub.pid}/stat`;
    if (!existsSync(stat)) return 0;
    // Behind the name, which may hold anything, come the state and eleven other fields before the two times in hundredths.
    const fields = readFileSync(stat, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Unforeseen failures of the hub, as its log has them. */
  failures(): string[] {
    return this.hub.log.filter((line) => line.includes('"failure"'));
  }
}
