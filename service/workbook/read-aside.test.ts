/** A file that is too much ends the process that reads it and nothing else. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sheetXlsx } from '../../test/fixtures/xlsx-of.ts';
import { readAside } from './read-aside.ts';

const MANY_ROWS = path.join(import.meta.dirname, '../../test/fixtures/faults/13-rows-to-bottom.xlsx');
const SMALL = sheetXlsx('<row><c t="str"><v>姓名</v></c></row>');

describe('a workbook that is read aside', () => {
  it('comes back as its sheets', async () => {
    expect(await readAside(SMALL, '表')).toMatchObject([{ sheet: '表', rows: [{ row: 1 }] }]);
  });

  it('that needs more memory than there is, is refused in a sentence, and the next is read', async () => {
    const bytes = new Uint8Array(await readFile(MANY_ROWS));
    const refused = readAside(bytes, '表', { memory: 150, ms: 60_000 });
    await expect(refused).rejects.toMatchObject({ code: 'took-too-much' });
    expect(await readAside(SMALL, '表')).toHaveLength(1);
  });

  it('is read aside as text too: one that is too much stops nothing here', async () => {
    const text = new TextEncoder().encode(`姓名,事项\n${'"舒满,低保\n'.repeat(400_000)}`);
    await expect(readAside(text, '表', { memory: 900, ms: 1 })).rejects.toMatchObject({ code: 'took-too-much' });
    expect(await readAside(new TextEncoder().encode('姓名,事项\n舒满,低保\n'), '第2周')).toMatchObject([
      { sheet: '第2周', rows: [{ row: 1 }, { row: 2 }] },
    ]);
  });

  it('that is none is called what it is', async () => {
    await expect(readAside(new TextEncoder().encode('%PDF-1.7'), '表')).rejects.toThrow('这是PDF 文件。');
  });

  it('that takes too long is refused in a sentence', async () => {
    const bytes = new Uint8Array(await readFile(MANY_ROWS));
    await expect(readAside(bytes, '表', { memory: 900, ms: 1 })).rejects.toMatchObject({ code: 'took-too-much' });
  });
});
