/** Sticks: files in and out as base64; the work is in service/stick. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import type { SiteContext } from './context.ts';

type Methods = Pick<
  typeof clientMethods,
  | 'stick.status'
  | 'stick.request'
  | 'stick.answerPreview'
  | 'stick.enrol'
  | 'stick.write'
  | 'stick.saved'
  | 'stick.preview'
  | 'stick.take'
>;

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

export const stickHandlers: Handlers<Methods, SiteContext> = {
  'stick.status': (_input, { site }) => site.sticks.status(),
  'stick.request': ({ machine }, { site }) => site.requestByStick(machine),
  'stick.answerPreview': ({ base64 }, { site }) => site.previewAnswer(bytesOf(base64)),
  'stick.enrol': async ({ base64 }, { site }) => {
    await site.enrolByStick(bytesOf(base64));
    return site.status();
  },
  'stick.write': (wish, { site }) => site.sticks.write(wish),
  'stick.saved': ({ id }, { site }) => site.sticks.saved(id),
  'stick.preview': ({ base64 }, { site }) => site.sticks.preview(bytesOf(base64)),
  'stick.take': ({ base64 }, { site }) => site.sticks.take(bytesOf(base64)),
};
