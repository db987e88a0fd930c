/** Command line for automation and support: `npm run cli -- help`. */
import { parseArgs } from 'node:util';
import { localDateOf } from '../../shared/base/local-date.ts';
import { COMMANDS, type CommandContext, FAILED } from './commands.ts';
import { explain } from './explain.ts';
import { type SiteAccess, accessSite } from './site-access.ts';
import { defaultDataFolder } from '../site/folder.ts';
import { programBuilt } from '../site/program.ts';

const OPTIONS = {
  data: { type: 'string' },
  staff: { type: 'string' },
  list: { type: 'string' },
  json: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  finish: { type: 'boolean', default: false },
  for: { type: 'string' },
  all: { type: 'boolean', default: false },
  machine: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const HELP = [
  '用法：npm run cli -- 命令 [文件] [选项]',
  '',
  ...Object.entries(COMMANDS).map(([name, { words, help }]) => `  ${`${name} ${words}`.padEnd(40)}${help}`),
  '',
  '选项：--data 文件夹（数据文件夹，默认为本用户的）  --staff 工号  --json（每行一个 JSON）',
  '退出码：0 成功，1 有需要查看的，2 失败',
];

const out = (line: string): void => console.log(line);
const err = (line: string): void => console.error(line);

async function main(args: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof read>;
  try {
    parsed = read(args);
  } catch {
    err('选项不对。');
    for (const line of HELP) err(line);
    return FAILED;
  }
  const { values, positionals } = parsed;
  const [name, files] = nameAndFiles(positionals);
  if (values.help || name === 'help') {
    for (const line of HELP) out(line);
    return positionals.length > 0 || values.help ? 0 : FAILED;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || files.length !== command.files) {
    err(command === undefined ? `没有“${name}”这个命令。` : `用法：${name} ${command.words}`);
    if (command === undefined) for (const line of HELP) err(line);
    return FAILED;
  }
  return run(command.run, values, files[0] ?? '');
}

/** A command of two words, or of one. */
function nameAndFiles([first = 'help', second = '', ...rest]: readonly string[]): [string, readonly string[]] {
  const both = `${first} ${second}`;
  if (Object.hasOwn(COMMANDS, both)) return [both, rest];
  return [first, second === '' ? [] : [second, ...rest]];
}

function read(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}

async function run(
  command: (context: CommandContext, file: string) => Promise<number>,
  values: ReturnType<typeof read>['values'],
  file: string,
): Promise<number> {
  const clock = { now: () => Date.now() };
  const built = programBuilt();
  const dataFolder = values.data ?? process.env['BIANMIN_DATA'] ?? defaultDataFolder(process.env, process.platform);
  let opened: SiteAccess | null = null;
  // What a bug says may hold what was typed; only its kind is told.
  const onBug = (method: string, error: unknown) =>
    err(`内部错误（${method}）：${error instanceof Error ? error.name : 'unknown'}`);
  try {
    return await command(
      {
        options: {
          dataFolder,
          json: values.json,
          dryRun: values['dry-run'],
          finish: values.finish,
          list: values.list,
          for: values.for,
          all: values.all,
          machine: values.machine,
          today: localDateOf(clock.now()),
          now: clock.now(),
        },
        site: async ({ fresh } = { fresh: false }) =>
          (opened ??= await accessSite({
            dataFolder,
            clock,
            built,
            random: Math.random,
            staff: values.staff,
            fresh,
            say: err,
            onBug,
          })),
        out,
        err,
      },
      file,
    );
  } catch (error) {
    const message = explain(error);
    if (message === null) onBug('cli', error);
    else err(message);
    return FAILED;
  } finally {
    await (opened as SiteAccess | null)?.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
