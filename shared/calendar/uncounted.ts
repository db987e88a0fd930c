/**
 * Time that a limit does not count. The statutory clock stands in the eight special procedures of 行政许可法 art. 45 alone; other work takes its
 * days, and the promised clock stands in it only where the matter says so.
 */
import { z } from 'zod';
import { LimitSchema } from './limit.ts';

/** The closed list of art. 45. */
export const SPECIAL_KINDS = ['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审'] as const;

const STOPS_THE_LAW: ReadonlySet<string> = new Set(SPECIAL_KINDS);
export const stopsStatutoryClock = (kind: string): boolean => STOPS_THE_LAW.has(kind);

export const WORK_KINDS = {
  'public-notice': '公示、公告',
  'site-visit': '现场踏勘、查验',
  'home-visit': '入户调查',
  'records-check': '档案、信息核查',
  assessment: '评定、评估',
  'other-body': '其他机关、单位办理',
  construction: '施工',
} as const;
export type WorkKind = keyof typeof WORK_KINDS;
const WorkKindSchema = z.enum(Object.keys(WORK_KINDS) as [WorkKind, ...WorkKind[]]);

/** Work whose days a promise leaves out. */
export const UncountedWorkSchema = z.strictObject({
  kind: WorkKindSchema,
  /** No longer than this; absent: as long as it takes. */
  most: LimitSchema.optional(),
  /** The matter's own law leaves its days out too, besides art. 45. */
  byLaw: z.literal(true).optional(),
});
