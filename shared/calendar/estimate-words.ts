/** How a day is called that was counted through a year whose holidays are not published. */
import type { LocalDate } from '../base/brands.ts';
import type { DayInfo } from './calendar.ts';
import { noticeYearOf } from './holiday-notice.ts';

/** For a whole year: above the pages, on the status page. */
export const noticeMissingWords = (year: number): string => `${year} 年放假安排未公布，按周一至周五和法定节日估算`;

/** Beside the figures of a period that the year decides about. */
export const figureNoteWords = (year: number): string => `${noticeMissingWords(year)}，超期件数公布后重算`;

/** Of a program's calendar, by `noticeMissing`. */
export const calendarWords = (missing: number | null): string =>
  missing === null ? '已公布' : noticeMissingWords(missing);

/** Behind a due day that is `estimated`. */
export const estimateWords = (dueOn: LocalDate): string => `（${noticeMissingWords(noticeYearOf(dueOn))}）`;

/** `工作日`, the holiday's name or `休息日`; an estimated one says so. */
export function dayKindWords({ workday, name, estimated }: DayInfo): string {
  const kind = workday ? '工作日' : (name ?? '休息日');
  return estimated ? `${kind}（估算）` : kind;
}
