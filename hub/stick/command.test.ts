/** `npm run hub -- stick …` as a process beside a running hub. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSigningKey } from '../../store/trust/crypto.ts';
import { writeRequest } from '../../sync/stick/request.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { Machine, type OpenMachine, VILLAGE } from '../../test/site/machine.ts';
import { seededCases } from '../../test/site/work.ts';
import { now } from '../../test/clock.ts';

/** Each command is a process; a busy machine takes seconds for one. */
const SLOW = 120_000;
const hub = new HubProcess();
const machine = new Machine();
const stick = path.join(machine.base, 'U盘');
let village: OpenMachine;

beforeAll(async () => {
  mkdirSync(stick);
  await hub.start();
  village = await machine.open();
}, SLOW);
afterAll(async () => {
  await village.close();
  await hub.remove();
  machine.remove();
});

const save = (file: { readonly fileName: string; readonly base64: string }): string => {
  const target = path.join(stick, file.fileName);
  writeFileSync(target, Buffer.from(file.base64, 'base64'));
  return target;
};
const read = (word: string): string => {
  const name = readdirSync(stick).find((each) => each.includes(word)) ?? '';
  return readFileSync(path.join(stick, name)).toString('base64');
};

it(
  'answers a request, takes a bundle and gives one, looking first where it is asked to',
  { timeout: SLOW },
  async () => {
    const request = await village.call('stick.request', { machine: '代办点' });
    const asked = save(request);
    const look = await hub.command('stick', 'answer', asked, VILLAGE, stick, '--dry-run');
    expect(look).toMatchObject({ code: 0, text: expect.stringContaining(request.checkCode) });
    expect(readdirSync(stick)).toHaveLength(1);
    expect((await hub.command('stick', 'answer', asked, VILLAGE, stick)).code).toBe(0);
    await village.call('stick.enrol', { base64: read('登记答复') });
    await village.call('staff.save', { id: 'A01' as never, name: '张三', windows: [], active: true });
    await village.call('staff.choose', { id: 'A01' as never });
    await seededCases(5).handOver(village, 2);

    const bundle = save(await village.call('stick.write', {}));
    expect((await hub.command('stick', 'in', bundle, '--dry-run')).text).toMatch(/记录\t5 条，已有 0 条/u);
    expect(await hub.command('stick', 'in', bundle)).toMatchObject({
      code: 0,
      text: expect.stringContaining('已收下 5 条'),
    });
    expect((await hub.command('stick', 'out', VILLAGE, stick)).code).toBe(0);
    expect(await village.call('stick.take', { base64: read('下发') })).toMatchObject({ received: 5 });
  },
);

it('refuses in a sentence what cannot be, and changes nothing', { timeout: SLOW }, async () => {
  const before = readdirSync(stick).length;
  const asked = path.join(machine.base, '申请.bmq');
  writeFileSync(asked, writeRequest(makeSigningKey(), '代办点', now()));
  const calls: readonly (readonly [readonly string[], RegExp])[] = [
    [['in'], /用法/u],
    [['out', 'x', stick], /用法/u],
    [['in', path.join(stick, '没有.bmt')], /没有找到/u],
    [['out', '431222115204', stick], /还没有登记过|没有这个/u],
    [['answer', asked, '431222999999', stick], /没有这个中心或村/u],
    [['answer', asked, '431222999999', stick, '--dry-run'], /没有这个中心或村/u],
    [['answer', asked, '431222', stick], /没有这个中心或村/u],
  ];
  for (const [words, sentence] of calls) {
    const { code, text } = await hub.command('stick', ...words);
    expect([code, text]).toEqual([sentence.source === '用法' ? 2 : 1, expect.stringMatching(sentence)]);
  }
  expect(readdirSync(stick)).toHaveLength(before);
  await hub.stop();
  expect((await hub.command('stick', 'out', VILLAGE, stick)).text).toMatch(/没有运行/u);
});
