/** The real programs as processes of their own, in a folder of their own: a hub and clients, started, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const HOUSE = path.resolve(import.meta.dirname, '../..');
const START_MS = 30_000;

interface Running {
  readonly output: () => string;
  /** The power goes: no warning, no last words. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `node script` and waits until its output matches; answers the match. */
async function start(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<{ process: Running; match: RegExpExecArray }> {
  const child: ChildProcess = spawn(process.execPath, [path.join(HOUSE, script), ...args], {
    // What the test runner says of itself is not for the programs.
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} did not start:\n${text}`)), START_MS);
    const look = (part: Buffer) => {
      text += part.toString('utf8');
      const found = ready.exec(text);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${script} ended with ${code}:\n${text}`));
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return { process: { output: () => text, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }, match };
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Hub extends Running {
  readonly address: string;
  readonly consoleAddress: string;
  /** Printed at the very first start only. */
  readonly adminSecret: string | null;
}

export async function startHub(folder: string, port: number): Promise<Hub> {
  const env = { BIANMIN_HUB_DATA: folder, BIANMIN_HUB_PORT: String(port), BIANMIN_HUB_CONSOLE_PORT: '0' };
  const { process: running, match } = await start(
    'hub/main.ts',
    [],
    env,
    /县级服务已启动：(\S+)[\s\S]*县级页面[^：]*：(\S+)\/county\/[\s\S]*Ctrl\+C/u,
  );
  const secret = /管理口令[^：]*：(\S+)/u.exec(running.output());
  return {
    ...running,
    address: match[1] as string,
    consoleAddress: match[2] as string,
    adminSecret: secret?.[1] ?? null,
  };
}

export interface Client extends Running {
  /** Opens the page once, within five minutes. */
  readonly address: string;
}

/** `env` gives the client a home of its own, so that nothing of this user is touched and all it leaves lies there. */
export async function startClient(folder: string, home: string): Promise<Client> {
  const temporary = path.join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const env = {
    HOME: home,
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_STATE_HOME: path.join(home, 'state'),
    TMPDIR: temporary,
  };
  const { process: running, match } = await start(
    'browser/launch.ts',
    ['--no-window', '--data', folder],
    env,
    /(http:\/\/127\.0\.0\.1:\d+\/#\S+)/u,
  );
  return { ...running, address: match[1] as string };
}
