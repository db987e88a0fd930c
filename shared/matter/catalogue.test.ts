import { describe, expect, it } from 'vitest';
import type { MatterCode } from '../base/brands.ts';
import { loadCatalogue, termsOf } from './catalogue.ts';
import { TermsSchema } from '../case/terms.ts';
import json from '../reference/catalogue.json' with { type: 'json' };
import { referenceCatalogue } from '../reference/load.ts';

const catalogue = referenceCatalogue();
const broken = (change: object) => ({ ...json, matters: [{ ...json.matters[0], ...change }] });

describe('the reference catalogue', () => {
  it('has 92 matters in 8 windows and keeps every field', () => {
    expect(catalogue.matters).toHaveLength(92);
    expect(catalogue.windows).toHaveLength(8);
    expect(catalogue.matters).toEqual(json.matters);
    expect(catalogue.windows.flatMap((window) => catalogue.mattersOf(window.name))).toHaveLength(92);
  });

  it('finds a matter by its code', () => {
    expect(catalogue.matter('SB-006')?.name).toBe('城乡居民基本医疗保险参保登记');
    expect(catalogue.matter('XX-999')).toBeUndefined();
  });

  it('gives the terms that a first event carries, for every matter', () => {
    for (const matter of catalogue.matters) expect(TermsSchema.parse(termsOf(catalogue, matter.code))).toBeDefined();
    expect(termsOf(catalogue, 'XX-999' as MatterCode)).toBeUndefined();
  });
});

describe('a bad catalogue', () => {
  it.each([
    ['a code of another shape', broken({ code: 'SB6' }), 'matters[0].code'],
    ['text for a number', broken({ promisedDays: '三天' }), 'matters[0].promisedDays'],
    ['a field nobody knows', broken({ colour: 'red' }), 'matters[0]'],
    ['a window that is not listed', broken({ window: '税务' }), 'matters[0].window'],
    ['a code of another window', broken({ code: 'SB-001' }), 'matters[0].code'],
    ['an immediate matter with a limit', broken({ promisedDays: 3 }), 'matters[0].promisedDays'],
    ['a code twice', { ...json, matters: [json.matters[0], json.matters[0]] }, 'matters[1].code'],
    ['no matters', { ...json, matters: [] }, 'matters'],
    ['nothing at all', null, '(根)'],
  ])('with %s is refused with its place, in Chinese', (_, data, place) => {
    expect(() => loadCatalogue(data)).toThrow(place);
    expect(() => loadCatalogue(data)).toThrow(/事项目录有误/u);
  });
});
