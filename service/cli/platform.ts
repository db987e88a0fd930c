/** The platform on the command line (docs/PLATFORM.md): what changed, as a file, and its own list. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ApiError } from '../../shared/api/errors.ts';
import type { PlatformFormat } from '../../shared/api/platform-methods.ts';
import type { CommandContext } from './commands.ts';
import { readHandedIn } from './explain.ts';

const DONE = 0;
/** Something differs there and here, or is not known here. */
const LOOK = 1;
/** By the ending of the file's name. */
const FORMATS: Readonly<Record<string, PlatformFormat>> = { '.xlsx': 'xlsx', '.zip': 'csv', '.json': 'json' };

/** Writes what changed since the last export into one file; without a change there is none. Where the file can't be written nothing counts as told. */
export async function platformOut({ site, options, out }: CommandContext, file: string): Promise<number> {
  const format = FORMATS[path.extname(file).toLowerCase()];
  if (format === undefined) throw new ApiError('bad-input', '文件名应以 .xlsx、.zip（CSV）或 .json 结尾。');
  const reached = await site();
  const made = await reached.call('platform.export', { format });
  if (made.file !== null) {
    try {
      await writeFile(file, Buffer.from(made.file.base64, 'base64'), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      const [last] = (await reached.call('platform.status', {})).batches;
      if (last !== undefined) await reached.call('platform.takeBack', { batch: last.batch });
      throw error;
    }
  }
  const { cases, rows, left } = made;
  if (options.json) out(JSON.stringify({ cases, ...rows, left }));
  else if (made.file === null) out('没有变动，没有写文件。');
  else {
    out(`已写入 ${cases} 件：新增 ${rows.added} 行，更正 ${rows.changed} 行，撤回 ${rows.takenBack} 行`);
    if (left > 0) out(`还有 ${left} 件，请再运行一次，换一个文件名。`);
  }
  return DONE;
}

const KINDS = { differs: '不一样', unknown: '对不上' } as const;

/** Takes the platform's list: a line for what differs and what is not known, then the counts. */
export async function platformIn({ site, options, out }: CommandContext, file: string): Promise<number> {
  const base64 = (await readHandedIn(file)).toString('base64');
  const reached = await site();
  const taken = await reached.call('platform.import', {
    fileName: path.basename(file),
    base64,
    write: !options.dryRun,
  });
  const { counts, linked, rows } = taken;
  if (options.json) out(JSON.stringify(taken));
  else {
    for (const row of rows)
      if (row.is === 'differs' || row.is === 'unknown')
        out(
          [KINDS[row.is], `${row.sheet}!${row.row}`, row.number, row.caseNumber ?? '—', row.notes.join('；')].join(
            '\t',
          ),
        );
    const said = options.dryRun ? `可以关联 ${counts.new} 件` : `已记下 ${linked} 件的平台编号`;
    out(
      `${said}，已关联 ${counts.known} 件，不一样 ${counts.differs} 件，对不上 ${counts.unknown} 件，没有编号 ${counts.withoutNumber} 行`,
    );
  }
  return counts.differs + counts.unknown > 0 ? LOOK : DONE;
}
