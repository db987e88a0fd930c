/** A bundle of the hub for a place: what the county published, the events of its ledgers, and the hub's word on what it holds. */
import type { About, Enrolment, Marks, Word } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { COUNTY_DATABASE, MOST_RANGES_TOLD, type Receipt } from '../../shared/api/device-api.ts';
import { readableLedgers } from '../../shared/place/access.ts';
import type { DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { earlierSeries } from '../../store/trust/identity.ts';
import { rangesHeld } from '../../store/projection/series-ranges.ts';
import { markOf } from '../../store/sync-state/usb-checkpoints.ts';
import { changesOf, fill, type Filled } from '../../sync/stick/contents.ts';
import { activeDevices, recipientKeys } from '../../sync/stick/recipients.ts';
import { writeLines, type WrittenBundle } from '../../sync/stick/write.ts';
import type { StickContext } from './context.ts';
import { noteStick } from './journal.ts';

export interface HubBundle {
  readonly place: PlaceCode;
  /** Also what the place has said to hold. */
  readonly everything: boolean;
  /** `next` of the file before. */
  readonly after?: string | undefined;
  /** What devices of the place are known to hold beside what they told the hub. */
  readonly said?: readonly SaidMarks[];
  /** An answer is sealed to the machine's key alone. */
  readonly enrolment?: Enrolment;
}

interface SaidMarks extends Marks {
  readonly device: DeviceId;
}

type Known = (device: DeviceId, name: string) => number;

/** What a device holds of a database, by its own word to the hub or to the centre that asks for it. */
function knownMarks({ ledger, hub }: StickContext, said: readonly SaidMarks[]): Known {
  const told = new Map(
    said
      .filter(({ epoch }) => epoch === hub.epoch)
      .flatMap(({ device, marks }) => marks.map(({ name, seq }) => [`${device} ${name}`, seq] as const)),
  );
  return (device, name) => Math.max(markOf(ledger.file, device, name, hub.epoch), told.get(`${device} ${name}`) ?? 0);
}

/** Where to begin, so that every machine of the place gets what it lacks. */
function beginnings(context: StickContext, { place, everything, said = [] }: HubBundle): (name: string) => number {
  const devices = activeDevices(context.ledger.file, context.now).filter((each) => each.place === place);
  const known = knownMarks(context, said);
  return (name) => (everything ? 0 : Math.min(...devices.map(({ device }) => known(device, name))));
}

/** The receipts that changed last, as far as one word may go: there is no next answer that brings the rest. */
function newest(receipts: readonly Receipt[]): Receipt[] {
  let left = MOST_RANGES_TOLD;
  const from = receipts.findLastIndex(({ ranges }) => (left -= ranges.length) < 0);
  return receipts.slice(from + 1);
}

function wordOf({ ledger, hub }: StickContext, ledgers: readonly PlaceCode[], parts: Word['parts']): Word {
  const { receipts } = rangesHeld(ledger.file, { since: 0, ledgers, most: Infinity });
  const before = earlierSeries(ledger.file);
  return { kind: 'word', epoch: hub.epoch, ...(before.length > 0 && { before }), receipts: newest(receipts), parts };
}

function partsOf(filled: Filled, newest: ReadonlyMap<string, number>): Word['parts'] {
  return [...filled.reached].map(([name, { since, seq, complete }]) => ({
    name,
    since,
    // What was taken back or never counted lies between the last item and the newest sequence.
    upTo: complete ? Math.max(seq, newest.get(name) ?? 0) : seq,
  }));
}

/** Throws ApiError `not-found` for a place without a machine, `bad-input` for a wrong `after`. */
export async function writeStick(context: StickContext, wanted: HubBundle): Promise<WrittenBundle> {
  const { ledger, hub, now } = context;
  const { file } = ledger;
  const { place, enrolment } = wanted;
  const { places } = ledger.reference();
  const on = localDateOf(now);
  const readable = readableLedgers(places, place, on);
  if (!activeDevices(file, now).some((each) => each.place === place))
    throw new ApiError('not-found', '这里还没有登记过在用的电脑。', 'place');
  const names = [COUNTY_DATABASE, ...readable.map(ledgerName)];
  const newest = new Map(names.map((name) => [name, file.store.info(name).update_seq]));
  const since = beginnings(context, wanted);
  const sources = names.map((name) => changesOf(file, name, since(name)));
  const filled = await fill(sources, wanted.after, () => undefined);
  const about: About = {
    kind: 'about',
    at: new Date(now).toISOString(),
    version: context.version,
    hub: hub.uuid,
    site: null,
  };
  const word = wordOf(context, readable, partsOf(filled, newest));
  const recipients =
    enrolment === undefined
      ? recipientKeys(file, { places, ledgers: readable, on, now })
      : [enrolment.answer.certificate.key];
  return writeLines(
    {
      file,
      station: `${hub.county}-${ledger.identity()?.station ?? ''}`,
      sender: { hub: hub.publicKey },
      recipients,
      purpose: enrolment === undefined ? '下发' : '登记答复',
      place,
      on,
    },
    [about, ...(enrolment === undefined ? [] : [enrolment]), word, ...filled.lines],
    filled.ids,
    filled.next,
  );
}

/** A bundle to be carried to the place, with a line in the journal. Throws as `writeStick`. */
export async function giveStick(
  context: StickContext,
  wanted: Pick<HubBundle, 'place' | 'everything' | 'after'>,
): Promise<WrittenBundle> {
  const written = await writeStick(context, wanted);
  noteStick(context.ledger.file, {
    at: new Date(context.now).toISOString(),
    way: 'out',
    place: wanted.place,
    station: wanted.place,
    events: written.ids.length,
    known: 0,
    held: 0,
  });
  return written;
}
