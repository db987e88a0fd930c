/** The matters (事项) that the centres handle. Source of the fields: STANDARDS §2 and the `fields` of the reference catalogue. */
import { z } from 'zod';
import { MatterCodeSchema, type MatterCode } from '../base/brands.ts';
import { LimitSchema, withUnits } from '../calendar/limit.ts';
import { ExtendableLimitSchema } from '../calendar/extendable-limit.ts';
import { SPECIAL_KINDS, UncountedWorkSchema } from '../calendar/uncounted.ts';
import { AppliesToSchema } from './applies-to.ts';
import { ReferenceDataError, readReference, duplicateProblems } from '../reference/check.ts';

const text = z.string().trim().min(1);

/** A paper that the applicant brings. `required: false` = 容缺后补 or where it applies. */
const MaterialSchema = z.strictObject({
  name: text,
  form: z.enum(['原件', '复印件', '原件核验+复印件']),
  copies: z.int().min(0).max(99),
  required: z.boolean(),
  note: text.optional(),
});

const MATTER_TYPES = [
  '行政许可',
  '行政确认',
  '行政裁决',
  '行政给付',
  '行政奖励',
  '行政备案',
  '其他行政权力',
  '公共服务',
] as const;

const UncountedSchema = z.union([
  UncountedWorkSchema.extend({ name: text }),
  z.strictObject({ kind: z.enum(SPECIAL_KINDS), name: text }),
]);

const MatterFieldsSchema = z.strictObject({
  code: MatterCodeSchema,
  name: text,
  window: text,
  type: z.enum(MATTER_TYPES),
  /** immediate = 即办件, done the same day; promised = 承诺件. */
  kind: z.enum(['immediate', 'promised']),
  /** Statutory limit; null: the law names none. */
  legal: LimitSchema.nullable(),
  /** Promised limit, not longer than the statutory one; 0 for immediate matters. */
  promised: LimitSchema,
  /** In what time the office must accept, refuse or tell what is missing; absent: five working days. */
  tellWithin: LimitSchema.optional(),
  /** Limits of single steps that a rule names. */
  stepLimits: z.array(z.strictObject({ step: text, limit: LimitSchema })).optional(),
  /** total = from acceptance to conclusion; township = the township's own part only. */
  promisedScope: z.enum(['total', 'township']),
  fee: text,
  materials: z.array(MaterialSchema),
  conditions: text,
  /** For whom it is, as far as a number tells; absent: nothing is asked. */
  appliesTo: AppliesToSchema.optional(),
  steps: z.array(text).min(1),
  basis: z.array(text),
  /** True when a village agent may hand it in for the villager. */
  proxyable: z.boolean(),
  /** county = the township examines and forwards, the county decides. */
  decidedBy: z.enum(['township', 'county']),
  result: text,
  /** What people call it. */
  keywords: z.array(text),
  countyDept: text.optional(),
  /** Work and special procedures whose days the promise leaves out, with what the matter calls them. */
  uncounted: z.array(UncountedSchema).min(1).optional(),
  /** What was different in 2017. */
  eraNote: text.optional(),
  legalNote: text.optional(),
});
const isText = (value: unknown): boolean => typeof value === 'string';

/** A matter as catalogues of before hold it, in today's shape: what does not count was said in free words, of which no rule follows. */
function asToday(value: unknown): unknown {
  const matter = withUnits(value);
  if (typeof matter !== 'object' || matter === null || !('uncounted' in matter)) return matter;
  const { uncounted, ...rest } = matter;
  return Array.isArray(uncounted) && uncounted.every(isText) ? rest : matter;
}

const MatterSchema = z.preprocess(asToday, MatterFieldsSchema);
export type Matter = z.infer<typeof MatterSchema>;

const WindowSchema = z.strictObject({
  /** Two letters that the codes of its matters begin with. */
  prefix: z.string().regex(/^[A-Z]{2}$/, '窗口代码应为两个大写字母'),
  name: text,
});

/** 一件事一次办: matters that people need together; their common papers are handed in once. */
const SetSchema = z.strictObject({
  code: z.string().regex(/^YJ-[0-9]{2}$/, '一件事代码应为 YJ- 加两位数字'),
  name: text,
  /** When it is for, in a sentence. */
  when: text,
  matters: z.array(MatterCodeSchema).min(2).max(8),
});
export type MatterSet = z.infer<typeof SetSchema>;

/** A paper that need not be handed in again within so many months, and what other matters call it. */
const ReusablePaperSchema = z.strictObject({
  name: text,
  also: z.array(text).max(40),
  months: z.int().min(1).max(120),
});

const CatalogueSchema = z.strictObject({
  title: text,
  version: text,
  note: text,
  provenance: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.string()),
  windows: z.array(WindowSchema).min(1),
  matters: z.array(MatterSchema).min(1),
  sets: z.array(SetSchema).max(60).optional(),
  /** 好差评: in what time a bad rating is verified. */
  ratings: z.strictObject({ check: ExtendableLimitSchema }).optional(),
  reusable: z.array(ReusablePaperSchema).max(100).optional(),
});
type CatalogueData = z.infer<typeof CatalogueSchema>;

export interface Catalogue extends CatalogueData {
  /** The matter of that code; undefined when the catalogue has none. */
  readonly matter: (code: string) => Matter | undefined;
  /** Matters of one window, in catalogue order. */
  readonly mattersOf: (window: string) => readonly Matter[];
}

function inconsistencies(data: CatalogueData): string[] {
  const problems = [
    ...duplicateProblems(
      data.matters.map((matter) => matter.code),
      (index) => `matters[${index}].code`,
    ),
    ...duplicateProblems(
      data.matters.map((matter) => matter.name),
      (index) => `matters[${index}].name`,
    ),
    ...duplicateProblems(
      data.windows.map((window) => window.prefix),
      (index) => `windows[${index}].prefix`,
    ),
    ...duplicateProblems(
      data.windows.map((window) => window.name),
      (index) => `windows[${index}].name`,
    ),
  ];
  const known = new Set(data.matters.map((matter) => matter.code));
  (data.sets ?? []).forEach(({ code, matters }, index) => {
    for (const each of matters)
      if (!known.has(each)) problems.push(`sets[${index}].matters：${code} 里的 ${each} 不在目录里`);
    if (new Set(matters).size !== matters.length) problems.push(`sets[${index}].matters：${code} 有重复的事项`);
  });
  const sets = (data.sets ?? []).map(({ code }) => code);
  problems.push(...duplicateProblems(sets, (index) => `sets[${index}].code`));
  const papers = (data.reusable ?? []).flatMap(({ name, also }) => [name, ...also]);
  problems.push(...duplicateProblems(papers, (index) => `reusable 里的第 ${index + 1} 个名称`));
  const prefixOf = new Map(data.windows.map((window) => [window.name, window.prefix]));
  data.matters.forEach((matter, index) => {
    const prefix = prefixOf.get(matter.window);
    if (prefix === undefined) problems.push(`matters[${index}].window：没有“${matter.window}”这个窗口`);
    else if (!matter.code.startsWith(prefix)) problems.push(`matters[${index}].code：应以窗口代码 ${prefix} 开头`);
    const { kind, promised, legal } = matter;
    if (kind === 'immediate' && promised.n !== 0) problems.push(`matters[${index}].promised：即办件的承诺时限应为 0`);
    if (kind === 'promised' && promised.n === 0) problems.push(`matters[${index}].promised：承诺件的承诺时限应大于 0`);
    if (legal !== null && legal.unit === promised.unit && legal.n < promised.n)
      problems.push(`matters[${index}].promised：承诺时限不能长于法定时限`);
  });
  return problems;
}

/** Reads a catalogue. Throws ReferenceDataError naming each bad path. */
export function loadCatalogue(json: unknown): Catalogue {
  const data = readReference(CatalogueSchema, json, '事项目录');
  const problems = inconsistencies(data);
  if (problems.length > 0) throw new ReferenceDataError('事项目录', problems);
  const byCode = new Map<string, Matter>(data.matters.map((matter) => [matter.code, matter]));
  const byWindow = Map.groupBy(data.matters, (matter) => matter.window);
  return {
    ...data,
    matter: (code) => byCode.get(code),
    mattersOf: (window) => byWindow.get(window) ?? [],
  };
}

/** Without what the matter calls it; a special procedure is none. */
const WORK_OF_TERMS = UncountedWorkSchema.strip();

/** The terms a case begins with under this catalogue (`data.terms` of a first event). Undefined for an unknown code. */
export function termsOf(catalogue: Catalogue, code: MatterCode) {
  const matter = catalogue.matter(code);
  if (matter === undefined) return undefined;
  const { kind, promised, legal, tellWithin, decidedBy, promisedScope } = matter;
  const uncounted = (matter.uncounted ?? []).flatMap((each) => {
    const work = WORK_OF_TERMS.safeParse(each);
    return work.success ? [work.data] : [];
  });
  return {
    catalogue: catalogue.version,
    kind,
    promised,
    legal,
    ...(tellWithin === undefined ? {} : { tellWithin }),
    ...(uncounted.length === 0 ? {} : { uncounted }),
    decidedBy,
    promisedScope,
  };
}
