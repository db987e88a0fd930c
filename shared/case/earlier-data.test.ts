import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import earlier from '../../test/fixtures/earlier-data.json' with { type: 'json' };
import { sampleOf } from '../../test/fixtures/sample-data.ts';
import { REMARKS, type RemarkSpec } from './remarks/index.ts';
import { SITE_EVENTS, type SiteEventSpec } from './site-events.ts';
import { STEPS, type StepSpec } from './steps/index.ts';

/** What each type is read by; a step that may begin a case has a second reading, `(first)`. */
const READS = new Map<string, z.ZodType>(
  [
    ...Object.values<StepSpec>(STEPS).flatMap(({ type, first, reads }) => [
      [`${type} (first)`, first?.reads] as const,
      [type, reads] as const,
    ]),
    ...Object.values<RemarkSpec>(REMARKS).map(({ type, reads }) => [type, reads] as const),
    ...Object.values<SiteEventSpec>(SITE_EVENTS).map(({ type, data }) => [type, data] as const),
  ].flatMap(([type, schema]): [string, z.ZodType][] => (schema === undefined ? [] : [[type, schema]])),
);

describe('data that programs before this one wrote', () => {
  it('is there of every type: entries are added to earlier-data.json, never changed', () => {
    const missing = [...READS].filter(([type]) => !Object.hasOwn(earlier, type));
    expect(missing.map(([type, schema]) => `"${type}": ${JSON.stringify([sampleOf(schema)])}`)).toEqual([]);
  });

  it.each(Object.entries<readonly unknown[]>(earlier))('of the type %s is read', (type, all) => {
    for (const data of all) {
      const read = READS.get(type)?.safeParse(data);
      expect(
        [type, read?.success, read?.error?.issues ?? []],
        'What was written stays readable: a field that is added may be left out (`.optional()`, of a person `.default(null)`).',
      ).toEqual([type, true, []]);
    }
  });
});
