/** What a person can do about a row that waits for a decision, in the order in which it is shown and numbered. */
import type { DraftRow } from '../../../../shared/api/rows.ts';
import type { MatterCode } from '../../../../shared/base/brands.ts';
import type { SlipReasonCode } from '../../../../shared/slips/reasons.ts';
import type { Column } from './columns.ts';
import type { GridRow } from './grid-state.ts';

export type Offer =
  | { readonly kind: 'matter'; readonly name: string }
  | { readonly kind: 'fix'; readonly field: Column; readonly text: string }
  | { readonly kind: 'split'; readonly matters: readonly MatterCode[] }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'restore' };

/** The most matters that a row offers to choose from: a row has ten offers at most, the last ones confirm and set aside. */
const MOST_CANDIDATES = 6;
/** The check's reason when one slip names several matters (shared/slips). */
const SEVERAL_MATTERS: SlipReasonCode = 'matter-several';

export function offersOf(row: GridRow): readonly Offer[] {
  const judgement = row.judgement;
  switch (judgement?.verdict) {
    case 'ask':
    case 'refuse':
      return pendingOffers(row);
    case 'confirmed':
      return [{ kind: 'reopen' }];
    case 'dropped':
      return [{ kind: 'restore' }];
    default:
      return [];
  }
}

function pendingOffers({ judgement }: GridRow): readonly Offer[] {
  if (judgement === null) return [];
  const { candidates, reasons, confirmable, verdict } = judgement;
  const matters = candidates.slice(0, MOST_CANDIDATES);
  const several = reasons.some((reason) => reason.code === SEVERAL_MATTERS) && matters.length >= 2;
  return [
    ...(several ? [{ kind: 'split', matters: matters.map(({ code }) => code) } as const] : []),
    ...matters.map(({ name }) => ({ kind: 'matter', name }) as const),
    ...fixes(reasons),
    ...(verdict === 'ask' && confirmable ? [{ kind: 'confirm' } as const] : []),
    { kind: 'drop' },
  ];
}

/** Two reasons may lead to the same correction; it is offered once. */
function fixes(reasons: DraftRow['reasons']): readonly Offer[] {
  const offers = reasons.flatMap(({ field, fixes: texts }) =>
    field === null ? [] : texts.map((text) => ({ kind: 'fix', field, text }) as const),
  );
  return offers.filter(
    (offer, at) => offers.findIndex(({ field, text }) => field === offer.field && text === offer.text) === at,
  );
}

/** The matters used most in the grid so far, most used first: for the next slip they are the likeliest. */
export function commonMatters(rows: readonly GridRow[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { judgement } of rows)
    if (judgement?.matterName && judgement.verdict !== 'refuse')
      counts.set(judgement.matterName, (counts.get(judgement.matterName) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name]) => name);
}
