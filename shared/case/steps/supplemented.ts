import { defineStep } from '../define-step.ts';
import { materialNames, note } from '../field.ts';
import type { FormContext } from '../form.ts';
import { markMaterials, namesOf, stillOwed } from '../materials.ts';
import { closePauses, stateBefore } from '../progress.ts';

/** What the applicant was told to bring, and what was owed from a 容缺受理. */
const awaited = ({ materials, detail }: FormContext): readonly string[] => [
  ...new Set([...namesOf(materials, 'missing'), ...(detail?.owed?.items ?? [])]),
];

/** Papers came that were asked for or owed; what is owed may still come after the conclusion. */
export const supplemented = defineStep({
  type: 'supplemented',
  label: '已补正',
  from: ['supplementing', 'accepted', 'forwarded', 'county-returned', 'paused', 'concluded', 'delivered'],
  fields: {
    materials: materialNames({ label: '这次补来的材料', from: awaited, start: awaited }),
    note,
  },
  to: null,
  roles: ['clerk'],
  apply: (p, s) => {
    const brought = {
      materials: markMaterials(p.materials, s.data.materials, 'received'),
      owed: stillOwed(p.owed, s.data.materials),
    };
    if (p.state !== 'supplementing') return brought;
    const back = stateBefore(p);
    return {
      ...brought,
      ...back,
      owed: s.data.materials.length > 0 ? brought.owed : p.owed,
      pauses: closePauses(p.pauses, s.on, ['supplement']),
      // A completed filing is a new one: its five days begin again.
      filings: back.state === 'received' ? [...p.filings, { from: s.on, wordOn: null }] : p.filings,
      supplementRequests: p.supplementRequests.map((request) =>
        request.suppliedOn === null ? { ...request, suppliedOn: s.on } : request,
      ),
    };
  },
  // Papers that the other clerk took in. The state it leads to counts once.
  twin: (p, { data }) => ({
    materials: markMaterials(p.materials, data.materials, 'received'),
    owed: data.materials.length > 0 ? stillOwed(p.owed, data.materials) : p.owed,
  }),
  // Owed papers move only the list of what is owed. An end for want of them (退件) or by the applicant (撤件, 作废) speaks of the same papers: a person
  // must settle which counts (裁定).
  commutesWith: [
    'paused',
    'special-procedure',
    'special-renewed',
    'resumed',
    'forwarded',
    'county-returned',
    'concluded',
    'delivered',
    'archived',
  ],
  // Offered while a material is still to come: otherwise there is nothing to supplement.
  button: { place: 90, offered: ({ row, owed }) => owed !== null || row.state === 'supplementing' },
});
