import { describe, expect, it } from 'vitest';
import { cellText } from '../../shared/slips/cells.ts';
import { readWorkbook } from './read.ts';

const read = (page: string, encoding: 'utf8' | 'utf16le' = 'utf8') =>
  readWorkbook(new Uint8Array(Buffer.from(page, encoding)), '第2周.xls');
const shown = async (page: string) =>
  (await read(page)).map(({ rows }) =>
    rows.map(({ cells }) => cells.map((cell) => (cell.merged ? '^' : '') + cellText(cell))),
  );

describe('a table of a web page', () => {
  it('is read with its spans, entities, line breaks and long numbers, whether or not its tags are closed', async () => {
    const page = `<html><head><meta charset="utf-8"><title>表</title><style>td{color:red}</style></head><body>
      <TABLE border=1><caption>登记表</caption>
      <tr><td colspan="3">王家岭村&nbsp;11&#26376;</td></tr>
      <tr><th>姓名<th>身份证号<th>事项
      <tr><td rowspan=2>舒满<td x:str>433022195708055431<td>低保<br>年审
      <tr><td>0745&lt;1<td><b>医</b>保</table>`;
    expect(await shown(page)).toEqual([
      [
        ['王家岭村 11月', '^王家岭村 11月', '^王家岭村 11月'],
        ['姓名', '身份证号', '事项'],
        ['舒满', '433022195708055431', '低保\n年审'],
        ['^舒满', '0745<1', '医保'],
      ],
    ]);
  });

  it('inside another is a sheet of its own', async () => {
    const page = '<table><tr><td>页眉<table><tr><td>姓名<td>事项<tr><td>甲<td>乙</table></table>';
    expect(await shown(page)).toEqual([
      [['页眉']],
      [
        ['姓名', '事项'],
        ['甲', '乙'],
      ],
    ]);
  });

  it('says what is hidden and struck out', async () => {
    const [sheet] = await read(
      '<table><tr style="display:none"><td>甲</td></tr><tr><td><s>乙</s></td><td>丙</td></tr></table>',
    );
    expect(sheet?.rows.map(({ hidden, cells }) => [hidden, cells.map(({ struck }) => struck)])).toEqual([
      [true, [undefined]],
      [undefined, [true, undefined]],
    ]);
  });

  it.each([
    '<html><head><title>代办</title></head><frameset rows="*,39"><frame src="代办.files/sheet001.htm"></frameset></html>',
    '<!DOCTYPE html><html><body></body><FRAMESET cols="*"><frame src="sheet001.htm"><noframes><p>请用浏览器</p></noframes></FRAMESET></html>',
    '<frameset rows="*"><frame src="代办.files/sheet001.htm"></frameset>',
  ])('that lies in a frame of its own is told to be elsewhere', async (page) => {
    await expect(read(page)).rejects.toMatchObject({ code: 'frames' });
  });

  it('of a page without tables is none', async () => {
    await expect(read('<html><body>请登录</body></html>')).rejects.toMatchObject({ code: 'no-table' });
  });
});
