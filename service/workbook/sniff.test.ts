import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compoundFile } from '../../test/fixtures/compound-file.ts';
import { sniff } from './sniff.ts';
import { WorkbookError } from './workbook-error.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (hex: string, length = 600) => {
  const start = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return new Uint8Array(Buffer.concat([new Uint8Array(start), new Uint8Array(Math.max(0, length - start.length))]));
};

/** The format, or the code and the sentence of the refusal. */
function told(file: Uint8Array): string {
  try {
    return sniff(file).format;
  } catch (error) {
    if (error instanceof WorkbookError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('a file is told by its content', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['text', utf8('姓名,事项\n舒满,低保\n'), /^csv$/u],
    ['text of one line', utf8('舒满'), /^csv$/u],
    ['a list that begins with a bracket', utf8('[附件1]登记表\n姓名,事项\n'), /^csv$/u],
    ['text of 165 bytes that begins with a number', utf8(`1,${'甲'.repeat(54)}\n`), /^csv$/u],
    ['headings that begin as a SYLK file does', utf8('ID;Phone;Name\n4;13800000000;舒满\n'), /^csv$/u],
    ['a text in braces', utf8('{草稿}\n姓名,事项\n'), /^csv$/u],
    ['a heading that speaks of a colon', utf8('Name: 姓名,事项\n舒满,低保\n'), /^csv$/u],
    ['a page of a browser', utf8('\uFEFF<!-- 表 -->\n<!DOCTYPE html><html><table></table></html>'), /^html$/u],
    ['a table alone', utf8('<table><tr><td>姓名</td></tr></table>'), /^html$/u],
    [
      'an XML workbook',
      utf8('<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      /^xml$/u,
    ],
    ['a workbook of old', compoundFile(['Workbook']), /^xls$/u],
    ['a workbook of Excel 5', compoundFile(['Book']), /^xls$/u],
    ['a workbook with a document inside', compoundFile(['Workbook'], ['WordDocument']), /^xls$/u],
    ['a document with a workbook inside', compoundFile(['WordDocument'], ['Workbook']), /^not-workbook: 这是 ?Word/u],
    ['slides', compoundFile(['A', 'B', 'C', 'D', 'PowerPoint Document']), /^not-workbook: 这是演示文件/u],
    ['a file with a password', compoundFile(['EncryptionInfo', 'EncryptedPackage']), /^encrypted: .*密码/u],
    ['a message', compoundFile(['__properties_version1.0']), /^not-workbook: 这是 ?Outlook/u],
    ['another compound file', compoundFile(['CONTENTS']), /^not-workbook/u],
    ['a compound file that was cut off', compoundFile(['Workbook']).slice(0, 600), /^broken/u],
    ['a PDF', utf8('%PDF-1.7 …'), /^not-workbook: 这是 ?PDF/u],
    ['a picture', bytes('89504e470d0a1a0a'), /^not-workbook: 这是图片/u],
    ['a photograph', bytes('ffd8ffe1'), /^not-workbook: 这是图片/u],
    ['a photograph of a telephone', bytes('00000018 66747970 68656963'), /^not-workbook: 这是图片/u],
    ['a film', bytes('00000018 66747970 6d703432'), /^not-workbook: 这是视频/u],
    ['an RTF text', utf8('{\\rtf1\\ansi}'), /^not-workbook: 这是文字文件/u],
    ['an archive of RAR', bytes('526172211a07'), /^archive: .*解压/u],
    ['a program', bytes('4d5a9000'), /^not-workbook: 这是程序/u],
    ['JSON', utf8('[{"姓名":"舒满"}]'), /^not-workbook: 这是 ?JSON/u],
    ['JSON that was cut off', utf8('{\n  "姓名": "舒'), /^not-workbook: 这是 ?JSON/u],
    ['JSON of numbers', utf8('[1, 2, [3]]'), /^not-workbook: 这是 ?JSON/u],
    ['another XML file', utf8('<?xml version="1.0"?><feed/>'), /^not-workbook: 这是 ?XML/u],
    ['SYLK', utf8('ID;PWXL;N;E\nC;Y1;X1;K"姓名"\n'), /^save-as: .*SYLK.*另存为/u],
    ['DIF', utf8('TABLE\r\n0,1\r\n"EXCEL"\r\n'), /^save-as: .*DIF/u],
    ['dBase', bytes('037e0b1e 02000000 a1002300 0000'), /^save-as: .*DBF/u],
    [
      'MHT',
      utf8('From: <由 WPS 保存>\r\nSubject: 表\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n'),
      /^save-as: .*mht/u,
    ],
    [
      'a mark that a workbook is open',
      new Uint8Array(165).fill(0x20).fill(5, 0, 1).fill(0, 56, 57),
      /^not-workbook: .*~\$/u,
    ],
    ['a file that a program of the office locked', utf8('%TSD-Header-###%…'), /^locked: .*解密/u],
    ['zeros', new Uint8Array(64), /^not-workbook/u],
    ['noise', bytes('41010203040506420708'), /^not-workbook/u],
  ])('%s', (_, file, expected) => {
    expect(told(file)).toMatch(expected);
  });

  it('in any of the encodings', () => {
    const text = '姓名,身份证号码\r\n舒满,433022195708055431\r\n';
    const utf16 = new Uint8Array(Buffer.from(text, 'utf16le'));
    const swapped = new Uint8Array(Buffer.from(text, 'utf16le').swap16());
    const withMark = (mark: string, body: Uint8Array) =>
      new Uint8Array(Buffer.concat([new Uint8Array(Buffer.from(mark, 'hex')), body]));
    const files = [
      utf8(text),
      withMark('efbbbf', utf8(text)),
      utf16,
      swapped,
      withMark('fffe', utf16),
      withMark('feff', swapped),
    ];
    for (const file of files) expect(sniff(file)).toEqual({ format: 'csv', text });
  });

  it('with a broken character, or cut off inside one, as the text that it still is', () => {
    const whole = utf8('姓名,事项\n舒满,低保\n向建松,医保\n宋金英,残疾证\n');
    const rest = (text: string) => ({ format: 'csv', text });
    expect(sniff(whole.slice(0, -2))).toEqual(rest('姓名,事项\n舒满,低保\n向建松,医保\n宋金英,残疾\ufffd'));
    const broken = utf8(`姓名,事项\n舒满,低保\n${'向建松,医保\n'.repeat(20)}`);
    broken[15] = 0xff;
    expect(sniff(broken)).toMatchObject({
      text: expect.stringMatching(/^姓名,事项\n\ufffd+满,低保\n向建松/u) as string,
    });
  });

  it('whatever it is, without failing in any other way', () => {
    const starts = [[], [0xd0, 0xcf, 0x11, 0xe0], [0x50, 0x4b, 3, 4], [0xff, 0xfe], [0x3c]];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 1200 }), (start, rest) => {
        told(Uint8Array.from([...start, ...rest]));
      }),
      { numRuns: 300 },
    );
  });

  it('and a compound file with any one byte changed is told or refused', () => {
    const good = compoundFile(['Workbook', 'SummaryInformation'], ['WordDocument']);
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const bad = good.slice();
        bad[at] = byte;
        told(bad);
      }),
      { numRuns: 500 },
    );
  });
});
