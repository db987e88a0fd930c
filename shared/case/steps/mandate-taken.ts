import { z } from 'zod';
import { breach } from '../breach.ts';
import { defineStep } from '../define-step.ts';
import { choice, field, note } from '../field.ts';
import { byWord } from '../lines.ts';
import { AGREED, POWERS, POWER_NAMES } from '../mandate.ts';
import type { Power } from '../mandate.ts';
import { WHILE_MANDATED } from '../states.ts';

const inWords = (value: unknown): string =>
  (value as readonly Power[]).map((power) => POWERS[power] ?? power).join('、');

/** 接受委托: what the villager asked the agent to do, and how it was agreed. */
export const mandateTaken = defineStep({
  type: 'mandate-taken',
  label: '接受委托',
  from: WHILE_MANDATED,
  fields: {
    powers: field(z.array(z.enum(POWER_NAMES)).min(1, '请至少勾选一项').max(POWER_NAMES.length), {
      label: '代办权限',
      form: {
        kind: 'names',
        from: () => POWER_NAMES,
        start: () => POWER_NAMES,
        words: POWERS,
        hint: '只勾村民说过的；没有勾的，请本人办理',
      },
      show: inWords,
    }),
    how: choice({ label: '委托方式', options: AGREED, start: 'written' }),
    given: choice({ label: '委托人', options: { self: '本人', family: '家属' }, start: 'self' }),
    // Whether its writer knew of an end: a scope that was agreed while the villager ended it elsewhere does not bring it back.
    renews: field(z.boolean().optional(), {
      label: '委托次序',
      form: { kind: 'fixed', value: ({ detail }) => detail?.mandate?.state === 'ended' },
      show: byWord({ true: '终止后重新接受', false: '首次接受' }),
    }),
    note,
  },
  to: null,
  roles: ['agent'],
  acts: () => null,
  apply: ({ mandate }, { on, by, data: { powers, how, renews } }) =>
    mandate === null || mandate.state === 'fulfilled' || (mandate.state === 'ended' && renews !== true)
      ? {}
      : {
          mandate: {
            ...mandate,
            state: mandate.state === 'suspended' ? 'suspended' : 'in-force',
            // The agent who takes on an ended mandate holds it; any other stays with its holder.
            holder: mandate.state === 'ended' ? { place: by.place, staff: by.staff } : mandate.holder,
            powers: POWER_NAMES.filter((power) => powers.includes(power)),
            how,
            since: on,
            until: mandate.state === 'suspended' ? mandate.until : null,
            reason: mandate.state === 'suspended' ? mandate.reason : null,
            said: true,
          },
        },
  refuses: ({ mandate }) => {
    if (mandate === null) return breach('mandate', '这一件不是代办件', 'type');
    if (mandate.state === 'suspended') return breach('mandate', '委托已中止，先续办', 'type');
    if (mandate.state === 'fulfilled') return breach('mandate', '代办已完成', 'type');
    return mandate.said && mandate.state === 'in-force'
      ? breach('mandate', '已接受委托；权限有变的，先终止再重新接受', 'type')
      : null;
  },
  flags: ({ data }, { mandate }) =>
    mandate?.state === 'ended' && data.renews !== true
      ? [breach('mandate', '委托已终止，要写明重新接受（renews）', 'data.renews')]
      : [],
  commutesWith: 'all',
  besideItself: true,
  outcome: ({ powers }) => (Array.isArray(powers) ? powers.map(String).toSorted().join(' ') : ''),
  button: { place: 240 },
});
