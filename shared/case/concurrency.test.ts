import { describe, expect, it } from 'vitest';
import { CONCURRENCY, EXCLUDED_BY, outcomeOf } from './concurrency.ts';
import { STEPS } from './steps/index.ts';
import type { StepType } from './steps/index.ts';

const TYPES = Object.keys(STEPS) as StepType[];
const pairs = TYPES.flatMap((a) => TYPES.map((b) => [a, b] as const));

describe('the table of concurrent steps', () => {
  it('has an answer for every pair of step types', () => {
    expect(Object.keys(CONCURRENCY).sort()).toEqual([...TYPES].sort());
    for (const [a, b] of pairs) expect(['commutes', 'same', 'excludes']).toContain(CONCURRENCY[a][b]);
  });

  it('is symmetric', () => {
    for (const [a, b] of pairs) expect([a, b, CONCURRENCY[a][b]]).toEqual([a, b, CONCURRENCY[b][a]]);
  });

  it('a step is the same as one of its own type only; of two corrections of the matter, scopes or hand-overs of a mandate both count', () => {
    const both: readonly StepType[] = ['matter-corrected', 'mandate-taken', 'mandate-handed-over'];
    for (const [a, b] of pairs) expect(CONCURRENCY[a][b] === 'same').toBe(a === b && !both.includes(a));
    for (const type of both) expect(CONCURRENCY[type][type]).toBe('commutes');
  });

  it('lets an extension, owed papers, a corrected matter, a mandate and a settlement stand beside other steps, and no others', () => {
    const beside = (type: StepType) => TYPES.filter((other) => CONCURRENCY[type][other] === 'commutes').sort();
    const written = {
      extended:
        'archived closed concluded county-returned delivered forwarded mandate-ended mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused resumed settled special-procedure special-renewed supplemented voided withdrawn',
      supplemented:
        'archived concluded county-returned delivered extended forwarded mandate-ended mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused resumed settled special-procedure special-renewed',
      settled:
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-ended mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
      'matter-corrected':
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-ended mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village settled special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
      'mandate-taken':
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-ended mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village settled special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
      'mandate-suspended':
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-ended mandate-handed-over mandate-resumed mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village settled special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
      'mandate-resumed':
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-ended mandate-handed-over mandate-suspended mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village settled special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
      'mandate-ended':
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village settled special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
      'mandate-handed-over':
        'accepted accepted-short archived closed concluded county-returned delivered extended forwarded handed-over mandate-ended mandate-handed-over mandate-resumed mandate-suspended mandate-taken matter-corrected paused proxy-received received refused resumed returned-to-village settled special-procedure special-renewed supplement-requested supplemented undone voided withdrawn',
    };
    for (const [type, others] of Object.entries(written))
      expect([type, beside(type as StepType)]).toEqual([type, others.split(' ')]);
    for (const type of TYPES.filter((each) => !(each in written)))
      expect([type, beside(type).every((other) => other in written)]).toEqual([type, true]);
  });

  it('lists for each type whom it excludes', () => {
    for (const [a, b] of pairs) expect(EXCLUDED_BY[a].includes(b)).toBe(CONCURRENCY[a][b] === 'excludes');
  });
});

describe('equal outcome', () => {
  const same = (type: StepType, a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
    outcomeOf(type, { data: a }) === outcomeOf(type, { data: b });

  it('is the result of a conclusion, whatever its number or note', () => {
    expect(same('concluded', { result: 'approved', resultNo: '1' }, { result: 'approved' })).toBe(true);
    expect(same('concluded', { result: 'approved' }, { result: 'rejected' })).toBe(false);
  });

  it('is the list of what is missing, in any order', () => {
    const missing = (...names: string[]) => ({ missing: names.map((name) => ({ name, problem: '缺' })) });
    expect(same('supplement-requested', missing('甲', '乙'), missing('乙', '甲'))).toBe(true);
    expect(same('supplement-requested', missing('甲'), missing('乙'))).toBe(false);
  });

  it('is the kept steps of a settlement, the days of an extension, the addressee of a forwarding', () => {
    expect(same('settled', { keep: ['b', 'a'] }, { keep: ['a', 'b'] })).toBe(true);
    expect(same('settled', { keep: ['a'] }, { keep: ['b'] })).toBe(false);
    expect(same('extended', { days: 5 }, { days: 6 })).toBe(false);
    expect(same('forwarded', { to: '民政局' }, { to: '残联' })).toBe(false);
    expect(same('accepted-short', { deadline: 'x', owed: ['a'] }, { deadline: 'y', owed: ['a'] })).toBe(false);
  });

  it('is nothing but the step itself for the others', () => {
    expect(same('withdrawn', { reason: '甲' }, { reason: '乙' })).toBe(true);
    expect(same('delivered', { signer: 'self' }, { signer: 'agent' })).toBe(true);
  });

  it('does not stumble over data of any shape', () => {
    expect(() => outcomeOf('supplement-requested', { data: { missing: [null, 3, { name: {} }] } })).not.toThrow();
    expect(outcomeOf('settled', { data: { keep: 'x' } })).toBe(outcomeOf('settled', { data: { keep: [] } }));
  });
});
