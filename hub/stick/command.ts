/**
 * Sticks on the hub's command line. A running hub is asked through its folder's socket, and reads and writes the files itself: it runs as
 * the same user on the same machine.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ApiError } from '../../shared/api/errors.ts';
import { type PlaceCode, PlaceCodeSchema } from '../../shared/base/brands.ts';
import { previewLines } from '../../shared/api/stick-text.ts';
import { checkCode } from '../../store/trust/crypto.ts';
import { enrollable } from '../device-api/enrol.ts';
import { readStickFile, saveStickFile } from '../../sync/stick/stick-file.ts';
import { askOwner } from '../admin/lock.ts';
import { WrongCall } from '../admin/wrong-call.ts';
import type { StickContext } from './context.ts';
import { answerRequest, previewRequest } from './enrol.ts';
import { previewStick, takeStick } from './take.ts';
import { giveStick } from './write.ts';

const AskSchema = z.discriminatedUnion('work', [
  z.strictObject({ work: z.literal('in'), file: z.string(), dryRun: z.boolean() }),
  z.strictObject({ work: z.literal('out'), place: PlaceCodeSchema, folder: z.string(), all: z.boolean() }),
  z.strictObject({
    work: z.literal('answer'),
    file: z.string(),
    place: PlaceCodeSchema,
    folder: z.string(),
    dryRun: z.boolean(),
  }),
]);
type Ask = z.infer<typeof AskSchema>;

const AnswerSchema = z.union([
  z.strictObject({ lines: z.array(z.string()) }),
  z.strictObject({ code: z.string(), error: z.string() }),
]);

export interface CommandContext extends StickContext {
  /** Of the hub's TLS key. */
  readonly pin: () => string;
}

const WORD = 'stick ';
export const isStickLine = (line: string): boolean => line.startsWith(WORD);

async function takeIn(context: StickContext, file: string, dryRun: boolean): Promise<string[]> {
  const bytes = await readStickFile(file);
  if (dryRun) return previewLines(await previewStick(bytes, context));
  const { events, known, county, held } = await takeStick(bytes, context);
  return [`已收下 ${events} 条，以前已有 ${known} 条，县里资料 ${county} 份，暂存待定 ${held} 条`];
}

async function giveOut(context: StickContext, place: PlaceCode, folder: string, all: boolean): Promise<string[]> {
  const lines: string[] = [];
  let after: string | undefined;
  do {
    const { bytes, fileName, ids, next } = await giveStick(context, { place, everything: all, after });
    const written = await saveStickFile(folder, fileName, bytes);
    lines.push(`已写入 ${written}：${ids.length} 条记录，${bytes.length} 字节，带回执`);
    after = next ?? undefined;
  } while (after !== undefined);
  return lines;
}

async function answer(context: CommandContext, ask: Extract<Ask, { work: 'answer' }>): Promise<string[]> {
  const request = await readStickFile(ask.file);
  const { machine, checkCode: code, enrolledAs } = previewRequest(request, context);
  const { name: place } = enrollable(context.ledger.reference().places, ask.place);
  const known =
    enrolledAs === null
      ? []
      : [`已登记为\t${enrolledAs.name}（${enrolledAs.station}）${enrolledAs.revoked ? '，已被停用，会重新登记' : ''}`];
  const codes = [
    `电脑\t${machine}`,
    `申请核对码\t${code}`,
    `县里核对码\t${checkCode(context.hub.publicKey)}`,
    `归哪里用\t${place}`,
    ...known,
  ];
  if (ask.dryRun) return codes;
  const { bytes, fileName } = await answerRequest(request, ask.place, context, context.pin());
  return [...codes, `已写入 ${await saveStickFile(ask.folder, fileName, bytes)}`];
}

function run(context: CommandContext, ask: Ask): Promise<string[]> {
  if (ask.work === 'in') return takeIn(context, ask.file, ask.dryRun);
  if (ask.work === 'out') return giveOut(context, ask.place, ask.folder, ask.all);
  return answer(context, ask);
}

/** What a running hub does with a line of its socket. Returns JSON. */
export async function answerStickLine(context: CommandContext, line: string): Promise<string> {
  try {
    return JSON.stringify({ lines: await run(context, AskSchema.parse(JSON.parse(line.slice(WORD.length)))) });
  } catch (failure) {
    const { code = '', message } = failure as NodeJS.ErrnoException;
    return JSON.stringify({ code, error: failure instanceof ApiError ? message : '' });
  }
}

const FILE_TROUBLES: Readonly<Record<string, string>> = {
  ENOENT: '没有找到这个文件或文件夹。',
  EISDIR: '这是一个文件夹，请指定文件。',
  ENOTDIR: '这个路径里有一段不是文件夹。',
  EEXIST: '这个文件已经存在，没有覆盖。',
  EACCES: '没有权限读写这个文件。',
  ENOSPC: '磁盘已满，没有写入。',
};

const USAGE =
  '用法：stick in 数据包 [--dry-run]、stick out 地点代码 文件夹 [--all]、stick answer 申请 地点代码 文件夹 [--dry-run]';

function wish(words: readonly string[]): Ask {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { all: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false } },
      allowPositionals: true,
      strict: true,
    });
    const [work, ...rest] = positionals;
    const [first = '', second = '', third = ''] = rest;
    const dryRun = values['dry-run'];
    const asked = {
      in: { work, file: path.resolve(first), dryRun },
      out: { work, place: first, folder: path.resolve(second), all: values.all },
      answer: { work, file: path.resolve(first), place: second, folder: path.resolve(third), dryRun },
    }[String(work)];
    const expected = { in: 1, out: 2, answer: 3 }[String(work)];
    if (rest.length === expected) return AskSchema.parse(asked);
  } catch {
    // An unknown option or place is a wrong call like the others.
  }
  throw new WrongCall(USAGE);
}

/** Returns the lines to print. Throws ApiError. */
export async function stickCommand(folder: string, words: readonly string[]): Promise<readonly string[]> {
  const text = await askOwner(folder, `${WORD}${JSON.stringify(wish(words))}`);
  if (text === null) throw new ApiError('not-found', '县级服务没有运行，请先启动。');
  const answered = AnswerSchema.parse(JSON.parse(text));
  if ('lines' in answered) return answered.lines;
  throw new ApiError('not-allowed', answered.error || FILE_TROUBLES[answered.code] || '没有做成，请看县级服务的记录。');
}
