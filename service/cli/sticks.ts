/** Sticks on the command line: bundles out and in, and the two files of an enrolment (docs/STICKS.md). */
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_LIMITS } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { StickPreview } from '../../shared/api/stick.ts';
import { PlaceCodeSchema } from '../../shared/domain/brands.ts';
import type { CommandContext } from './commands.ts';

const DONE = 0;

async function readStick(file: string): Promise<string> {
  if ((await stat(file)).size > BUNDLE_LIMITS.packed) throw new ApiError('too-large');
  return (await readFile(file)).toString('base64');
}

/** Never over a file that is there; on the medium when it resolves, as sticks are pulled out. */
async function writeStick(
  folder: string,
  { fileName, base64 }: { readonly fileName: string; readonly base64: string },
) {
  const target = path.join(folder, fileName);
  const file = await open(target, 'wx', 0o600);
  try {
    await file.writeFile(Buffer.from(base64, 'base64'));
    await file.sync();
  } finally {
    await file.close();
  }
  return target;
}

function receiver(text: string | undefined): 'county' | ReturnType<typeof PlaceCodeSchema.parse> {
  if (text === undefined) return 'county';
  const place = PlaceCodeSchema.safeParse(text);
  if (!place.success) throw new ApiError('bad-input', '--for 应为村(居)的12位代码。', 'for');
  return place.data;
}

export async function stickOut({ site, options, out }: CommandContext, folder: string): Promise<number> {
  const to = receiver(options.for);
  const reached = await site();
  let after: string | undefined;
  do {
    const { id, next, ...file } = await reached.call('stick.write', { for: to, everything: options.all, after });
    const written = await writeStick(folder, file);
    await reached.call('stick.saved', { id });
    const { events, bytes, by } = file;
    out(
      options.json
        ? JSON.stringify({ file: written, events, bytes, by })
        : `已写入 ${written}:${events} 条记录,${bytes} 字节${by === 'county' ? ',带县里的回执' : ''}`,
    );
    after = next ?? undefined;
  } while (after !== undefined);
  return DONE;
}

function show(preview: StickPreview, out: (line: string) => void): void {
  const { sender, ledgers, county, receipts } = preview;
  out(`来自\t${sender.name}(${sender.station})${sender.revoked ? ',已被县里停用' : ''}`);
  out(`写于\t${preview.madeAt}`);
  out(`记录\t${preview.events} 条,已有 ${preview.known} 条`);
  for (const { name, events, known, cases, kinds, foreign } of ledgers) {
    out(`台账\t${name}:${events} 条(已有 ${known}),${cases} 件${foreign ? ',不归本单位,不收' : ''}`);
    out(`\t${kinds.map(({ label, count }) => `${label} ${count}`).join(',')}`);
  }
  out(`县里文件\t${county.documents} 份,已有 ${county.known} 份`);
  out(`回执\t${RECEIPTS[receipts ?? 'none']}`);
}

const RECEIPTS = {
  none: '没有',
  newer: '有',
  older: '有,比本机知道的旧',
  'new-epoch': '有,县里恢复过备份,回执重新计算',
  past: '有,但已作废,不采用',
} as const;

export async function stickIn({ site, options, out }: CommandContext, file: string): Promise<number> {
  const base64 = await readStick(file);
  const reached = await site();
  if (options.dryRun) {
    const preview = await reached.call('stick.preview', { base64 });
    if (options.json) out(JSON.stringify(preview));
    else show(preview, out);
    return DONE;
  }
  const taken = await reached.call('stick.take', { base64 });
  out(
    options.json
      ? JSON.stringify(taken)
      : `已收下 ${taken.events} 条,以前已有 ${taken.known} 条,县里文件 ${taken.county} 份,得到回执 ${taken.received} 条,没有收 ${taken.leftOut} 条`,
  );
  return DONE;
}

export async function stickRequest({ site, options, out }: CommandContext, folder: string): Promise<number> {
  if (options.machine === undefined) throw new ApiError('bad-input', '请用 --machine 写明这台电脑的名称。', 'machine');
  const reached = await site({ fresh: true });
  const request = await reached.call('stick.request', { machine: options.machine });
  const written = await writeStick(folder, request);
  out(
    options.json
      ? JSON.stringify({ file: written, checkCode: request.checkCode })
      : `已写入 ${written}。核对码 ${request.checkCode},请与县里核对。`,
  );
  return DONE;
}

export async function stickEnrol({ site, options, out }: CommandContext, file: string): Promise<number> {
  const base64 = await readStick(file);
  const reached = await site({ fresh: true });
  const answer = await reached.call('stick.answerPreview', { base64 });
  if (!options.dryRun) await reached.call('stick.enrol', { base64 });
  if (options.json) out(JSON.stringify(answer));
  else {
    out(`地点\t${answer.placeName}(${answer.place}),工位 ${answer.station}`);
    out(`本机核对码\t${answer.checkCode}`);
    out(`县里核对码\t${answer.hubCheckCode}`);
    out(
      options.dryRun ? '请与县里核对两个核对码,一致后去掉 --dry-run 再执行。' : `已登记,带来 ${answer.events} 条记录。`,
    );
  }
  return DONE;
}
