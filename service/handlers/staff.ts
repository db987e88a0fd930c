/** The staff of the place. A member of staff is known by a signed site event, so the county and the other machines of the place know too. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { placeKind } from '../../shared/place/place.ts';
import { countHeldBy } from '../../store/projection/held.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { type DeskContext, deskOf } from './context.ts';

type Methods = Pick<typeof clientMethods, 'staff.list' | 'staff.choose' | 'staff.save'>;

export const staffHandlers = {
  'staff.list': (_input, context) => {
    const { file, place } = deskOf(context);
    return staffOf(file, place);
  },

  'staff.choose': ({ id }, context) => {
    const { file, place } = deskOf(context);
    const member = staffOf(file, place).find((each) => each.id === id && each.active);
    if (member === undefined) throw new ApiError('not-found', '没有这位工作人员，或已停用。', 'id');
    context.site.chooseStaff(member);
    return member;
  },

  'staff.save': (member, context) => {
    const desk = deskOf(context);
    const unknown = member.windows.find((window) => !desk.catalogue.windows.some(({ name }) => name === window));
    if (unknown !== undefined) throw new ApiError('bad-input', `没有“${unknown}”这个窗口。`, 'windows');
    const held =
      member.active || placeKind(desk.place) !== 'village' ? 0 : countHeldBy(desk.file, desk.place, member.id);
    if (held > 0)
      throw new ApiError('not-allowed', `${member.name}名下还有 ${held} 件没有交接，请先办“代办员交接”。`, 'active');
    if (context.site.status().asksToday) throw new ApiError('needs-today');
    // Staff speak for themselves until PINs come: the one at the desk, or the new one where the desk is empty.
    const staff = context.site.staff()?.id ?? member.id;
    desk.ledger.append({ ledger: desk.place, type: 'site.staff', on: desk.today(), data: { ...member }, staff });
    desk.wrote('staff');
    return member;
  },
} satisfies Handlers<Methods, DeskContext>;
