/** Programs of ours that an older Node was asked to run. The older Node is this one, which says that it is older. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const HOUSE = path.resolve(import.meta.dirname, '..');
const OLDER = `if (process.env.OLDER_NODE) {
  Object.defineProperty(process.versions, 'node', { value: '20.20.2' });
  delete process.env.OLDER_NODE;
}`;
const PROGRAM = `import { untilStopped } from './stop.ts';
if (process.argv[2] === 'wait') { void untilStopped().then(() => process.exit(7)); setInterval(() => 0, 1000); }
else process.exitCode = 5;
console.log(JSON.stringify(process.argv.slice(2)));`;

let folder: string;
const ours = () => path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
const link = () => path.join(folder, 'node_modules', '.bin', 'node');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin 自带-'));
  copyFileSync(path.join(HOUSE, 'own-node.cjs'), path.join(folder, 'own-node.cjs'));
  copyFileSync(path.join(HOUSE, 'entry/stop.ts'), path.join(folder, 'stop.ts'));
  writeFileSync(path.join(folder, 'older.cjs'), OLDER);
  writeFileSync(path.join(folder, 'program.ts'), PROGRAM);
  mkdirSync(path.dirname(ours()), { recursive: true });
  symlinkSync(process.execPath, ours());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const command = (...args: string[]) => ['-r', './older.cjs', '-r', './own-node.cjs', 'program.ts', ...args];
const onOlder = () => ({
  cwd: folder,
  encoding: 'utf8' as const,
  env: { ...process.env, OLDER_NODE: '1', npm_lifecycle_event: 'hub' },
});

describe('a program of ours under an older Node', () => {
  beforeEach(({ skip }) => skip(process.platform === 'win32', 'Windows links no Node, and has no signals'));

  it('runs on the Node beside it with its arguments, and its end is passed on', () => {
    const { status, stdout } = spawnSync(process.execPath, command('导入', 'a b'), onOlder());
    expect([JSON.parse(stdout), status]).toEqual([['导入', 'a b'], 5]);
  });

  it('puts the link back that npm 10 took away', () => {
    spawnSync(process.execPath, command(), onOlder());
    expect(realpathSync(link())).toBe(realpathSync(process.execPath));
  });

  it('is told to stop, and stops as it would by itself', async () => {
    const child = spawn(process.execPath, command('wait'), { ...onOlder(), stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('is told to stop when the script that started it has gone', async () => {
    const older = [process.execPath, ...command('wait')].map((word) => `'${word}'`).join(' ');
    const shell = spawn('sh', ['-c', `${older}; exit`], { ...onOlder(), stdio: ['ignore', 'pipe', 'inherit'] });
    await once(shell.stdout, 'data');
    shell.kill('SIGKILL');
    // Its output ends when the last one of them has ended.
    await once(shell, 'close');
  });

  it('says in one sentence what to do where there is none beside it', () => {
    rmSync(ours());
    const { status, stdout, stderr } = spawnSync(process.execPath, command(), onOlder());
    expect([status, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(stderr).toMatch(/Node 24 或更新的版本.*v\d+.*npm ci/);
  });
});

it('every script of package.json that runs a program of ours goes that way', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(HOUSE, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const others = Object.values(scripts).filter((script) => /\bnode (?!-r \.\/own-node\.cjs ).*\.ts\b/.test(script));
  expect(others).toEqual([]);
});
