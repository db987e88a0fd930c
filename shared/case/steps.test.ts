import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { STEP_DATA } from '../../test/fixtures/events.ts';
import { sampleOf } from '../../test/fixtures/sample-data.ts';
import { eventLines } from './event-lines.ts';
import { REMARK_BUTTONS, REMARK_FORMS, STEP_FORMS, orderedSteps } from './buttons.ts';
import type { Field, Fields } from './field.ts';
import { fieldsOf, isKnownType, labelOf } from './known-types.ts';
import { REMARKS, RemarkInputSchema, isRemarkType } from './remarks/index.ts';
import type { RemarkSpec } from './remarks/index.ts';
import { SITE_EVENTS, isSiteEventType } from './site-events.ts';
import { CASE_STATES } from './states.ts';
import { STEPS, STEP_TYPES, StepInputSchema, isStepType, isWritten } from './steps/index.ts';
import type { StepSpec } from './steps/index.ts';

const specs = Object.entries(STEPS) as [string, StepSpec][];
const remarks: readonly RemarkSpec[] = Object.values(REMARKS);
const IN_CHINESE = /\p{Script=Han}/u;

describe('the table of steps', () => {
  it('lets every step either begin a case or follow from some state, with a schema for it', () => {
    for (const [type, spec] of specs) {
      expect([type, spec.data !== undefined]).toEqual([type, spec.from.length > 0]);
      expect([type, spec.first !== undefined || spec.data !== undefined]).toEqual([type, true]);
      expect([type, spec.roles.length > 0]).toEqual([type, true]);
    }
  });

  it('narrows a role only within the states of the step and to roles that may take it', () => {
    for (const [type, spec] of specs)
      for (const [role, states] of Object.entries(spec.only ?? {})) {
        expect([type, spec.roles]).toEqual([type, expect.arrayContaining([role])]);
        expect([type, spec.from]).toEqual([type, expect.arrayContaining([...states])]);
      }
  });

  it('has an input for every later step, and the same data fits both', () => {
    for (const [type, spec] of specs) {
      if (!isWritten(spec)) continue;
      const data = STEP_DATA[type] ?? { keep: [`20171101-${'a'.repeat(26)}`], reason: '核实' };
      expect([type, StepInputSchema.safeParse({ type, data }).success]).toEqual([type, true]);
      expect([type, spec.data?.safeParse(data).success]).toEqual([type, true]);
    }
  });

  it('does not take names from the prototype of objects for types', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      expect([isStepType(name), isRemarkType(name), isSiteEventType(name)]).toEqual([false, false, false]);
  });

  it('lets only the county and its machine ask and renumber', () => {
    expect(REMARKS.questioned.roles).toEqual(['county', 'hub']);
    expect(REMARKS.renumbered.roles).toEqual(['hub']);
  });
});

/** Every type of event with its fields; a step that may begin a case has two sets of them. */
const everyType: readonly (readonly [string, Fields])[] = [
  ...specs.flatMap(([type, { first, fields }]) =>
    [first?.fields, fields].filter((each) => each !== undefined).map((each) => [type, each] as const),
  ),
  ...remarks.map(({ type, fields }) => [type, fields] as const),
  ...Object.values(SITE_EVENTS).map(({ type, fields }) => [type, fields as Fields] as const),
];
const everyField = everyType.flatMap(([type, fields]) =>
  Object.entries(fields).map(([key, field]) => [type, key, field] as const),
);
const context = { placeName: (code: string) => `地点${code}`, matterName: (code: string) => `事项${code}` };

/** A field is read in history, or says why it is not. */
function isRead({ schema, lines }: Field): boolean {
  if (typeof lines !== 'function') return lines.none.length > 10;
  const shown = lines(sampleOf(schema), context);
  return shown.length > 0 && shown.every(({ label, value }) => IN_CHINESE.test(label) && value !== '');
}

describe('what is said of a type of event', () => {
  it('is there for every file of a step, by the name of the step, and of a remark', () => {
    const filesOf = (folder: string) =>
      readdirSync(path.join(import.meta.dirname, folder))
        .filter((file) => file !== 'index.ts')
        .map((file) => file.replace(/\.ts$/, ''));
    expect(filesOf('steps').toSorted()).toEqual(STEP_TYPES.toSorted());
    expect(filesOf('remarks').toSorted()).toEqual(
      [...new Set(remarks.map(({ type }) => (type.startsWith('card-') ? 'cards' : type)))].toSorted(),
    );
  });

  it('has a word in Chinese for each type and each field', () => {
    for (const [type] of everyType) expect([type, labelOf(type)]).toEqual([type, expect.stringMatching(IN_CHINESE)]);
    for (const [type, key, { label }] of everyField)
      expect([type, key, label]).toEqual([type, key, expect.stringMatching(IN_CHINESE)]);
  });

  it('has a line of history for each field, or why there is none', () => {
    for (const [type, key, field] of everyField) {
      const { lines }: { lines?: unknown } = isRemarkType(type) ? (REMARKS[type] as RemarkSpec) : {};
      // A remark may say several fields in one line.
      expect([type, key, isRead(field) || lines !== undefined]).toEqual([type, key, true]);
    }
  });

  it.each(everyType)('history shows the data of %s with the words of its fields', (type, fields) => {
    const data = Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, sampleOf(schema)]));
    const lines = eventLines(type, data, context);
    const shown = Object.values(fields).filter((field) => typeof field.lines === 'function');
    expect(lines.length).toBeGreaterThanOrEqual(shown.length);
    expect(new Set(lines.map(({ label }) => label)).size).toBe(lines.length);
    for (const { value } of lines) expect(value).not.toMatch(/\[object|undefined|null/);
  });

  it('has a row in the form of a step or remark for each field, or why there is none', () => {
    for (const [type, key, { form }] of everyField) {
      const asked = 'none' in form ? form.none.length > 10 : [form].flat().length > 0;
      expect([type, key, asked]).toEqual([type, key, true]);
    }
    const forms = { ...STEP_FORMS, ...REMARK_FORMS };
    for (const [type, rows] of Object.entries(forms))
      for (const row of rows)
        expect([type, fieldsOf(type)]).toEqual([type, expect.objectContaining({ [row.field]: expect.anything() })]);
  });

  it('gives every step that can be sent a form and a place of its own among the buttons', () => {
    const inputs = StepInputSchema.options.map((option) => option.shape.type.value);
    expect(orderedSteps(STEP_TYPES).toSorted()).toEqual(inputs.toSorted());
    expect(Object.keys(STEP_FORMS).toSorted()).toEqual(inputs.toSorted());
    for (const type of inputs) expect([type, STEP_FORMS[type].length > 0]).toEqual([type, true]);
    const places = specs.flatMap(([, { button }]) => ('none' in button ? [] : [button.place]));
    expect(new Set(places).size).toBe(places.length);
  });

  it('gives every remark that can be sent a form, and a place among the buttons or why it has none', () => {
    const inputs = RemarkInputSchema.options.map((option) => option.shape.type.value);
    expect(Object.keys(REMARK_FORMS).toSorted()).toEqual(inputs.toSorted());
    for (const { type, button } of remarks) {
      if (typeof button !== 'number') expect([type, button.none]).toEqual([type, expect.stringMatching(/.{10}/)]);
      else expect([type, inputs.includes(type as (typeof inputs)[number])]).toEqual([type, true]);
    }
    const places = remarks.flatMap(({ button }) => (typeof button === 'number' ? [button] : []));
    expect([REMARK_BUTTONS.length, new Set(places).size]).toEqual([places.length, places.length]);
  });

  it('shows of a type that this program does not know what people wrote in words', () => {
    expect(isKnownType('transferred')).toBe(false);
    expect(eventLines('transferred', { to: 'x', note: '来电', reason: '搬家' }, context)).toEqual([
      { label: '原因', value: '搬家' },
      { label: '备注', value: '来电' },
    ]);
  });
});

/** The tables of docs/CASES.md as the code has them. */
function docsTables(): string {
  const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const names = (list: readonly string[]) => list.join(', ');
  const statesOf = (states: readonly string[]) =>
    states.length === Object.keys(CASE_STATES).length ? 'any' : names(states);
  return [
    row('step', 'on the page', 'from', 'to', 'who', 'stands beside'),
    '|---|---|---|---|---|---|',
    ...specs.map(([type, { label, first, from, to, roles, only, commutesWith }]) =>
      row(
        type,
        label,
        names([...(first ? ['begins a case'] : []), ...(from.length > 0 ? [statesOf(from)] : [])]),
        to ?? 'see below',
        names(roles.map((role) => (only?.[role] ? `${role} (${names(only[role])})` : role))),
        commutesWith === 'all' ? 'all' : names(commutesWith),
      ),
    ),
    '',
    row('remark', 'on the page', 'who'),
    '|---|---|---|',
    ...remarks.map(({ type, label, roles }) => row(type, label, names(roles))),
  ].join('\n');
}

describe('the documents', () => {
  const page = (name: string) =>
    readFileSync(path.join(import.meta.dirname, '../../docs', name), 'utf8').replaceAll('\r\n', '\n');

  it('CASES has the tables of steps and remarks as they are', () => {
    const lines = page('CASES.md').split('\n');
    const from = lines.findIndex((line) => line.startsWith('| step | on the page'));
    const table = docsTables().split('\n');
    expect(lines.slice(from, from + table.length)).toEqual(table);
  });

  it('LEDGER names every step and remark', () => {
    const [text = ''] = /^## 3\. Cases$[^]*?(?=^## 4)/m.exec(page('LEDGER.md')) ?? [];
    for (const type of [...STEP_TYPES, ...remarks.map((remark) => remark.type)])
      expect([type, text.includes(type.replace(/^card-.*/, 'card-*'))]).toEqual([type, true]);
  });
});
