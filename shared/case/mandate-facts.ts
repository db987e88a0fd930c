/** What the page of a case says of its mandate. */
import type { CaseFold } from './case-types.ts';
import type { HistoryContext } from './case-history.ts';
import { AGREED, MANDATE_STATES, POWERS, POWER_NAMES } from './mandate.ts';
import type { Mandate } from './mandate.ts';

export interface MandateFacts extends Mandate {
  /** The agent's name, or the centre that took over. */
  readonly holderName: string;
  /** In a sentence: how it stands, since when and why. */
  readonly stateText: string;
  readonly powersText: string;
  readonly howText: string;
}

/** A case that came to an end without a result ends what was asked of the agent, and so does one that has nothing to hand out. */
const isOver = (fold: CaseFold, { state }: Mandate): boolean =>
  state === 'in-force' && (fold.ended !== null || fold.result?.result === 'forwarded');

export function mandateFacts(
  fold: CaseFold,
  { staffName, placeName }: Pick<HistoryContext, 'staffName' | 'placeName'>,
): MandateFacts | null {
  const { mandate } = fold;
  if (mandate === null) return null;
  const { holder, state, until, reason, powers, how, since } = mandate;
  const word = isOver(fold, mandate) ? '随办件结束' : MANDATE_STATES[state];
  return {
    ...mandate,
    holderName:
      holder.staff === null ? placeName(holder.place) : (staffName(holder.place, holder.staff) ?? holder.staff),
    stateText: [word, until, reason].filter((part) => part !== null).join('，'),
    powersText: powers.length === POWER_NAMES.length ? '全部代办权限' : powers.map((power) => POWERS[power]).join('、'),
    howText: how === null ? `${since} 随代办单登记，没有另行记录` : `${since} ${AGREED[how]}委托`,
  };
}
