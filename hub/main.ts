/** `npm run hub`: starts the county hub; `-- backup FILE`, `-- restore FILE`, `-- new-secret` look after it. */
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { pagesFolder, pagesState } from '../entry/built-pages.ts';
import { untilStopped } from '../entry/stop.ts';
import type { EngineStatus } from '../shared/api/county.ts';
import { isLoopbackHost } from './http/addresses.ts';
import { type HubSettings, readSettings } from './environment.ts';
import { type Hub, startHub } from './hub.ts';
import { holidaysCommand } from './admin/holidays.ts';
import { failureLine } from './http/request-log.ts';
import { whyNotStarted } from './start-error.ts';
import { stickCommand } from './stick/command.ts';
import { nextKey, useNextKey } from './tls/command.ts';
import { backupHub, renewSecret, restoreHub } from './admin/upkeep.ts';
import { WrongCall } from './admin/wrong-call.ts';

const USAGE = `用法：
  npm run hub                    启动县级服务
  npm run hub -- backup 文件     在线备份到一个新文件
  npm run hub -- restore 文件    用备份恢复（先停止服务）
  npm run hub -- stick in 数据包 [--dry-run]                    收下U盘带来的数据包，或只看内容
  npm run hub -- stick out 地点代码 文件夹 [--all]              给站点写数据包
  npm run hub -- stick answer 申请 地点代码 文件夹 [--dry-run]  答复登记申请，或只看核对码
  npm run hub -- holidays 文件 [--dry-run]                      发布一年的放假安排，或只看读到的日子
  npm run hub -- new-secret      重新生成管理口令（先停止服务）
  npm run hub -- next-key [证书 私钥]   预告下一把 TLS 钥匙（服务运行时）
  npm run hub -- use-next-key [--now]   改用预告过的钥匙（服务运行时）；--now：不等还没联系过的电脑
环境变量：BIANMIN_HUB_DATA（数据文件夹）、BIANMIN_HUB_ADDRESS（监听地址）、BIANMIN_HUB_PORT（端口）、
  BIANMIN_HUB_NAME（站点连接用的名字）、BIANMIN_HUB_CONSOLE_PORT（本机县级页面的端口）、BIANMIN_HUB_TLS_CERT 和 BIANMIN_HUB_TLS_KEY（自备证书）、
  HUB_COUCHDB_URL（外接 CouchDB 的地址），说明见 docs/HUB.md`;

/** Of the hub that is being started; null for other commands. */
let settingsOfStart: HubSettings | null = null;
let isStarted = false;

function sayPages(): void {
  const state = pagesState();
  if (state === 'fresh') return;
  const how = state === 'missing' ? '还没有生成' : '是另一个版本的';
  console.log(`县级页面${how}，请在程序文件夹里运行 npm run build；站点不受影响。`);
}

function sayEngine(engine: EngineStatus): void {
  if (engine.kind === 'embedded') return;
  const left = engine.waiting === 0 ? '' : `，还有 ${engine.waiting} 条待送入`;
  if (engine.connected) console.log(`CouchDB：已连接${left}`);
  else console.log(`CouchDB：未连接（${engine.problem}），会一直重试；各站点照常提交，先存在数据文件夹里${left}`);
}

/** The machine's clock, for all that this program does; ms UTC. */
const now = (): number => Date.now();

/** Written when the line is out: only then has the secret been printed. */
const shown = (line: string): Promise<void> =>
  new Promise((done, failed) => process.stdout.write(`${line}\n`, (error) => (error ? failed(error) : done())));

function sayAddresses(hub: Hub, settings: HubSettings): void {
  console.log(`县级服务已启动：${hub.address}`);
  console.log(`站点登记时填写的地址：${hub.addresses.join(' 或 ')}`);
  console.log(`县级页面（本机打开）：${hub.consoleAddress}/county/`);
  console.log(`数据文件夹：${settings.dataFolder}`);
  if (isLoopbackHost(settings.host))
    console.log('现在只接受本机连接；要让站点连进来，请设置 BIANMIN_HUB_ADDRESS（见 docs/HUB.md）。');
  else if (hub.addresses.every((address) => isLoopbackHost(new URL(address).hostname)))
    console.log('不知道站点能连到的地址，请把它写在 BIANMIN_HUB_NAME 里（见 docs/HUB.md）。');
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  settingsOfStart = settings;
  const hub = await startHub({
    ...settings,
    pages: pagesFolder(),
    version: packageJson.version,
    now,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  sayAddresses(hub, settings);
  sayPages();
  sayEngine(hub.engine());
  if (hub.newAdminSecret !== null) {
    await shown(`管理口令（只显示这一次，请记下并妥善保管）：${hub.newAdminSecret}`);
    hub.secretShown();
  }
  console.log('按 Ctrl+C 停止。');
  isStarted = true;
  await untilStopped();
  await hub.close();
  process.exit(0);
}

const COMMANDS: Readonly<Record<string, (...words: string[]) => Promise<void>>> = {
  start: () => start(),
  backup: async (file) => console.log(await backupHub(readSettings(process.env), file, now())),
  restore: async (file) => console.log(await restoreHub(readSettings(process.env), file, now())),
  stick: async (...words) => {
    for (const line of await stickCommand(readSettings(process.env).dataFolder, words)) console.log(line);
  },
  holidays: async (...words) => {
    for (const line of await holidaysCommand(readSettings(process.env).dataFolder, words)) console.log(line);
  },
  'next-key': async (...words) => console.log(await nextKey(readSettings(process.env), words)),
  'use-next-key': async (...words) => console.log(await useNextKey(readSettings(process.env), words)),
  'new-secret': async () => console.log(await renewSecret(readSettings(process.env), now())),
};

/** Words that a command takes; one more is a mistake, not silence. `stick` says itself what it takes. */
const MOST_WORDS: Readonly<Record<string, number>> = { start: 0, backup: 1, restore: 1, 'new-secret': 0 };

/** One line. Once sites have handed in, an unforeseen failure is told without its text, which may hold what they sent. */
function lineOf(failure: unknown): string {
  if (isStarted) return failureLine(new Date(now()).toISOString(), failure);
  const sentence = whyNotStarted(failure, settingsOfStart);
  return settingsOfStart === null ? sentence : `县级服务没有启动：${sentence}`;
}

function end(failure: unknown): never {
  console.error(lineOf(failure));
  process.exit(failure instanceof WrongCall ? 2 : 1);
}

// The reader of what is printed may go away (a pipe, a journal that is started anew): the hub goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
// Also for a promise that no code awaits: a half-broken hub would answer no request and look alive.
process.on('uncaughtException', end);

const [name = 'start', ...words] = process.argv
  .slice(2)
  .map((each) => (path.isAbsolute(each) ? path.normalize(each) : each));
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined || words.length > (MOST_WORDS[name] ?? Infinity)) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    await command(...words);
  } catch (error) {
    end(error);
  }
}
