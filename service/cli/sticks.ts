/** Sticks on the command line: bundles out and in, and the two files of an enrolment (docs/STICKS.md). */
import { ApiError } from '../../shared/api/errors.ts';
import { PlaceCodeSchema } from '../../shared/base/brands.ts';
import { previewLines } from '../../shared/api/stick-text.ts';
import { readStickFile, saveStickFile } from '../../sync/stick/stick-file.ts';
import type { CommandContext } from './commands.ts';

const DONE = 0;

function receiver(text: string | undefined): 'county' | ReturnType<typeof PlaceCodeSchema.parse> {
  if (text === undefined) return 'county';
  const place = PlaceCodeSchema.safeParse(text);
  if (!place.success) throw new ApiError('bad-input', '--for 应为村（居）的12位代码。', 'for');
  return place.data;
}

export async function stickOut({ site, options, out }: CommandContext, folder: string): Promise<number> {
  const to = receiver(options.for);
  const reached = await site();
  let after: string | undefined;
  do {
    const { id, next, fileName, base64, events, bytes, by } = await reached.call('stick.write', {
      for: to,
      everything: options.all,
      after,
    });
    const written = await saveStickFile(folder, fileName, Buffer.from(base64, 'base64'));
    await reached.call('stick.saved', { id });
    out(
      options.json
        ? JSON.stringify({ file: written, events, bytes, by })
        : `已写入 ${written}：${events} 条记录，${bytes} 字节${by === 'county' ? '，带县里的回执' : ''}`,
    );
    after = next ?? undefined;
  } while (after !== undefined);
  return DONE;
}

export async function stickIn({ site, options, out }: CommandContext, file: string): Promise<number> {
  const base64 = (await readStickFile(file)).toString('base64');
  const reached = await site();
  if (options.dryRun) {
    const preview = await reached.call('stick.preview', { base64 });
    if (options.json) out(JSON.stringify(preview));
    else for (const line of previewLines(preview)) out(line);
    return DONE;
  }
  const taken = await reached.call('stick.take', { base64 });
  out(
    options.json
      ? JSON.stringify(taken)
      : `已收下 ${taken.events} 条，以前已有 ${taken.known} 条，县里资料 ${taken.county} 份，得到回执 ${taken.received} 条，没有收 ${taken.leftOut} 条`,
  );
  return DONE;
}

export async function stickRequest({ site, options, out }: CommandContext, folder: string): Promise<number> {
  if (options.machine === undefined) throw new ApiError('bad-input', '请用 --machine 写明这台电脑的名称。', 'machine');
  const reached = await site({ fresh: true });
  const request = await reached.call('stick.request', { machine: options.machine });
  const written = await saveStickFile(folder, request.fileName, Buffer.from(request.base64, 'base64'));
  out(
    options.json
      ? JSON.stringify({ file: written, checkCode: request.checkCode })
      : `已写入 ${written}。核对码 ${request.checkCode}，请与县里核对。`,
  );
  return DONE;
}

export async function stickEnrol({ site, options, out }: CommandContext, file: string): Promise<number> {
  const base64 = (await readStickFile(file)).toString('base64');
  const reached = await site({ fresh: true });
  const answer = await reached.call('stick.answerPreview', { base64 });
  if (!options.dryRun) await reached.call('stick.enrol', { base64 });
  if (options.json) out(JSON.stringify(answer));
  else {
    out(`地点\t${answer.placeName}（${answer.place}），工位 ${answer.station}`);
    out(`本机核对码\t${answer.checkCode}`);
    out(`县里核对码\t${answer.hubCheckCode}`);
    out(
      options.dryRun
        ? '请与县里核对两个核对码，一致后去掉 --dry-run 再执行。'
        : `已登记，带来 ${answer.events} 条记录。`,
    );
  }
  return DONE;
}
