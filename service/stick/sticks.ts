/** The sticks of a site at work: one thing at a time, with progress, and with the hub's help where there is a line. */
import { ApiError } from '../../shared/api/errors.ts';
import type { Topic } from '../../shared/api/rows.ts';
import type { StickPreview, StickStatus, StickTaken, WrittenStick } from '../../shared/api/stick.ts';
import type { BundleAnswer } from '../../shared/api/device-api.ts';
import { mayRead } from '../../shared/place/access.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { randomId } from '../../store/trust/crypto.ts';
import { countUnsynced, receiptsEpoch } from '../../store/sync-state/receipts.ts';
import { setSetting } from '../../store/file/settings.ts';
import { markOnStick } from '../../store/sync-state/usb-events.ts';
import { marksOf } from '../../store/sync-state/usb-checkpoints.ts';
import { SyncError } from '../../sync/failures.ts';
import { countyHandedBack, isRevoked } from '../../sync/sync-state.ts';
import { type Bundle, readBundle } from '../../sync/stick/bundle.ts';
import { previewBundle } from '../../sync/stick/preview.ts';
import { activeDevices } from '../../sync/stick/recipients.ts';
import { LAST_WRITTEN, stickFacts } from '../../sync/stick/status.ts';
import { takeBundle } from '../../sync/stick/take.ts';
import { writeSiteBundle } from '../../sync/stick/write.ts';
import type { OpenSite } from '../site/open-site.ts';
import { PROGRAM_VERSION } from '../site/program.ts';

interface StickWish {
  readonly for: 'county' | PlaceCode;
  readonly everything: boolean;
  readonly after?: string | undefined;
}

export interface Sticks {
  status(): StickStatus;
  /** Throws ApiError; nothing has changed then, nor when it is done: rows count as copied from `saved` on. */
  write(wish: StickWish): Promise<WrittenStick>;
  /** The file of `write` lies on the stick. Throws ApiError `not-found`. */
  saved(id: string): StickStatus;
  preview(bytes: Buffer): Promise<StickPreview>;
  take(bytes: Buffer): Promise<StickTaken>;
}

interface SticksOptions {
  /** Null before the machine belongs to a place. */
  readonly open: () => OpenSite | null;
  /** ms UTC. */
  readonly now: () => number;
  readonly tell: (...topics: readonly Topic[]) => void;
}

type Author = WrittenStick['by'];

/** Returns where the next file goes on. The author of the first file writes the rest, as hub and site count in ways of their own. */
const nextOf = (by: Author, next: string | null): string | null => (next === null ? null : `${by}:${next}`);

function authorOf(after: string | undefined): { readonly by: Author | null; readonly after: string | undefined } {
  if (after === undefined) return { by: null, after };
  const [, by, rest] = /^(county|site):(.+)$/.exec(after) ?? [];
  if (by === undefined) throw new ApiError('bad-input', '续写的位置不对，请从头再拷一次。', 'after');
  return { by: by as Author, after: rest };
}

interface Written {
  readonly ids: readonly string[];
  /** The epoch of the hub, where the file hands back what the hub may have lost; null for another file. */
  readonly epoch: string | null;
}

/** Files written and not yet saved; the oldest is forgotten. */
const REMEMBERED = 20;

export function createSticks({ open, now, tell }: SticksOptions): Sticks {
  let running: StickStatus['running'] = null;
  const written = new Map<string, Written>();

  /** An enrolled site. Throws ApiError `not-enrolled`. */
  function site(): OpenSite & { readonly uuid: string } {
    const found = open();
    const uuid = found?.identity.hub?.uuid;
    if (found === null || uuid === undefined) throw new ApiError('not-enrolled');
    return { ...found, uuid };
  }

  async function alone<T>(work: 'write' | 'take', total: number, run: (told: (done: number) => void) => Promise<T>) {
    if (running !== null) throw new ApiError('busy');
    running = { work, done: 0, total };
    try {
      return await run((done) => {
        running = { work, done, total: Math.max(done, total) };
      });
    } finally {
      running = null;
      tell('sync');
    }
  }

  function status(): StickStatus {
    const found = open();
    return found === null ? NOTHING : { running, ...stickFacts(found.data.file) };
  }

  function read(bytes: Buffer): Promise<Bundle> {
    const { data, uuid } = site();
    return readBundle(bytes, { file: data.file, places: data.inForce.now().places, uuid });
  }

  /** The hub's bundle brings receipts along; null without a line, or where the hub does not give it. */
  async function byHub(
    { data, sync }: OpenSite,
    wish: StickWish & { readonly for: PlaceCode },
  ): Promise<BundleAnswer | null> {
    if (sync === null) return null;
    const { file } = data;
    const devices = activeDevices(file, now()).filter(({ place }) => place === wish.for);
    const said = devices.flatMap(({ device }) => {
      const marks = marksOf(file, device, receiptsEpoch(file));
      return marks === null ? [] : [{ device, epoch: marks.epoch, marks: [...marks.marks] }];
    });
    try {
      return await sync.bundle({ place: wish.for, everything: wish.everything, after: wish.after, said });
    } catch (error) {
      if (error instanceof SyncError) return null;
      throw error;
    }
  }

  async function bySite(
    { data, clock }: OpenSite,
    wish: StickWish,
    told: (done: number) => void,
  ): Promise<WrittenStick> {
    const { places } = data.inForce.now();
    const { ledger } = data;
    if (wish.for !== 'county' && isRevoked(data.file)) throw new ApiError('revoked');
    const bundle = await writeSiteBundle({
      ledger,
      places,
      on: clock.today(),
      now: now(),
      version: PROGRAM_VERSION,
      for: wish.for,
      everything: wish.everything,
      after: wish.after,
      told,
    });
    const id = randomId();
    const epoch = wish.for === 'county' && bundle.next === null ? receiptsEpoch(data.file) : null;
    written.set(id, { ids: bundle.ids, epoch });
    for (const [oldest] of written) if (written.size > REMEMBERED) written.delete(oldest);
    const { bytes, fileName, ids, next } = bundle;
    return {
      fileName,
      base64: bytes.toString('base64'),
      bytes: bytes.length,
      events: ids.length,
      by: 'site',
      id,
      next,
    };
  }

  async function write(wish: StickWish): Promise<WrittenStick> {
    const here = site();
    const { by, after } = authorOf(wish.after);
    return alone('write', countUnsynced(here.data.file), async (told) => {
      const village = wish.for;
      const answer = village === 'county' || by === 'site' ? null : await byHub(here, { ...wish, for: village, after });
      if (answer !== null) {
        const id = randomId();
        // What the hub gave is confirmed: nothing of it waits for a receipt.
        written.set(id, { ids: [], epoch: null });
        const bytes = Buffer.byteLength(answer.base64, 'base64');
        return { ...answer, bytes, by: 'county', id, next: nextOf('county', answer.next) };
      }
      if (by === 'county') throw new ApiError('offline', '县里连不上了，余下的没有写成，请联网后再拷。');
      const file = await bySite(here, { ...wish, after }, told);
      return { ...file, next: nextOf('site', file.next) };
    });
  }

  return {
    status,
    write,
    saved(id) {
      const saved = written.get(id);
      if (saved === undefined) throw new ApiError('not-found', '没有这个待保存的数据包，请重新拷贝。', 'id');
      const { file } = site().data;
      file.transaction(() => {
        markOnStick(file, saved.ids, 'out');
        if (saved.epoch !== null && saved.epoch === receiptsEpoch(file)) countyHandedBack(file);
        setSetting(file, LAST_WRITTEN, new Date(now()).toISOString());
      });
      written.delete(id);
      tell('cases', 'sync');
      return status();
    },
    async preview(bytes) {
      const { data, identity, clock } = site();
      const { places } = data.inForce.now();
      return previewBundle(await read(bytes), {
        file: data.file,
        places,
        belongs: (ledger) => mayRead(places, identity.place, ledger, clock.today()),
        known: (ledger, ids) => data.file.store.has(ledgerName(ledger), ids),
      });
    },
    async take(bytes) {
      const here = site();
      const { data, identity, clock, desk } = here;
      const bundle = await read(bytes);
      const { places } = data.inForce.now();
      const taken = await alone('take', bundle.events, (told) =>
        takeBundle(bundle, {
          ledger: data.ledger,
          places,
          place: identity.place,
          on: clock.today(),
          now: now(),
          told,
        }),
      );
      if (data.refreshReference()) tell('site');
      // Sync is told, too: what was carried here goes on to the hub.
      desk.wrote('cases', 'staff', 'sync');
      return taken;
    },
  };
}

const NOTHING: StickStatus = {
  running: null,
  unsynced: 0,
  copied: 0,
  carried: 0,
  lastWritten: null,
  lastTaken: null,
  lastWord: null,
};
