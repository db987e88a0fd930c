/** `npm start`: the desktop shell if Electron's program is there, else the browser host. Says in one line which it took. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ApiError } from '../shared/api/errors.ts';
import { pagesFolder, PagesError, readyPages } from '../entry/built-pages.ts';
import { untilStopped } from '../entry/stop.ts';
import { defaultDataFolder, openFolder } from '../service/site/folder.ts';
import { reachOwner } from '../service/site/single-instance.ts';
import { programBuilt } from '../service/site/program.ts';
import { startErrorText } from '../service/site/start-error.ts';
import { removeStaleWindows } from './app-window.ts';
import { findBrowser } from './find-browser.ts';
import { startHost } from './host.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = `用法：npm start -- [选项]
  --data 文件夹   数据放在哪里（也可用环境变量 BIANMIN_DATA；默认为本用户的数据文件夹）
  --no-window     不打开窗口，只显示一次性地址（给自动化和没有浏览器的机器）
环境变量 CHROME_PATH 可指明浏览器程序。`;

const say = (line: string): void => console.log(line);

/** Electron's own program, as its package notes it; null when it was not fetched or the shell is not built. */
function electronProgram(): { readonly program: string; readonly main: string } | null {
  const folder = path.join(ROOT, 'node_modules', 'electron');
  const note = path.join(folder, 'path.txt');
  const main = path.join(ROOT, 'dist', 'electron', 'main.js');
  if (!existsSync(note) || !existsSync(main)) return null;
  const program = path.join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) ? { program, main } : null;
}

async function runElectron(
  { program, main }: { readonly program: string; readonly main: string },
  dataFolder: string,
): Promise<number> {
  say('用桌面版（Electron）启动。');
  const child = spawn(program, [main], { stdio: 'inherit', env: { ...process.env, BIANMIN_DATA: dataFolder } });
  void untilStopped().then(() => child.kill());
  return await new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', reject);
  });
}

/** Electron ends without a word where there is no screen. */
const hasScreen = (): boolean =>
  process.platform !== 'linux' || ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (process.env[name] ?? '') !== '');

/** What the browser host is about to do, and why. */
function sayHow(wantsWindow: boolean, browser: string | null): void {
  const chosen = process.env['CHROME_PATH'] ?? '';
  if (!wantsWindow) say('用浏览器版启动，不打开窗口。');
  else if (browser !== null) say(`没有可用的桌面版，用本机浏览器 ${browser} 启动。`);
  else if (chosen !== '') say(`CHROME_PATH 指的 ${chosen} 不是程序，不打开窗口。`);
  else say('没有找到 Chrome、Edge 或 Chromium（可用 CHROME_PATH 指明），不打开窗口。');
}

async function runBrowserHost(dataFolder: string, wantsWindow: boolean): Promise<number> {
  const browser = wantsWindow ? findBrowser() : null;
  sayHow(wantsWindow, browser);
  // A folder that can't be used is told before the pages are built.
  openFolder(dataFolder);
  await readyPages(say);
  removeStaleWindows();
  const host = await startHost({
    dataFolder,
    pages: pagesFolder(),
    clock: { now: () => Date.now() },
    built: programBuilt(),
    random: Math.random,
    browser,
    say,
  });
  const stopped = untilStopped();
  host.show();
  const keys = process.stdin.isTTY ? createInterface({ input: process.stdin }) : null;
  if (keys) {
    say('要再打开一个页面，请按回车；按 Ctrl+C 结束。');
    keys.on('line', () => host.show());
    keys.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  }
  await Promise.race([host.allClosed, stopped]);
  keys?.close();
  await host.close();
  return 0;
}

/** A second start shows the first. */
async function showRunning(dataFolder: string): Promise<number> {
  const owner = await reachOwner(openFolder(dataFolder));
  if (owner === null) {
    console.error(`数据文件夹 ${dataFolder} 正被另一个程序使用，请稍候再试。`);
    return 1;
  }
  const address = await owner.show();
  owner.close();
  if (address === null) say('程序已经在运行，已请它打开窗口。');
  else say(`程序已经在运行，没有窗口。请在本机的浏览器中打开（五分钟内有效，只能用一次）：\n  ${address}`);
  return 0;
}

function options() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      'no-window': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    strict: true,
  });
  return values;
}

async function main(): Promise<number> {
  let values: ReturnType<typeof options>;
  try {
    values = options();
  } catch {
    console.error(USAGE);
    return 2;
  }
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const dataFolder = path.resolve(
    values.data ?? process.env['BIANMIN_DATA'] ?? defaultDataFolder(process.env, process.platform),
  );
  try {
    const electron = values['no-window'] || !hasScreen() ? null : electronProgram();
    return electron ? await runElectron(electron, dataFolder) : await runBrowserHost(dataFolder, !values['no-window']);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'in-use') return await showRunning(dataFolder);
    console.error(error instanceof PagesError ? error.message : startErrorText(error));
    return 1;
  }
}

// Whatever a start that failed has left open: the program ends.
process.exit(await main());
