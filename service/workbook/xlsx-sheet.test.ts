/** Rows and cells of a sheet written in ways that no program's reader expects. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../shared/slips/cells.ts';
import { sheetXlsx } from '../../test/fixtures/xlsx-of.ts';
import { readBook } from './book.ts';

const MC = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
const cell = (ref: string, text: string): string => `<c r="${ref}" t="str"><v>${text}</v></c>`;
const bare = (text: string): string => `<c t="str"><v>${text}</v></c>`;
const either = (choice: string, fallback: string): string =>
  `<mc:AlternateContent xmlns:mc="${MC}"><mc:Choice Requires="x14">${choice}</mc:Choice><mc:Fallback>${fallback}</mc:Fallback></mc:AlternateContent>`;

async function textsOf(rows: string): Promise<string[]> {
  const [sheet] = await readBook(sheetXlsx(rows), 'zip');
  return (sheet?.rows ?? []).map(({ row, cells }) => `${row}: ${cells.map(cellText).join('|')}`);
}

describe('a row in several pieces', () => {
  it('is one, however its cells are dealt out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 2 }), { minLength: 6, maxLength: 6 }), async (pieces) => {
        const of = (row: number, piece: number): string =>
          pieces
            .map((each, index) => (each === piece ? cell(`${'ABCDEF'[index]}${row}`, `${row}${index}`) : ''))
            .join('');
        const rows = [0, 1, 2]
          .flatMap((piece) => [1, 2].map((row) => `<row r="${row}">${of(row, piece)}</row>`))
          .join('');
        expect(await textsOf(rows)).toEqual(['1: 10|11|12|13|14|15', '2: 20|21|22|23|24|25']);
      }),
      { numRuns: 20 },
    );
  });

  it('is refused where two of them say different things of one cell', async () => {
    const rows = `<row r="1">${cell('A1', '舒满')}</row><row r="1">${cell('A1', '石长')}</row>`;
    await expect(textsOf(rows)).rejects.toMatchObject({ code: 'not-all-read' });
    expect(await textsOf(rows.replace('石长', '舒满'))).toEqual(['1: 舒满']);
  });
});

describe('content that is written in two ways', () => {
  const first = `<row r="1">${bare('姓名')}</row>`;
  const last = `<row>${bare('末')}</row>`;

  it.each([
    ['a row', first + either(`<row>${bare('舒满')}</row>`, `<row>${bare('舒满')}</row>`) + last],
    ['a cell', `${first}<row>${either(bare('舒满'), bare('舒满'))}</row>${last}`],
    ['a value', `${first}<row><c t="str">${either('<v>舒满</v>', '<v>另一个</v>')}</c></row>${last}`],
    [
      'rows within',
      first +
        either(either(`<row>${bare('舒满')}</row>`, `<row>${bare('乙')}</row>`), `<row>${bare('丙')}</row>`) +
        last,
    ],
  ])('%s is read once, and what follows is in its place', async (_, rows) => {
    expect(await textsOf(rows)).toEqual(['1: 姓名', '2: 舒满', '3: 末']);
  });

  it('is read where only the second way holds anything', async () => {
    const rows =
      first +
      `<mc:AlternateContent xmlns:mc="${MC}"><mc:Fallback><row>${bare('舒满')}</row></mc:Fallback></mc:AlternateContent>`;
    expect(await textsOf(rows)).toEqual(['1: 姓名', '2: 舒满']);
  });
});
