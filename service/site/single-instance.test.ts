import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from './folder.ts';
import { reachOwner, takeOwnership } from './single-instance.ts';
import type { Owner } from './single-instance.ts';

let base: string;
const owners: Owner[] = [];
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'bianmin-owner-'));
});
afterEach(async () => {
  await Promise.all(owners.splice(0).map((owner) => owner.close()));
  rmSync(base, { recursive: true, force: true });
});

function own(folder: ReturnType<typeof openFolder>): Owner | null {
  const owner = takeOwnership(folder);
  if (owner) owners.push(owner);
  return owner;
}
const doors = () => {
  const seen = { calls: [] as unknown[], shown: 0 };
  return {
    seen,
    call: (raw: unknown) => {
      seen.calls.push(raw);
      return Promise.resolve({ ok: true, value: raw } as const);
    },
    show: () => {
      seen.shown += 1;
      return seen.shown === 1 ? 'http://where' : null;
    },
  };
};

describe('the owner of a data folder', () => {
  for (const [name, sub] of [
    ['a short name', 'data'],
    ['a Chinese name', '用户 数据/便民通'],
    ['a name too long for a socket', path.join('很长的文件夹'.repeat(6), '很长的文件夹'.repeat(6))],
  ] as const) {
    it(`is one process, and others reach it, in a folder with ${name}`, async () => {
      const folder = openFolder(path.join(base, sub));
      const door = doors();
      const owner = own(folder);
      await owner?.listen(door);
      expect(own(folder)).toBeNull();
      const client = await reachOwner(folder);
      expect(await client?.call({ method: 'site.status', input: {} })).toEqual({
        ok: true,
        value: { method: 'site.status', input: {} },
      });
      expect([await client?.show(), await client?.show()]).toEqual(['http://where', null]);
      expect(door.seen.shown).toBe(2);
      client?.close();
      expect(statSync(folder.socket).mode & 0o777).toBe(0o600);
    });
  }

  it('frees the folder when it closes', async () => {
    const folder = openFolder(path.join(base, 'data'));
    const first = takeOwnership(folder);
    await first?.listen(doors());
    await first?.close();
    expect(await reachOwner(folder)).toBeNull();
    expect(own(folder)).not.toBeNull();
  });

  it('leaves the folder free when it is killed, and the next owner listens at the same place', async () => {
    const folder = openFolder(path.join(base, 'data'));
    const script = `
      const { openFolder } = await import(${JSON.stringify(path.resolve('service/site/folder.ts'))});
      const { takeOwnership } = await import(${JSON.stringify(path.resolve('service/site/single-instance.ts'))});
      await takeOwnership(openFolder(${JSON.stringify(folder.root)})).listen({ call: async () => ({ ok: true, value: 1 }), show: () => null });
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(takeOwnership(folder)).toBeNull();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(existsSync(folder.socket)).toBe(true);
    const door = doors();
    await own(folder)?.listen(door);
    const client = await reachOwner(folder);
    await client?.call({ method: 'x', input: 1 });
    expect(door.seen.calls).toHaveLength(1);
    client?.close();
  });

  it('answers any line with an answer and goes on', async () => {
    const folder = openFolder(path.join(base, 'data'));
    const door = doors();
    await own(folder)?.listen(door);
    const ask = (line: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = net.connect(folder.socket, () => socket.write(`${line}\n`));
        socket.once('error', reject);
        socket.once('data', (part: Buffer) => {
          socket.destroy();
          resolve(part.toString());
        });
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        const answer = JSON.parse(await ask(text.replaceAll(/[\r\n\u2028\u2029]/g, ' '))) as { answer: unknown };
        expect(answer.answer).toHaveProperty('ok');
      }),
      { numRuns: 60 },
    );
    expect(door.seen.shown).toBe(0);
  });
});
