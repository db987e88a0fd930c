/** The platform's commands over a desk. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { COMMANDS, type CommandContext } from './commands.ts';

let site: TestSite;
let folder: string;
let said: string[];
beforeEach(() => {
  site = testSite(CENTRE);
  folder = mkdtempSync(path.join(os.tmpdir(), '平台-'));
  said = [];
});
afterEach(() => {
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (
  name: string,
  file: string,
  options: Partial<CommandContext['options']> = {},
): Promise<number> | undefined =>
  COMMANDS[name]?.run(
    {
      options: options as CommandContext['options'],
      site: async () => ({ call: site.call.bind(site), close: async () => undefined }),
      out: (line) => said.push(line),
      err: (line) => said.push(line),
    },
    path.join(folder, file),
  );
const register = (name: string) =>
  site.call('cases.register', {
    matter: 'SB-006' as MatterCode,
    person: { ...EMPTY_PERSON, name },
    materials: [],
    window: '社会保障',
    steps: [],
  });

it('platform out writes what changed, and nothing the second time', async () => {
  await register('向翠莲');
  expect(await run('platform out', '一.json')).toBe(0);
  expect(said).toEqual(['已写入 1 件：新增 2 行，更正 0 行，撤回 0 行']);
  expect(Object.keys(JSON.parse(readFileSync(path.join(folder, '一.json'), 'utf8')) as object)).toHaveLength(6);
  said = [];
  expect(await run('platform out', '二.xlsx', { json: true })).toBe(0);
  expect(JSON.parse(said.join('\n'))).toEqual({ cases: 0, added: 0, changed: 0, takenBack: 0, left: 0 });
  expect(existsSync(path.join(folder, '二.xlsx'))).toBe(false);
});

it('platform in links what is the same, says what is not, and takes nothing in a dry run', async () => {
  const { detail } = await register('向翠莲');
  const file = '清单.csv';
  writeFileSync(
    path.join(folder, file),
    ['办件编号,申请人,证件号码', `${detail.row.number},向翠莲,`, 'P1,别人,'].join('\r\n'),
  );
  const platform = async () => (await site.call('cases.get', { case: detail.row.case })).platform;
  expect(await run('platform in', file, { dryRun: true })).toBe(1);
  expect(said.at(-1)).toBe('可以关联 1 件，已关联 0 件，不一样 0 件，对不上 1 件，没有编号 0 行');
  expect(await platform()).toBeNull();
  expect(await run('platform in', file)).toBe(1);
  expect(said.at(-2)).toContain('P1\t—\t没有证件号码，对不上');
  expect(await platform()).toMatchObject({ number: detail.row.number });
});

it('platform out overwrites nothing, and what it could not write counts as not told', async () => {
  await register('向翠莲');
  writeFileSync(path.join(folder, '有了.zip'), '别的');
  await expect(run('platform out', '有了.zip')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path.join(folder, '有了.zip'), 'utf8')).toBe('别的');
  expect(await run('platform out', '新的.zip')).toBe(0);
  expect(said).toEqual(['已写入 1 件：新增 2 行，更正 0 行，撤回 0 行']);
  await expect(run('platform out', '什么.txt')).rejects.toMatchObject({ code: 'bad-input' });
});
