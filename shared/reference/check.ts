/** One way to read reference data (catalogue, places, holidays): by schema, with errors that name the place in plain Chinese. */
import type { z } from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';

const MAX_SHOWN = 5;
const chinese = zhCN().localeError;

/** Thrown when reference data can't be used; `problems` are Chinese sentences that begin with the path of the bad value. */
export class ReferenceDataError extends Error {
  readonly code = 'reference-data';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    const shown = problems.slice(0, MAX_SHOWN).join('；');
    super(`${what}有误：${shown}${problems.length > MAX_SHOWN ? `；等 ${problems.length} 处` : ''}`);
    this.name = 'ReferenceDataError';
    this.problems = problems;
  }
}

/** `['matters', 2, 'code']` as `matters[2].code`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** The value as the schema reads it. Throws ReferenceDataError naming every bad path. */
export function readReference<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.infer<Schema> {
  const parsed = schema.safeParse(json, { error: chinese });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${pathText(issue.path) || '（根）'}：${issue.message}`);
  throw new ReferenceDataError(what, problems);
}

/** Complaints about values that occur twice, e.g. `matters[7].code:“SB-001”重复`. */
export function duplicateProblems(values: readonly string[], path: (index: number) => string): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  values.forEach((value, index) => {
    if (seen.has(value)) problems.push(`${path(index)}：“${value}”重复`);
    seen.add(value);
  });
  return problems;
}
