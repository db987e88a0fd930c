/** Bad settings at the doors of the hub and the client: a sentence, and nothing made. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from './site/machine.ts';

describe('an environment that is not right', () => {
  const machine = new Machine();
  afterAll(() => machine.remove());

  it('is refused by the hub with a Chinese sentence, and nothing is made', { timeout: 120_000 }, async () => {
    const folder = path.join(machine.base, 'hub');
    const settings: readonly NodeJS.ProcessEnv[] = [
      { BIANMIN_HUB_PORT: 'abc' },
      { BIANMIN_HUB_PORT: '70000' },
      { BIANMIN_HUB_DATA: 'relative/folder' },
      { BIANMIN_HUB_PROT: '5980' },
    ];
    const runs = await Promise.all(
      settings.map((env) => machine.program('hub/main.ts', [], { BIANMIN_HUB_DATA: folder, ...env })),
    );
    for (const { code, out, err } of runs) {
      expect([code, out]).toEqual([1, []]);
      expect(err.join('\n')).toMatch(/BIANMIN_HUB_\S*.*\p{Script=Han}/u);
      expect(err.join('\n')).not.toMatch(/ at .*\.ts:/u);
    }
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(machine.home)).toEqual([]);
  });

  it('is refused by the command line of a client, where the data folder is a file', { timeout: 120_000 }, async () => {
    const file = path.join(machine.base, '文件');
    writeFileSync(file, 'mine');
    const env = { BIANMIN_DATA: file };
    const runs = await Promise.all([
      machine.program('service/cli.ts', ['status'], env),
      machine.program('service/cli.ts', ['sync'], { BIANMIN_DATA: path.join(file, '里面') }),
    ]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    for (const { code, out, err } of runs) {
      expect([code, out]).toEqual([2, []]);
      expect(err.join('\n')).not.toMatch(/ at .*\.ts:/u);
      expect(err[0]).toMatch(/\p{Script=Han}/u);
    }
  });
});
