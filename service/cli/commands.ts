/** The commands for automation and support, as a table: what each is called, what it needs, what it does. */
import { existsSync } from 'node:fs';
import { access, copyFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CASE_LISTS, type CaseList } from '../../shared/case/case-lists.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { calendarWords } from '../../shared/calendar/estimate-words.ts';
import { unreadLine } from '../../shared/slips/unread.ts';
import { openFolder, type SiteFolder } from '../site/folder.ts';
import { type OwnerClient, reachOwner, takeOwnership } from '../site/single-instance.ts';
import { restoreSite } from '../site/recovery.ts';
import { readHandedIn } from './explain.ts';
import { dryRun } from './import-dry-run.ts';
import { platformIn, platformOut } from './platform.ts';
import { stickEnrol, stickIn, stickOut, stickRequest } from './sticks.ts';
import { noFolder, type SiteAccess } from './site-access.ts';

interface CommandOptions {
  readonly dataFolder: string;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly finish: boolean;
  readonly list: string | undefined;
  readonly for: string | undefined;
  readonly all: boolean;
  readonly machine: string | undefined;
  readonly today: LocalDate;
  readonly now: number;
}

export interface CommandContext {
  readonly options: CommandOptions;
  /** Reaches the site when first asked; a command that needs none opens none. `fresh`: also one that belongs to no place yet. */
  readonly site: (wish?: { readonly fresh: boolean }) => Promise<SiteAccess>;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export interface Command {
  /** Words after the command's name, for the help. */
  readonly words: string;
  readonly help: string;
  /** How many file names it takes. */
  readonly files: 0 | 1;
  /** Resolves to the exit code. Throws what failed. */
  readonly run: (context: CommandContext, file: string) => Promise<number>;
}

const DONE = 0;
/** Something was found that a person should look at (a check that failed, events without a receipt). */
const LOOK = 1;
export const FAILED = 2;

const SIGNS = { true: '正常', false: '有问题' } as const;

async function importFile(context: CommandContext, file: string): Promise<number> {
  const { options, out, err } = context;
  if (options.dryRun) return dryRun(file, { json: options.json, today: options.today, out, err });
  const base64 = (await readHandedIn(file)).toString('base64');
  const site = await context.site();
  const summary = await site.call('batch.import', { fileName: path.basename(file), base64 });
  // What is ready, whenever it came in: the same command, killed before, may have put it there.
  const isReady = options.finish && (await site.call('batch.totals', {})).ready > 0;
  const list = isReady ? await site.call('batch.finish', {}) : null;
  if (options.json) out(JSON.stringify({ ...summary, list: list?.list ?? null, handedOver: list?.rows.length ?? 0 }));
  else {
    out(
      `${summary.file}：可登记 ${summary.taken}，待确认 ${summary.asked}，不可代办 ${summary.refused}，以前已有 ${summary.known}`,
    );
    for (const each of summary.unread) err(unreadLine(each));
    if (list !== null) out(`已移交 ${list.rows.length} 件，清单 ${list.list}`);
    else if (summary.taken > 0) out('已放进批量登记的表里；在页面上核对后移交，或加 --finish 直接移交。');
  }
  return DONE;
}

async function sync({ site, options, out }: CommandContext): Promise<number> {
  const status = await (await site()).call('sync.now', {});
  out(options.json ? JSON.stringify(status) : status.text);
  return status.unsynced > 0 || status.state === 'attention' ? LOOK : DONE;
}

async function status({ site, options, out }: CommandContext): Promise<number> {
  const reached = await site();
  const state = await reached.call('site.status', {});
  const light = await reached.call('sync.status', {});
  if (options.json) out(JSON.stringify({ site: state, sync: light }));
  else {
    out(`地点\t${state.place === null ? '未登记' : `${state.place.name}（${state.place.code}）`}`);
    out(`方式\t${{ new: '未登记', trial: '试用', enrolled: '正式' }[state.mode]}`);
    out(`数据密钥\t${state.keyProtected ? '由系统保护' : '未受保护（密钥文件）'}`);
    out(`上报\t${light.text}`);
    out(`放假安排\t${calendarWords(state.noticeMissing)}`);
    out(`未提交草稿\t${light.drafts}`);
    out(`看不懂的记录\t${state.unreadable}`);
    out(`隔离的记录\t${state.quarantined}`);
    out(`未被收下的记录\t${[state.denied.length, ...state.denied].join(' ')}`);
    out(`版本\t${state.version}`);
  }
  return DONE;
}

async function verify({ site, options, out }: CommandContext): Promise<number> {
  const lines = await (await site()).call('site.verify', {});
  for (const line of lines) {
    out(options.json ? JSON.stringify(line) : `${SIGNS[`${line.ok}`]}\t${line.message}`);
    if (!options.json) for (const problem of line.problems) out(`\t${problem}`);
  }
  return lines.every(({ ok }) => ok) ? DONE : LOOK;
}

async function rebuild({ site, options, out }: CommandContext): Promise<number> {
  const made = await (await site()).call('site.rebuild', {});
  out(options.json ? JSON.stringify(made) : `已重建：${made.cases} 个办件，${made.events} 条记录`);
  return DONE;
}

async function exportCases({ site, options, out }: CommandContext, file: string): Promise<number> {
  const list = options.list ?? 'all';
  if (!Object.hasOwn(CASE_LISTS, list))
    throw new ApiError('bad-input', `没有这个列表：${list}。可用：${Object.keys(CASE_LISTS).join('、')}`);
  const made = await (await site()).call('cases.export', { list: list as CaseList });
  // A file that is there already is not overwritten: it may be the only copy of something.
  await writeFile(file, Buffer.from(made.base64, 'base64'), { flag: 'wx', mode: 0o600 });
  out(options.json ? JSON.stringify({ rows: made.rows }) : `已导出 ${made.rows} 件`);
  return DONE;
}

async function backup({ site, options, out }: CommandContext, file: string): Promise<number> {
  // Before the work: a misspelt folder is said, not made, and nothing is written over.
  await access(path.dirname(path.resolve(file)) + path.sep);
  if (existsSync(file)) throw new ApiError('duplicate', '这个文件已经存在，没有覆盖；请换一个名字。');
  const made = await (await site()).call('site.backup', {});
  // It bears its name once it is whole: after a kill the same command makes it.
  const part = `${file}.part`;
  await copyFile(made.file, part);
  await rename(part, file);
  out(
    options.json
      ? JSON.stringify({ bytes: made.bytes })
      : `已备份，${made.bytes} 字节。恢复时还需要数据文件夹里的密钥文件。`,
  );
  return DONE;
}

/** Puts a backup in the place of the data file. The site's next start begins a new series, as numbers after the backup may be used up. */
async function restore({ options, out }: CommandContext, file: string): Promise<number> {
  if (!existsSync(options.dataFolder)) throw noFolder(options.dataFolder);
  const folder = openFolder(options.dataFolder);
  const backup = path.resolve(file);
  const running = await reachOwner(folder);
  const setAside =
    running === null ? await restoreHere(folder, backup, options.now) : await restoreThrough(running, backup);
  const kept = setAside ? '原来的数据文件没有删除，放在数据文件夹里。' : '';
  out(options.json ? JSON.stringify({ setAside }) : `已恢复。${kept}下次启动后会向县里补齐备份以后的内容。`);
  return DONE;
}

/** The program that has the folder restores it itself: while its data file does not open, and where it alone has the key. */
async function restoreThrough(running: OwnerClient, backup: string): Promise<boolean> {
  try {
    const answer = await running.call({ method: 'site.restore', input: { file: backup } });
    if (!answer.ok) throw new ApiError(answer.code, answer.message);
    return (answer.value as { readonly setAside: boolean }).setAside;
  } finally {
    running.close();
  }
}

async function restoreHere(folder: SiteFolder, backup: string, now: number): Promise<boolean> {
  // A new key would open no backup, and would stand in the way of the right one.
  if (!existsSync(folder.keyFile))
    throw new ApiError(
      'wrong-key',
      existsSync(folder.protectedKey)
        ? '这里的密钥由桌面版便民通和操作系统保护。请先用原来的系统用户打开桌面版，不要关闭，再运行一次这条命令。'
        : '数据文件夹里没有密钥文件 bianmin.key，备份打不开；请先把原来的密钥文件放回去。',
    );
  const owner = takeOwnership(folder);
  if (owner === null) throw new ApiError('in-use', '数据文件夹正被另一个程序使用，请先关闭它再恢复。');
  try {
    return restoreSite({ folder, backup, key: null, now });
  } finally {
    await owner.close();
  }
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  import: {
    words: '表格 [--dry-run] [--finish]',
    help: '导入一周的代办单；--dry-run 只看结论，不需要登记，什么都不改',
    files: 1,
    run: importFile,
  },
  sync: { words: '', help: '立即与县里同步', files: 0, run: sync },
  status: { words: '', help: '这台电脑的状态', files: 0, run: status },
  verify: { words: '', help: '检查数据：文件、指纹与签名、链、列表与重建是否一致、回执', files: 0, run: verify },
  rebuild: { words: '', help: '由原始记录重建列表', files: 0, run: rebuild },
  export: { words: '文件.xlsx [--list 列表]', help: '导出办件', files: 1, run: exportCases },
  backup: { words: '文件', help: '备份数据文件（可在使用中进行）', files: 1, run: backup },
  'platform out': {
    words: '文件.xlsx|.zip|.json',
    help: '导出上次以来变动的办件，报送平台',
    files: 1,
    run: platformOut,
  },
  'platform in': {
    words: '平台清单 [--dry-run]',
    help: '导入平台的办件清单，记下平台编号；--dry-run 只看结论',
    files: 1,
    run: platformIn,
  },
  'stick out': {
    words: '文件夹 [--for 村代码] [--all]',
    help: '把没有回执的（或全部）记录写成数据包，放到U盘；给村里的带上回执',
    files: 1,
    run: stickOut,
  },
  'stick in': { words: '数据包 [--dry-run]', help: '收下U盘带来的数据包；--dry-run 只看内容', files: 1, run: stickIn },
  'stick request': {
    words: '文件夹 --machine 名称',
    help: '不联网的电脑：生成登记申请，带到县里',
    files: 1,
    run: stickRequest,
  },
  'stick enrol': {
    words: '登记答复 [--dry-run]',
    help: '不联网的电脑：用县里的答复登记；--dry-run 只看核对码',
    files: 1,
    run: stickEnrol,
  },
  restore: { words: '文件', help: '用备份恢复（先关闭程序）', files: 1, run: restore },
};
