/** The mapping is total both ways, codes tell things apart, and docs/PLATFORM.md says what the table says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MaterialItemSchema } from '../case/materials.ts';
import { REGISTRATION } from '../case/registration.ts';
import { REMARKS, type RemarkSpec } from '../case/remarks/index.ts';
import { STEPS, type StepSpec } from '../case/steps/index.ts';
import { TermsSchema } from '../case/terms.ts';
import { PERSON_KEYS } from '../person/person-fields.ts';
import { APPLICANT_CODES, KIND_CODES, PAPER_CODES, PROCESS_CODES, WORK_CODES } from './codes.ts';
import { COMMON_COLUMNS } from './column.ts';
import { NOT_SENT, PLATFORM_TABLES } from './mapping.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/PLATFORM.md'), 'utf8');

const keysOf = (schema: z.ZodType): string[] => {
  const inner = schema instanceof z.ZodPipe ? (schema.def.out as z.ZodType) : schema;
  return Object.keys((inner as z.ZodObject).shape);
};
/** Said part by part: the rest of a registration is a field as any. */
const IN_PARTS = ['person', 'terms', 'materials'];

/** Every field that an event of a case holds, by the names that the mapping uses. */
const FIELDS: readonly string[] = [
  ...Object.keys(REGISTRATION)
    .filter((key) => !IN_PARTS.includes(key))
    .map((key) => `registration.${key}`),
  ...[...PERSON_KEYS, 'idVerified'].map((key) => `person.${key}`),
  ...keysOf(TermsSchema).map((key) => `terms.${key}`),
  ...keysOf(MaterialItemSchema).map((key) => `material.${key}`),
  ...Object.values<StepSpec>(STEPS).flatMap(({ type, first, fields }) => [
    ...Object.keys(first?.fields ?? {}).flatMap((key) => (key in REGISTRATION ? [] : [`${type}.${key}`])),
    ...Object.keys(fields ?? {}).map((key) => `${type}.${key}`),
  ]),
  ...Object.values<RemarkSpec>(REMARKS).flatMap(({ type, fields }) =>
    Object.keys(fields).map((key) => `${type}.${key}`),
  ),
];
/** Of the event itself, which every type has. */
const OF_EVENT = ['event.on', 'event.by', 'event.type', 'event.after'];

const covers = (said: string, field: string): boolean =>
  said === field || (said.endsWith('.*') && field.startsWith(said.slice(0, -1)));

interface AnyColumn {
  readonly name: string;
  readonly label: string;
  readonly max: number;
  readonly from: readonly string[] | { readonly none: string };
}
const COLUMNS = Object.values(PLATFORM_TABLES).flatMap(({ name, columns }) =>
  (columns as readonly AnyColumn[]).map((column) => ({ table: name, ...column })),
);
const sources = COLUMNS.flatMap(({ from }) => ('none' in from ? [] : from));

describe('the mapping', () => {
  it('has a column for every field of every event of a case, or says why there is none', () => {
    const said = [...sources, ...Object.keys(NOT_SENT)];
    expect(FIELDS.filter((field) => !said.some((each) => covers(each, field)))).toEqual([]);
  });

  it('speaks of no field that is not there, and does not leave out what it sends', () => {
    const known = [...FIELDS, ...OF_EVENT];
    const unknown = [...sources, ...Object.keys(NOT_SENT)].filter(
      // A step without fields of its own has nothing that could be left out.
      (said) => !known.some((field) => covers(said, field)),
    );
    expect(unknown).toEqual([]);
    const both = Object.keys(NOT_SENT).filter((left) => sources.some((said) => said === left));
    expect(both).toEqual([]);
  });

  it('has a source for every column, or says why it stays empty', () => {
    for (const { table, name, from } of COLUMNS)
      expect([table, name, 'none' in from ? from.none.length > 0 : from.length > 0]).toEqual([table, name, true]);
  });

  it('names every column of a table once, and none as the common ones are named', () => {
    for (const { name, columns } of Object.values(PLATFORM_TABLES)) {
      const names = [...COMMON_COLUMNS, ...(columns as readonly AnyColumn[])].map((column) => column.name);
      expect([name, new Set(names).size]).toEqual([name, names.length]);
    }
  });

  it.each([
    ['process', [...Object.values(PROCESS_CODES), ...Object.values(WORK_CODES)].filter((code) => code !== null)],
    ['applicant', Object.values(APPLICANT_CODES)],
    ['paper', Object.values(PAPER_CODES)],
    ['kind', Object.values(KIND_CODES)],
  ])('gives no two things the same %s code', (_, codes) => {
    expect(new Set(codes).size).toBe(codes.length);
  });
});

const sourceText = ({ from }: AnyColumn): string =>
  'none' in from ? `空：${from.none}` : from.map((each) => `\`${each}\``).join('、');
const rowOf = (column: AnyColumn) => `| \`${column.name}\` | ${column.label} | ${column.max} | ${sourceText(column)} |`;

/** The lines of a section of the page that are rows of a table, without its head. */
const rowsUnder = (heading: string): string[] => {
  const section = page.split(/^#{2,3} /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section.split('\n').filter((line) => line.startsWith('| `'));
};

describe('docs/PLATFORM.md', () => {
  it.each(Object.values(PLATFORM_TABLES).map(({ name, label, columns }) => [`${label} ${name}`, columns] as const))(
    'has the rows of %s as the program has them',
    (heading, columns) => {
      expect(rowsUnder(heading)).toEqual((columns as readonly AnyColumn[]).map(rowOf));
    },
  );

  it('has the common columns', () => {
    expect(rowsUnder('每张表开头的列')).toEqual(
      COMMON_COLUMNS.map(({ name, label, max }) => `| \`${name}\` | ${label} | ${max} |`),
    );
  });

  it('says what is not sent, and why', () => {
    expect(rowsUnder('不报送的内容')).toEqual(
      Object.entries(NOT_SENT).map(([field, why]) => `| \`${field}\` | ${why} |`),
    );
  });

  it('has the codes', () => {
    const codes = (table: Readonly<Record<string, string | null>>) =>
      Object.entries(table).map(([key, code]) => `| \`${key}\` | ${code ?? '不产生行'} |`);
    expect(rowsUnder('代码')).toEqual([
      ...codes({ ...PROCESS_CODES, ...WORK_CODES }),
      ...codes(APPLICANT_CODES),
      ...codes(PAPER_CODES),
    ]);
  });
});
