/** Texts that people read have the punctuation of Chinese: GB/T 15834 knows no half-width mark beside a Chinese character. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, it } from 'vitest';
import { house, programs } from './program-files.ts';

/** What is filled into a Chinese text is Chinese, or stands as if it were. */
const FILLED_IN = '\u0001';
const CHINESE = String.raw`[\p{Script=Han}，。；：！？、（）《》“”…—${FILLED_IN}]`;
const HALF_WIDTH = new RegExp(`${CHINESE} ?[,;:?!()]|[,;:?!()] ?${CHINESE}|${CHINESE}[.](?![\\w.])`, 'u');
const isHalfWide = (text: string): boolean => /\p{Script=Han}/u.test(text) && HALF_WIDTH.test(text);

/** What is no text to read: expressions by which programs read, and a page of script alone. */
const NO_TEXTS = new Set(['shared/calendar/read-notice.ts', 'shared/slips/slip-name.ts', 'browser/app-window.ts']);

type Node = Readonly<Record<string, unknown>>;

/** Returns the texts of a program: strings, templates with a blank for what is filled in, and what stands between tags. */
function textsOf(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap(textsOf);
  const { type, value, quasis } = node as Node & { quasis?: readonly { value: { cooked: string } }[] };
  const inside = Object.values(node).flatMap(textsOf);
  if (type === 'TemplateLiteral') return [(quasis ?? []).map((part) => part.value.cooked).join(FILLED_IN), ...inside];
  return (type === 'Literal' || type === 'JSXText') && typeof value === 'string' ? [value, ...inside] : inside;
}

it.each([
  ['a comma', '没有这个列表,请核对'],
  ['a comma before what is filled in', '条,\u0001'],
  ['a colon after what is filled in', '\u0001:共'],
  ['a colon between what is filled in', '已写入 \u0001:\u0001'],
  ['brackets', '县级(内部)'],
  ['a full stop', '请核对.'],
])('%s of half width is found', (_what, text) => expect(isHalfWide(text)).toBe(true));

it.each(['09:05 核对', 'Ctrl+Enter', '见 docs/HUB.md。', 'npm run hub -- next-key 证书', '1.5 天', '\u0001:\u0001'])(
  '%s is left as it is',
  (text) => expect(isHalfWide(text)).toBe(false),
);

it('no text of the programs has punctuation of half width beside a Chinese character', () => {
  const found = programs()
    .filter((file) => !NO_TEXTS.has(file))
    .flatMap((file) =>
      textsOf(parseSync(file, readFileSync(path.join(house, file), 'utf8')).program)
        .filter(isHalfWide)
        .map((text) => `${file}: ${text}`),
    );
  expect(found).toEqual([]);
});

/** Texts between tags that are nothing but a mark: what they stand between is filled in, and Chinese. */
function marksAlone(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap(marksAlone);
  const { type, value } = node as Node;
  const inside = Object.values(node).flatMap(marksAlone);
  return type === 'JSXText' && typeof value === 'string' && /^\s*[,;:?!()]+\s*$/u.test(value)
    ? [value.trim(), ...inside]
    : inside;
}

it('nor does a mark of half width stand alone between two texts of a page', () => {
  const pages = programs().filter((file) => file.endsWith('.tsx'));
  expect(pages.length).toBeGreaterThan(50);
  const found = pages.flatMap((file) =>
    marksAlone(parseSync(file, readFileSync(path.join(house, file), 'utf8')).program).map((mark) => `${file}: ${mark}`),
  );
  expect(found).toEqual([]);
  const { program } = parseSync('x.tsx', 'const x = <p>{a}:{b}</p>;');
  expect(marksAlone(program)).toEqual([':']);
});

it('nor has one of the reference data', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : value === null || typeof value !== 'object'
        ? []
        : Object.values(value).flatMap(texts);
  const found = globSync('shared/reference/*.json', { cwd: house }).flatMap((file) =>
    texts(JSON.parse(readFileSync(path.join(house, file), 'utf8'))).filter(isHalfWide),
  );
  expect(found).toEqual([]);
});
