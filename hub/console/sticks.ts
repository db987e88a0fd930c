/** The console's methods for sticks: files in and out as base64; the work is in hub/stick. */
import type { StickFile } from '../../shared/api/stick.ts';
import { checkCode } from '../../store/trust/crypto.ts';
import type { WrittenBundle } from '../../sync/stick/write.ts';
import { answerRequest, previewRequest } from '../stick/enrol.ts';
import type { StickContext } from '../stick/context.ts';
import { stickRows } from '../stick/journal.ts';
import { previewStick, takeStick } from '../stick/take.ts';
import { giveStick } from '../stick/write.ts';
import { readRequest } from '../../sync/stick/request.ts';
import type { ConsoleDesk } from './desk.ts';
import type { ConsoleHandlers } from './rpc.ts';

type StickMethods = Pick<
  ConsoleHandlers,
  | 'county.stickPreview'
  | 'county.stickTake'
  | 'county.stickWrite'
  | 'county.stickRequest'
  | 'county.stickAnswer'
  | 'county.sticks'
>;

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

const stickFile = ({ bytes, fileName, ids, next }: WrittenBundle): StickFile => ({
  fileName,
  base64: bytes.toString('base64'),
  bytes: bytes.length,
  events: ids.length,
  by: 'county',
  next,
});

export function stickHandlers(desk: ConsoleDesk): StickMethods {
  const context = (): StickContext => ({
    ledger: desk.ledger,
    hub: desk.hub,
    now: desk.now(),
    version: desk.version,
  });
  return {
    'county.stickPreview': ({ base64 }) => previewStick(bytesOf(base64), context()),
    'county.stickTake': ({ base64 }) => takeStick(bytesOf(base64), context()),
    'county.stickWrite': async (wanted) => stickFile(await giveStick(context(), wanted)),
    'county.stickRequest': ({ base64 }) => previewRequest(bytesOf(base64), context()),
    'county.stickAnswer': async ({ base64, place }) => {
      const file = bytesOf(base64);
      const written = await answerRequest(file, place, context(), desk.pin());
      return {
        ...stickFile(written),
        checkCode: checkCode(readRequest(file).key),
        hubCheckCode: checkCode(desk.hub.publicKey),
      };
    },
    'county.sticks': () => stickRows(desk.file, (place) => desk.places.nameOf(place)),
  };
}
