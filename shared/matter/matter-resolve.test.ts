import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.ts';
import { resolveMatter } from './matter-resolve.ts';
import { EVERYDAY_PHRASES, VAGUE_WORDS } from './matter-search-words.ts';
import json from '../reference/catalogue.json' with { type: 'json' };
import { referenceCatalogue } from '../reference/load.ts';

const catalogue = referenceCatalogue();
const resolve = (text: string) => resolveMatter(catalogue, text);
const plainKeywords = catalogue.matters.flatMap((matter) =>
  [matter.name, ...matter.keywords]
    .filter((word) => !VAGUE_WORDS.has(word))
    .map((word) => [matter.code, word] as const),
);

describe('the matter of a slip', () => {
  it.each([
    ['领养老金认证', 'SB-003'],
    ['养老金', 'SB-002'],
    ['领养老金', 'SB-002'],
    ['一卡通', 'CZ-001'],
    ['一卡通变更', 'CZ-001'],
    ['城乡居民医保', 'SB-006'],
    ['交2018年合作医疗', 'SB-006'],
    ['医保3人', 'SB-006'],
    ['办身份证', 'GA-007'],
    ['申请低保', 'MZ-001'],
    ['低保(父亲)', 'MZ-001'],
    ['生育登记', 'JS-001'],
    ['地力补贴', 'NY-001'],
    ['高龄津贴', 'MZ-005'],
    ['残疾证换证', 'MZ-007'],
    ['残疾补助', 'MZ-008'],
    ['医保卡丢了', 'SB-009'],
    ['帮儿子办残疾证', 'MZ-007'],
    ['养老 保险', 'SB-001'],
    ['户口迁入', 'GA-003'],
    ['犯罪记录查询', 'GA-012'],
    ['sb006', 'SB-006'],
    ['MZ-001最低生活保障', 'MZ-001'],
    ['待遇资格认证', 'SB-003'],
    ['养老保险资格认证', 'SB-003'],
    ['城乡居民养老保险生存认证', 'SB-003'],
    ['医保异地就医备案', 'SB-007'],
    ['城乡居民基本医疗保险参保', 'SB-006'],
    ['惠农补贴一卡通账户变更', 'CZ-001'],
    ['低保(MZ-001)', 'MZ-001'],
    ['高龄津贴 MZ005', 'MZ-005'],
    ['SB-012 4050', 'SB-012'],
  ])('%s is plainly %s', (text, code) => {
    expect(resolve(text)).toEqual({ kind: 'decided', code, candidates: [code] });
  });

  it.each([
    '办补助',
    '补贴',
    '证明',
    '登记',
    '年审',
    '参保',
    '开证明',
    '办证',
    '办户口',
    '养老',
    '医疗',
    '独生子女',
    '取消低保',
    '低保(取消)',
    '低保变更',
    '残疾证补助',
    '老人补贴',
    '户口迁移',
    '贷款',
    '养老保险转移',
    '生活补助',
    '计生补助',
    '身份证明',
    '银行卡',
    '建设用地',
    '土地经营权',
    '老年人',
  ])('%s asks, with something to choose from', (text) => {
    const { kind, code, candidates } = resolve(text);
    expect([kind, code]).toEqual(['unclear', null]);
    expect(candidates.length).toBeGreaterThan(0);
    expect(candidates.length).toBeLessThanOrEqual(8);
  });

  it.each([
    ['残疾证 和 低保', ['MZ-007', 'MZ-001']],
    ['低保、残疾证', ['MZ-001', 'MZ-007']],
    ['医保和养老保险', ['SB-006', 'SB-001']],
    ['身份证残疾证', ['GA-007', 'MZ-007']],
    ['老年证\n高龄津贴', ['MZ-006', 'MZ-005']],
    ['合作医疗+合作医疗报销', ['SB-006', 'SB-008']],
    ['养老保险、生存认证', ['SB-001', 'SB-003']],
    ['低保、年审', ['MZ-001', 'SB-003']],
    ['开证明、贫困证明', ['GA-011', 'CZ-009']],
    ['补贴卡,4050', ['CZ-001', 'SB-012']],
  ])('%s is two matters on one slip', (text, codes) => {
    expect(resolve(text)).toEqual({ kind: 'several', code: null, candidates: codes });
  });

  it.each([
    ['□医保 ☑低保 □养老保险', ['MZ-001', 'SB-006', 'SB-001']],
    ['□医保☑低保', ['MZ-001', 'SB-006']],
    ['☐ 医保 ☑ 低保', ['MZ-001', 'SB-006']],
    ['( )医保 (√)低保', ['MZ-001', 'SB-006']],
    ['医保×低保√', ['MZ-001', 'SB-006']],
    ['医保√ 低保×', ['SB-006', 'MZ-001']],
  ])('%s offers what is ticked first', (text, codes) => {
    expect(resolve(text)).toEqual({ kind: 'several', code: null, candidates: codes });
  });

  it.each(['低保年审', '年审低保'])('%s is one matter, asked about', (text) => {
    expect(resolve(text)).toEqual({ kind: 'unclear', code: null, candidates: ['MZ-001'] });
  });

  it('says when nothing is written and when nothing is known', () => {
    expect(resolve(' \n').kind).toBe('empty');
    expect(resolve('叶酸')).toEqual({ kind: 'unknown', code: null, candidates: [] });
  });

  it('is decided by every name and keyword of the catalogue but the vague ones', () => {
    for (const [code, word] of plainKeywords) expect(resolve(word).code, word).toBe(code);
  });

  it('is decided by every everyday phrase, each of which means one matter only', () => {
    const seen = new Map<string, string>();
    for (const [code, phrases] of Object.entries(EVERYDAY_PHRASES))
      for (const phrase of phrases) {
        expect(seen.get(phrase) ?? code, phrase).toBe(code);
        seen.set(phrase, code);
        expect(resolve(phrase).code, phrase).toBe(code);
      }
  });

  it('is not changed by the words around it', () => {
    const around = fc.constantFrom(
      ['办', ''],
      ['申请', ''],
      ['', '办理'],
      ['代办', ''],
      [' ', '\n'],
      ['', '。'],
      ['要办理', '一份'],
    );
    fc.assert(
      fc.property(fc.constantFrom(...plainKeywords), around, ([code, word], [before, after]) => {
        expect(resolve(`${before}${word}${after}`).code).toBe(code);
      }),
      { numRuns: 300 },
    );
  });

  it('is never another matter when two are named with a mark between them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...plainKeywords), fc.constantFrom(...plainKeywords), ([codeA, a], [codeB, b]) => {
        fc.pre(codeA !== codeB);
        const { kind, code, candidates } = resolve(`${a}、${b}`);
        // 养老保险、注销 may well read as one matter, but never as a third.
        if (kind === 'decided') expect([codeA, codeB]).toContain(code);
        else expect(candidates.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, and offers only matters of the catalogue', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        for (const code of resolve(text).candidates) expect(catalogue.matter(code)).toBeDefined();
      }),
    );
  });

  it("asks when a county's own catalogue gives one word to two matters", () => {
    const [one, two, ...rest] = json.matters;
    const shared = loadCatalogue({
      ...json,
      matters: [{ ...one, keywords: ['两边都有'] }, { ...two, keywords: ['两边都有'] }, ...rest],
    });
    expect(resolveMatter(shared, '两边都有')).toMatchObject({ code: null, candidates: [one?.code, two?.code] });
  });
});
