/**
 * `npm run hub -- holidays FILE`: publishes a year's holidays. The file is read here; the running hub is asked through its folder's socket
 * and publishes a county document, which every site takes with its next sync.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ApiError } from '../../shared/api/errors.ts';
import { canonicalJson } from '../../shared/event/event.ts';
import {
  type HolidayNotice,
  HolidayNoticeSchema,
  noticeProblems,
  weekdayName,
} from '../../shared/calendar/holiday-notice.ts';
import { localDateOf, yearOf } from '../../shared/base/local-date.ts';
import { NOTICE_BOUNDS, NoticeError, readNotice } from '../../shared/calendar/read-notice.ts';
import { readJson } from '../../shared/outside/json.ts';
import { countyDoc } from '../../store/county/county-docs.ts';
import type { WriteDb } from '../../store/types.ts';
import type { HubIdentity } from './hub-file.ts';
import { askOwner } from './lock.ts';
import { publish } from './publish.ts';
import { WrongCall } from './wrong-call.ts';

const USAGE =
  '用法：npm run hub -- holidays 文件 [--dry-run]。文件是通知的文字、csv 或 json，不能是 Excel、Word 或 PDF 文件。';
/** What officials have it in otherwise, by how such a file begins. */
const OTHER_FILES: readonly (readonly [beginning: string, what: string])[] = [
  ['504b', 'Excel 或 Word 文件'],
  ['d0cf11e0', 'Excel 或 Word 文件'],
  ['25504446', 'PDF 文件'],
];
/** A notice is two pages. */
const MAX_BYTES = 200_000;
/** Notices come out in November for the year after. */
const YEARS_AHEAD = 2;

const WORD = 'holidays ';
export const isHolidayLine = (line: string): boolean => line.startsWith(WORD);

const AnswerSchema = z.union([
  z.strictObject({ version: z.int(), again: z.boolean() }),
  z.strictObject({ error: z.string() }),
]);

export interface HolidayPublisher {
  readonly file: WriteDb;
  readonly hub: HubIdentity;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: number;
  /** Puts in force what was published. */
  readonly published: () => void;
}

function publishNotice(
  { file, hub, now, published }: HolidayPublisher,
  notice: HolidayNotice,
): { version: number; again: boolean } {
  const problems = noticeProblems(notice);
  if (problems.length > 0) throw new ApiError('bad-input', problems.join('\n'));
  const thisYear = yearOf(localDateOf(now));
  if (notice.year < thisYear - 1 || notice.year > thisYear + YEARS_AHEAD)
    throw new ApiError('bad-input', `现在是 ${thisYear} 年，文件里是 ${notice.year} 年的安排，没有发布`);
  const key = String(notice.year);
  const newest = countyDoc(file, 'holidays', key);
  if (newest !== null && canonicalJson(newest.data) === canonicalJson(notice))
    return { version: newest.version, again: true };
  const { version } = publish(file, hub, { kind: 'holidays', key, data: notice }, now);
  published();
  return { version, again: false };
}

/** What a running hub does with a line of its socket. Returns JSON. */
export function answerHolidayLine(publisher: HolidayPublisher, line: string): string {
  try {
    return JSON.stringify(
      publishNotice(publisher, HolidayNoticeSchema.parse(readJson(line.slice(WORD.length), NOTICE_BOUNDS))),
    );
  } catch (failure) {
    return JSON.stringify({ error: failure instanceof ApiError ? failure.message : '没有做成，请看县级服务的记录。' });
  }
}

/** UTF-8, or what Chinese editors on Windows write. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

async function noticeIn(file: string): Promise<HolidayNotice> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    throw new ApiError('not-found', code === 'ENOENT' ? '没有找到这个文件。' : '这个文件读不了。');
  }
  if (bytes.length > MAX_BYTES) throw new ApiError('too-large', '文件太大，不像一年的放假安排');
  const hex = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  const [, other] = OTHER_FILES.find(([beginning]) => hex.startsWith(beginning)) ?? [];
  if (other !== undefined)
    throw new ApiError('bad-input', `这是 ${other}，这里不能读，请另存为 CSV 或把通知的文字存为文本文件`);
  try {
    return readNotice(textOf(bytes));
  } catch (failure) {
    if (!(failure instanceof NoticeError)) throw failure;
    throw new ApiError('bad-input', [...failure.problems, '没有发布任何内容。'].join('\n'));
  }
}

/** The days as a person checks them against the notice: a line for each holiday or make-up day. */
const dayLines = ({ days }: HolidayNotice): string[] =>
  days.map(({ date, name, type }) => `${date} ${weekdayName(date)} ${type === 'holiday' ? '休' : '班'} ${name}`);

function askedFor(words: readonly string[]): { readonly file: string; readonly dryRun: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { 'dry-run': { type: 'boolean', default: false } },
      allowPositionals: true,
      strict: true,
    });
    const [file, ...more] = positionals;
    if (file !== undefined && more.length === 0) return { file: path.resolve(file), dryRun: values['dry-run'] };
  } catch {
    // An unknown option is a wrong call like the others.
  }
  throw new WrongCall(USAGE);
}

/** Returns the lines to print. Throws ApiError; nothing was published then. */
export async function holidaysCommand(folder: string, words: readonly string[]): Promise<readonly string[]> {
  const asked = askedFor(words);
  const notice = await noticeIn(asked.file);
  const lines = [...dayLines(notice), `${notice.year} 年放假安排：读到 ${notice.days.length} 天`];
  if (asked.dryRun) return [...lines, '只是试读，没有发布。'];
  const text = await askOwner(folder, `${WORD}${JSON.stringify(notice)}`);
  if (text === null) throw new ApiError('not-found', '县级服务没有运行，请先启动。');
  const answer = AnswerSchema.parse(readJson(text, NOTICE_BOUNDS));
  if ('error' in answer) throw new ApiError('bad-input', answer.error);
  const said = answer.again ? '以前已经发布过同样的安排' : '已发布，各地电脑下次同步时收到，办结期限随之重算';
  return [...lines, `${said}（第 ${answer.version} 版）。`];
}
