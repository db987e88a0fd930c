import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { READ, UNREADABLE, dryRun } from './import-dry-run.ts';

const today = '2026-11-23' as LocalDate;
const sample = path.join(import.meta.dirname, '../../test/fixtures/slips/village-week-messy.xlsx');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), '试导入-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(file: string, json = true) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await dryRun(file, { json, today, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}

describe('a dry run of an import', () => {
  it('prints one JSON line a slip row, with exactly the promised fields, and no other line', async () => {
    const { code, out, err } = await run(sample);
    expect([code, out.length, err]).toEqual([READ, 24, []]);
    const lines = out.map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines)
      expect(Object.keys(line)).toEqual(['sheet', 'row', 'name', 'id', 'matter', 'date', 'verdict', 'reasons']);
    expect(lines[9]).toEqual({
      sheet: '11月第2周',
      row: 13,
      name: '舒玉清',
      id: '433022198206055654',
      matter: 'GA-007',
      date: '2017-11-07',
      verdict: 'refuse',
      reasons: [{ code: 'not-proxyable', message: expect.stringMatching(/本人到场/u) as string }],
    });
  });

  it('prints a table and the counts for people', async () => {
    const { out } = await run(sample, false);
    expect(out).toHaveLength(26);
    expect(out.at(-1)).toBe('共 24 行：登记 12，待问 11，不收 1');
  });

  it('reads an empty table to nothing', async () => {
    const file = path.join(folder, '空表.csv');
    await writeFile(file, '姓名,身份证号码,代办事项,日期\n');
    expect(await run(file)).toEqual({ code: READ, out: [], err: [] });
  });

  it("says in Chinese why a file can't be read, and ends with 2", async () => {
    const broken = path.join(folder, '坏.xlsx');
    await writeFile(broken, new Uint8Array(await readFile(sample)).slice(0, 2000));
    for (const file of [path.join(folder, '没有.xlsx'), folder, broken]) {
      const { code, out, err } = await run(file);
      expect([code, out, err.length]).toEqual([UNREADABLE, [], 1]);
      expect(err[0]).toMatch(/\p{Script=Han}/u);
    }
  });

  it('changes nothing in the folder', async () => {
    const before = await readdir(folder);
    await run(sample);
    expect(await readdir(folder)).toEqual(before);
  });
});
