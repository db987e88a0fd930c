/** `npm run hub`: starts the county hub; `-- backup FILE`, `-- restore FILE`, `-- new-secret` look after it. */
import net from 'node:net';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { pagesFolder, pagesState } from '../entry/built-pages.ts';
import { untilStopped } from '../entry/stop.ts';
import { ApiError } from '../shared/api/errors.ts';
import type { EngineStatus } from '../shared/api/county.ts';
import { StoreError } from '../store/errors.ts';
import { CouchdbTrouble } from './engine/couchdb/line.ts';
import { SettingsError, readSettings } from './environment.ts';
import { startHub } from './hub.ts';
import { stickCommand } from './stick/command.ts';
import { nextKey, useNextKey } from './tls/command.ts';
import { backupHub, renewSecret, restoreHub } from './upkeep.ts';

const USAGE = `用法:
  npm run hub                    启动县级服务
  npm run hub -- backup 文件     在线备份到一个新文件
  npm run hub -- restore 文件    用备份恢复(先停止服务)
  npm run hub -- stick in 数据包 [--dry-run]                    收下U盘带来的数据包,或只看内容
  npm run hub -- stick out 地点代码 文件夹 [--all]              给站点写数据包
  npm run hub -- stick answer 申请 地点代码 文件夹 [--dry-run]  答复登记申请,或只看核对码
  npm run hub -- new-secret      重新生成管理口令(先停止服务)
  npm run hub -- next-key [证书 私钥]   预告下一把 TLS 钥匙(服务运行时)
  npm run hub -- use-next-key [--now]   改用预告过的钥匙(服务运行时);--now:不等还没联系过的电脑
环境变量:BIANMIN_HUB_DATA(数据文件夹)、BIANMIN_HUB_ADDRESS(监听地址)、BIANMIN_HUB_PORT(端口)、
  BIANMIN_HUB_CONSOLE_PORT(本机县级页面的端口)、BIANMIN_HUB_TLS_CERT 和 BIANMIN_HUB_TLS_KEY(自备证书)、
  HUB_COUCHDB_URL(外接 CouchDB 的地址),说明见 docs/HUB.md`;

function sayPages(): void {
  const state = pagesState();
  if (state === 'fresh') return;
  const how = state === 'missing' ? '还没有生成' : '是另一个版本的';
  console.log(`县级页面${how},请在程序文件夹里运行 npm run build;站点不受影响。`);
}

function sayEngine(engine: EngineStatus): void {
  if (engine.kind === 'embedded') return;
  const left = engine.waiting === 0 ? '' : `,还有 ${engine.waiting} 条待送入`;
  if (engine.connected) console.log(`CouchDB:已连接${left}`);
  else console.log(`CouchDB:未连接(${engine.problem}),会一直重试;各站点照常提交,先存在数据文件夹里${left}`);
}

/** The machine's clock, for all that this program does; ms UTC. */
const now = (): number => Date.now();

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  const hub = await startHub({
    ...settings,
    pages: pagesFolder(),
    version: packageJson.version,
    now,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  console.log(`县级服务已启动:${hub.address}`);
  console.log(`站点登记时填写的地址:${hub.addresses.join(' 或 ')}`);
  console.log(`县级页面(本机打开):${hub.consoleAddress}/county/`);
  console.log(`数据文件夹:${settings.dataFolder}`);
  sayPages();
  sayEngine(hub.engine());
  if (hub.newAdminSecret !== null) console.log(`管理口令(只显示这一次,请记下并妥善保管):${hub.newAdminSecret}`);
  if ((net.isIPv4(settings.host) && settings.host.startsWith('127.')) || settings.host === '::1')
    console.log('现在只接受本机连接;要让站点连进来,请设置 BIANMIN_HUB_ADDRESS(见 docs/HUB.md)。');
  console.log('按 Ctrl+C 停止。');
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
  'next-key': async (...words) => console.log(await nextKey(readSettings(process.env), words)),
  'use-next-key': async (...words) => console.log(await useNextKey(readSettings(process.env), words)),
  'new-secret': async () => console.log(await renewSecret(readSettings(process.env), now())),
};

/** Words that a command takes; one more is a mistake, not silence. `stick` says itself what it takes. */
const MOST_WORDS: Readonly<Record<string, number>> = { start: 0, backup: 1, restore: 1, 'new-secret': 0 };

/** A sentence for the person at the console; what nobody foresaw keeps its stack, as no person's data is in it yet. */
function explain(error: unknown): string {
  if (error instanceof CouchdbTrouble) return error.sentence;
  if (error instanceof SettingsError || error instanceof ApiError || error instanceof StoreError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return '端口已被占用,请用 BIANMIN_HUB_PORT 或 BIANMIN_HUB_CONSOLE_PORT 指定另一个端口';
  if (code === 'EADDRNOTAVAIL') return '本机没有这个地址,请检查 BIANMIN_HUB_ADDRESS';
  if (code === 'EACCES' || code === 'EPERM') return '没有权限使用这个文件夹或端口';
  return String((error as Error).stack ?? error);
}

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
    console.error(explain(error));
    process.exitCode = 1;
  }
}
