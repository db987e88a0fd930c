/** The machine's life as the pages see it: first run, clock, backup, sync. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { minuteOf } from '../../shared/base/minute.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { rebuildProjection } from '../../store/projection/rebuild.ts';
import { verifyFile } from '../../store/ledger/verify.ts';
import { type SiteContext, deskOf } from './context.ts';

type Methods = Pick<
  typeof clientMethods,
  | 'site.status'
  | 'site.try'
  | 'site.enrol'
  | 'site.moveHub'
  | 'site.setToday'
  | 'site.backup'
  | 'site.recovery'
  | 'site.restore'
  | 'site.verify'
  | 'site.rebuild'
  | 'site.changes'
  | 'site.minute'
  | 'sync.status'
  | 'sync.now'
>;

export const siteHandlers: Handlers<Methods, SiteContext> = {
  'site.status': (_input, { site }) => site.status(),
  'site.try': async ({ as }, { site }) => {
    await site.tryDemo(as);
    return site.status();
  },
  'site.enrol': async (input, { site }) => {
    await site.enrol(input);
    return site.status();
  },
  'site.moveHub': async (input, { site }) => {
    await site.moveHub(input);
    return site.status();
  },
  'site.setToday': ({ today }, { site }) => {
    site.setToday(today);
    return site.status();
  },
  'site.backup': (_input, { site }) => site.backup(),
  'site.recovery': () => null,
  'site.restore': ({ file }, { restore }) => {
    if (restore === undefined) throw new ApiError('not-allowed');
    return restore(file ?? null);
  },
  'site.verify': (_input, context) => {
    const { file, ledger } = deskOf(context);
    return verifyFile(file, ledger.reference());
  },
  'site.rebuild': (_input, context) => {
    const desk = deskOf(context);
    const rebuilt = rebuildProjection(desk.file, desk.ledger.reference());
    desk.wrote('cases', 'staff');
    return rebuilt;
  },
  'site.minute': (_input, context) => ({ minute: minuteOf(deskOf(context).now()) }),
  'site.changes': ({ since }, { site }) => site.changes(since),
  'sync.status': (_input, { site }) => site.syncStatus(),
  'sync.now': (_input, { site }) => site.syncNow(),
};
