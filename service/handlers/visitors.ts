/** 咨询 and 首问: one line about a visitor who leaves without a case, as a signed site event. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import type { VisitorCounts } from '../../shared/api/rows.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { SiteEventType } from '../../shared/case/site-events.ts';
import { visitorsOn } from '../../store/projection/visitors.ts';
import { type SiteContext, deskOf, stepBy } from './context.ts';

type Methods = Pick<typeof clientMethods, 'site.visitors' | 'site.consulted' | 'site.firstAsked'>;

function counts(context: SiteContext): VisitorCounts {
  const { file, place, today } = deskOf(context);
  return visitorsOn(file, place, today());
}

function write(context: SiteContext, type: SiteEventType, data: Readonly<Record<string, unknown>>): VisitorCounts {
  const desk = deskOf(context);
  const { staff, window } = stepBy(context);
  desk.ledger.append({ ledger: desk.place, type, on: desk.today(), data: { ...data }, staff, window });
  desk.wrote('site');
  return counts(context);
}

export const visitorHandlers: Handlers<Methods, SiteContext> = {
  'site.visitors': (_input, context) => counts(context),
  'site.consulted': (input, context) => {
    if (input.matter !== undefined && deskOf(context).catalogue.matter(input.matter) === undefined)
      throw new ApiError('bad-input', '目录里没有这个事项。', 'matter');
    return write(context, 'site.consulted', input);
  },
  'site.firstAsked': (input, context) => {
    const { windows } = deskOf(context).catalogue;
    if (input.window !== undefined && !windows.some(({ name }) => name === input.window))
      throw new ApiError('bad-input', `没有“${input.window}”这个窗口。`, 'window');
    return write(context, 'site.first-asked', input);
  },
};
