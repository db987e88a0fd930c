import { describe, expect, it } from 'vitest';
import { STEP_DATA } from '../../test/fixtures/events.ts';
import { REMARKS, STEPS, StepInputSchema, isRemarkType, isSiteEventType, isStepType } from './event-types.ts';
import type { StepSpec } from './event-types.ts';

const specs = Object.entries(STEPS) as [string, StepSpec][];

describe('the table of steps', () => {
  it('lets every step either begin a case or follow from some state, with a schema for it', () => {
    for (const [type, spec] of specs) {
      expect([type, spec.data !== undefined]).toEqual([type, spec.from.length > 0]);
      expect([type, spec.first !== undefined || spec.data !== undefined]).toEqual([type, true]);
      expect([type, spec.roles.length > 0]).toEqual([type, true]);
    }
  });

  it('narrows a role only within the states of the step and to roles that may take it', () => {
    for (const [type, spec] of specs)
      for (const [role, states] of Object.entries(spec.only ?? {})) {
        expect([type, spec.roles]).toEqual([type, expect.arrayContaining([role])]);
        expect([type, spec.from]).toEqual([type, expect.arrayContaining([...states])]);
      }
  });

  it('has an input for every later step, and the same data fits both', () => {
    for (const [type, spec] of specs) {
      if (spec.data === undefined) continue;
      const data = STEP_DATA[type] ?? { keep: [`20171101-${'a'.repeat(26)}`], reason: '核实' };
      expect([type, StepInputSchema.safeParse({ type, data }).success]).toEqual([type, true]);
      expect([type, spec.data.safeParse(data).success]).toEqual([type, true]);
    }
  });

  it('does not take names from the prototype of objects for types', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      expect([isStepType(name), isRemarkType(name), isSiteEventType(name)]).toEqual([false, false, false]);
  });

  it('lets only the county and its machine ask and renumber', () => {
    expect(REMARKS.questioned.roles).toEqual(['county', 'hub']);
    expect(REMARKS.renumbered.roles).toEqual(['hub']);
  });
});
