/**
 * A command that was killed at some moment, or whose hub was, and is given again: what it says then is so, and its exit code with it. Real processes,
 * real files, kill -9.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_FILE } from '../hub/admin/hub-file.ts';
import { ledgerName } from '../shared/place/place.ts';
import { checkBackup } from '../store/file/backup.ts';
import { readKeyFile } from '../store/file/key-file.ts';
import { HubProcess } from './hub/hub-process.ts';
import { insideHub } from './site/compare.ts';
import { Machine, type Run, VILLAGE } from './site/machine.ts';
import { seededCases } from './site/work.ts';
import { MOMENTS, momentsOf } from './runner/moments.ts';

const HUB = path.resolve(import.meta.dirname, '../hub/main.ts');
const CLI = 'service/cli.ts';
const SLOW = { timeout: 240_000 * MOMENTS };
const NOTICE = `国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（农历正月初六、周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
`;

async function ended(child: ChildProcess): Promise<Run> {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (err += part));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, out: out.split('\n').filter(Boolean), err: err.split('\n').filter(Boolean) };
}

const textOf = ({ out, err }: Run): string => [...out, ...err].join('\n');

interface Trial {
  readonly start: () => ChildProcess;
  /** What must be so after the command was given again. */
  readonly holds: (again: Run) => void | Promise<void>;
}

/** The process that is killed while a command is at work. */
interface Killer {
  readonly name: string;
  readonly kill: (command: ChildProcess) => void | Promise<void>;
}
const THE_COMMAND: Killer = { name: 'command', kill: (command) => void command.kill('SIGKILL') };

/** Gives a command undisturbed and once more, then for each killer and moment; gives each killed one again, and looks. */
async function atEachMoment(
  trial: (name: string) => Promise<Trial> | Trial,
  killers: readonly Killer[] = [THE_COMMAND],
): Promise<void> {
  const whole = await trial('whole');
  const begun = performance.now();
  const first = await ended(whole.start());
  const took = performance.now() - begun;
  expect([first.code, textOf(first)]).toEqual([0, textOf(first)]);
  await whole.holds(first);
  await whole.holds(await ended(whole.start()));
  for (const { name, kill } of killers)
    for (const moment of momentsOf(`${expect.getState().currentTestName} ${name}`)) {
      const { start, holds } = await trial(`${name}-at-${moment}`);
      const child = start();
      const end = ended(child);
      await new Promise((soon) => setTimeout(soon, took * moment));
      await kill(child);
      const killed = await end;
      // One that came to its end before has done what it says.
      if (killed.code === 0) await holds(killed);
      await holds(await ended(start()));
    }
}

describe('at the hub', SLOW, () => {
  const hub = new HubProcess();
  const village = new Machine();
  let folder: string;
  let bundle: string;
  let events: number;

  const command = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [HUB, ...args], { env: hub.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const key = () => readKeyFile(path.join(hub.folder, KEY_FILE)).key;
  /** The hub alone ends; its service manager starts it again. */
  const THE_HUB: Killer = {
    name: 'hub',
    kill: async () => {
      await hub.stop('SIGKILL');
      await hub.start();
    },
  };
  const EITHER = [THE_COMMAND, THE_HUB];

  const backup = (name: string): Trial => {
    const file = path.join(folder, `${name}.backup`);
    rmSync(file, { force: true });
    return {
      start: () => command('backup', file),
      holds: (again) => {
        // The name says that it is one.
        checkBackup(file, key());
        if (again.code === 0) expect(textOf(again)).toContain('通读核对无误');
        else expect([again.code, textOf(again)]).toEqual([1, expect.stringContaining('已经存在，没有覆盖')]);
      },
    };
  };

  beforeAll(async () => {
    await hub.start();
    folder = path.join(hub.folder, '备份 stick');
    mkdirSync(folder);
    const open = await (await village.enrol(hub, VILLAGE)).open();
    await seededCases(5).handOver(open, 6);
    await open.close();
    const out = path.join(village.base, 'stick');
    mkdirSync(out);
    expect((await village.run('stick', 'out', out, '--data', village.folder)).code).toBe(0);
    bundle = path.join(out, String(readdirSync(out)[0]));
  }, SLOW.timeout);
  afterAll(async () => {
    await hub.remove();
    village.remove();
  });

  it('backup', async () => {
    await atEachMoment(backup, EITHER);
  });

  it('stick in', async () => {
    await atEachMoment(
      () => ({
        start: () => command('stick', 'in', bundle),
        holds: (again) => {
          const [, taken, known] = /已收下 (\d+) 条，以前已有 (\d+) 条/.exec(textOf(again)) ?? [];
          expect([again.code, textOf(again)]).toEqual([0, textOf(again)]);
          events ??= Number(taken) + Number(known);
          expect(Number(taken) + Number(known)).toBe(events);
        },
      }),
      EITHER,
    );
    await hub.stop();
    expect(insideHub(hub, (file) => file.store.info(ledgerName(VILLAGE)).doc_count)).toBe(events);
    await hub.start();
  });

  it('stick out', async () => {
    await atEachMoment((name) => {
      const out = path.join(folder, `${name}-out`);
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out);
      return {
        start: () => command('stick', 'out', VILLAGE, out, '--all'),
        holds: (again) => {
          expect([again.code, textOf(again)]).toEqual([0, textOf(again)]);
          const [, file = '', bytes] = /已写入 (.+)：\d+ 条记录，(\d+) 字节/.exec(textOf(again)) ?? [];
          expect(statSync(file).size).toBe(Number(bytes));
        },
      };
    }, EITHER);
  });

  it('holidays', async () => {
    let version = 0;
    await atEachMoment((name) => {
      version += 1;
      const file = path.join(folder, `${name}.txt`);
      // Each time another day than the time before, so that there is something to publish.
      writeFileSync(file, version % 2 === 0 ? NOTICE : NOTICE.replace('10月9日（周六）', '10月10日（周日）'));
      const published = new RegExp(`(已发布|以前已经发布过同样的安排).*第 ${version} 版`, 'u');
      return {
        start: () => command('holidays', file),
        holds: (again) => expect([again.code, textOf(again)]).toEqual([0, expect.stringMatching(published)]),
      };
    }, EITHER);
  });

  it('use-next-key', async () => {
    const shown = async () =>
      (await hub.county<{ code: string }>('county.createCode', { place: VILLAGE })).code.slice(-12);
    await atEachMoment(async () => {
      const before = await shown();
      expect((await hub.command('next-key')).code).toBe(0);
      return {
        start: () => command('use-next-key', '--now'),
        holds: async (again) => {
          expect([again.code, textOf(again)]).toEqual([0, expect.stringContaining('已改用新钥匙')]);
          expect(await shown()).not.toBe(before);
        },
      };
    }, EITHER);
    const now = await shown();
    // Without another announcement there is no other key.
    expect((await hub.command('use-next-key')).code).toBe(0);
    expect(await shown()).toBe(now);
  });

  it('backup and restore of a hub that does not run', async () => {
    await hub.stop();
    // Those of the running hub know nothing yet of what came by stick.
    const backups = () => readdirSync(folder).filter((name) => name.endsWith('.backup'));
    for (const name of backups()) rmSync(path.join(folder, name));
    await atEachMoment(backup);
    const [from] = backups();
    const known = events;
    await atEachMoment(() => ({
      start: () => command('restore', path.join(folder, String(from))),
      holds: (again) => {
        expect([again.code, textOf(again)]).toEqual([0, expect.stringContaining('已从')]);
        expect(insideHub(hub, (file) => file.store.info(ledgerName(VILLAGE)).doc_count)).toBe(known);
      },
    }));
    expect(readdirSync(hub.folder).filter((name) => /restoring|ready-/.test(name))).toEqual([]);
  });
});

describe('at a site', SLOW, () => {
  const hub = new HubProcess();
  const machine = new Machine();
  let folder: string;
  beforeAll(async () => {
    await hub.start();
    const open = await (await machine.enrol(hub, VILLAGE)).open();
    await seededCases(6).handOver(open, 4);
    await open.close();
    folder = path.join(machine.base, 'kept');
    mkdirSync(folder);
  }, SLOW.timeout);
  afterAll(async () => {
    await hub.remove();
    machine.remove();
  });
  const command = (...args: string[]): ChildProcess => machine.spawn(CLI, [...args, '--data', machine.folder]);

  it('backup and restore', async () => {
    await atEachMoment((name) => {
      const file = path.join(folder, `${name}.backup`);
      return {
        start: () => command('backup', file),
        holds: (again) => {
          checkBackup(file, readKeyFile(path.join(machine.folder, 'bianmin.key')).key);
          // One that was killed after it bore its name is not written over.
          if (again.code === 0) expect(textOf(again)).toContain('已备份');
          else expect([again.code, textOf(again)]).toEqual([2, expect.stringContaining('已经存在，没有覆盖')]);
        },
      };
    });
    const file = path.join(folder, 'whole.backup');
    await atEachMoment(() => ({
      start: () => command('restore', file),
      holds: async (again) => {
        expect([again.code, textOf(again)]).toEqual([0, textOf(again)]);
        const open = await machine.open();
        expect((await open.call('cases.list', { list: 'all' })).rows).toHaveLength(4);
        await open.close();
      },
    }));
  });

  it('stick out', async () => {
    await atEachMoment((name) => {
      const out = path.join(folder, `${name}-out`);
      mkdirSync(out);
      return {
        start: () => command('stick', 'out', out, '--all'),
        holds: async (again) => {
          expect([again.code, textOf(again)]).toEqual([0, textOf(again)]);
          const files = readdirSync(out).filter((each) => !each.endsWith('.part'));
          for (const each of files)
            expect((await hub.command('stick', 'in', path.join(out, each), '--dry-run')).code).toBe(0);
          expect(files.length).toBeGreaterThan(0);
        },
      };
    });
  });

  it('enrolment by stick', async () => {
    const machines: Machine[] = [];
    try {
      await atEachMoment(async (name) => {
        const fresh = new Machine();
        machines.push(fresh);
        const out = path.join(fresh.base, 'stick');
        mkdirSync(out);
        expect((await fresh.run('stick', 'request', out, '--machine', '代办点电脑', '--data', fresh.folder)).code).toBe(
          0,
        );
        const request = path.join(out, String(readdirSync(out)[0]));
        const answers = path.join(fresh.base, 'answers');
        mkdirSync(answers);
        expect((await hub.command('stick', 'answer', request, VILLAGE, answers)).code).toBe(0);
        const answer = path.join(answers, String(readdirSync(answers)[0]));
        return {
          start: () => fresh.spawn(CLI, ['stick', 'enrol', answer, '--data', fresh.folder]),
          holds: async (again) => {
            expect([name, again.code, textOf(again)]).toEqual([name, 0, textOf(again)]);
            const status = await fresh.run('status', '--data', fresh.folder);
            expect(status.out.join('\n')).toContain('正式');
          },
        };
      });
    } finally {
      for (const each of machines) each.remove();
    }
  });
});
