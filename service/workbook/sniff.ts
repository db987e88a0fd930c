/** The kind of a file to import, told by its content and never by its name. Data before code: one row a kind. */
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
import { topNames } from './compound.ts';
import { decodeText } from './decode.ts';
import { WorkbookError, type WorkbookErrorCode } from './workbook-error.ts';
import { openZip } from './zip.ts';

/** Separated text comes with its text; all other formats are read from their bytes. */
export type FileKind =
  | { readonly format: 'csv'; readonly text: string }
  | { readonly format: 'zip' | 'xls' | 'xml' | 'html' };

/** What tells the kind, what it is called (null: the sentence says it), and why it isn't read. */
type Refused = readonly [RegExp, string | null, WorkbookErrorCode];

/** By the first bytes, in hexadecimal. */
const BY_BYTES: readonly Refused[] = [
  [/^(?:efbbbf)?(?:20|0d|0a)*255044462d/u, 'PDF 文件', 'not-workbook'],
  // PNG, JPEG, GIF, TIFF of both byte orders, Photoshop, WEBP, BMP, HEIC and AVIF.
  [
    /^(?:89504e47|ffd8ff|47494638|49492a00|4d4d002a|38425053|52494646.{8}57454250|424d.{8}00000000)/u,
    '图片',
    'not-workbook',
  ],
  [/^.{8}66747970(?:686569|6d696631|6d736631|61766966)/u, '图片', 'not-workbook'],
  [/^(?:.{8}66747970|52494646|4944330[234])/u, '视频或录音', 'not-workbook'],
  // RAR, 7z, gzip, bzip2, xz, cab, tar.
  [/^(?:52617221|377abcaf|1f8b08|425a683[1-9]3141|fd377a585a|4d534346|.{514}7573746172)/u, null, 'archive'],
  [/^504b0506/u, '空的压缩包', 'not-workbook'],
  // Of Windows, of Linux.
  [/^(?:4d5a(?:..){0,60}00|7f454c46)/u, '程序', 'not-workbook'],
  [/^4c0000000114/u, '快捷方式', 'not-workbook'],
  // SQLite, Access.
  [/^(?:53514c69746520666f726d6174|000100005374616e64617264)/u, '数据库文件', 'not-workbook'],
  [/^00051607/u, '苹果电脑生成的附带文件（名字以 ._ 开头）', 'not-workbook'],
  // Excel's mark that a workbook is open: 165 bytes, the length of the user's name before the name in one byte and in two.
  [/^(?:0[1-9a-f]|[12].|3[0-6]).{108}..00.{216}$/u, '打开表格时生成的临时文件（名字以 ~$ 开头）', 'not-workbook'],
  // %TSD-Header and E-SafeNet: what offices lock all files of a computer with.
  [/^(?:255453442d486561646572|(?:..){0,64}452d536166654e6574)/u, null, 'locked'],
  [/^5441424c450d?0a302c31/u, 'DIF 格式的表格', 'save-as'],
  [/^0000(?:02000[46]04|1a00)/u, 'Lotus 格式的表格', 'save-as'],
  // dBase: its kind, the day of the last change, 12 bytes later two zeros.
  [/^(?:03|30|31|83|8b|f5)..(?:0[1-9a-c])(?:0[1-9a-f]|1.).{16}0000/u, 'DBF 格式的表格', 'save-as'],
];

/** By how the text begins. */
const BY_TEXT: readonly Refused[] = [
  [/^\s*\{\\rtf/u, '文字文件（RTF）', 'not-workbook'],
  [
    /^(?:(?:[\w-]{1,40}:|[ \t])[^\n]*\n)*(?:MIME-Version:|Content-Type:\s*multipart)/iu,
    '单个文件网页（.mht）或邮件',
    'save-as',
  ],
  [/^ID;P\w*(?:;[A-Z]\w*)*\r?\n[A-Z]{1,2};/u, 'SYLK 格式的表格', 'save-as'],
  [/^\s*\[InternetShortcut\]/iu, '网页快捷方式', 'not-workbook'],
  [/^\s*BEGIN:V(?:CARD|CALENDAR)/iu, '通讯录或日历文件', 'not-workbook'],
  [/^\s*-----BEGIN /u, '证书文件', 'not-workbook'],
];

/** By the names in a zip. */
const BY_ENTRIES: readonly Refused[] = [
  [/^word\//imu, 'Word 文件', 'not-workbook'],
  [/^ppt\//imu, '演示文件', 'not-workbook'],
  [/^OFD\.xml$/imu, 'OFD 版式文件', 'not-workbook'],
  [/^Index\/(?:Document|Metadata)\.iwa$|^index\.apxl$/imu, '苹果 Numbers 的文件', 'save-as'],
  [/^META-INF\/container\.xml$/imu, '电子书', 'not-workbook'],
  [/^(?:AndroidManifest\.xml|META-INF\/MANIFEST\.MF)$/imu, '程序', 'not-workbook'],
];

/** By the names at the top of a compound file. */
const BY_STREAMS: readonly Refused[] = [
  [/^EncryptedPackage$/imu, null, 'encrypted'],
  [/^WordDocument$/mu, 'Word 或 WPS 文字的文件', 'not-workbook'],
  [/^PowerPoint Document$/mu, '演示文件', 'not-workbook'],
  [/^__properties_version/mu, 'Outlook 邮件', 'not-workbook'],
  [/^VisioDocument$/mu, 'Visio 图', 'not-workbook'],
];

function refuse(rows: readonly Refused[], told: string): void {
  const [, what, code] = rows.find(([pattern]) => pattern.test(told)) ?? [];
  if (code !== undefined) throw new WorkbookError(code, what === null || what === undefined ? {} : { what });
}

const HEAD = 2048;
const headOf = (bytes: Uint8Array, encoding: 'hex' | 'latin1'): string =>
  Buffer.from(bytes.subarray(0, HEAD)).toString(encoding);

function zipKind(bytes: Uint8Array): FileKind {
  const zip = openZip(bytes);
  const { names } = zip;
  // All of an OpenDocument file under its password in one part, as LibreOffice writes them from 24.8 on.
  if (names.includes('encrypted-package')) throw new WorkbookError('encrypted');
  refuse(BY_ENTRIES, names.join('\n'));
  const isOffice = names.some((name) => /^\[Content_Types\]\.xml$|^xl\//iu.test(name));
  const isOds = names.includes('content.xml');
  // A file that was packed anew may have its kind packed too, or left out.
  const told = zip.read('mimetype')?.toString('latin1') ?? '';
  if (isOds && told !== '' && !told.includes('opendocument.spreadsheet'))
    throw new WorkbookError('not-workbook', { what: 'OpenDocument 的文字或演示文件' });
  if (isOffice || isOds) return { format: 'zip' };
  throw new WorkbookError('archive');
}

function compoundKind(bytes: Uint8Array): FileKind {
  const names = topNames(bytes);
  refuse(BY_STREAMS, [...names].join('\n'));
  if (names.has('Workbook') || names.has('Book') || names.has('WORKBOOK') || names.has('BOOK'))
    return { format: 'xls' };
  throw new WorkbookError('not-workbook', { what: '别的程序的文件' });
}

function isJson(text: string): boolean {
  if (!/^\s*(?:\{\s*["}]|\[\s*[[{"\]\d])/u.test(text)) return false;
  if (/^\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:/u.test(text)) return true;
  try {
    readJson(text, BOUNDS.large);
    return true;
  } catch {
    return false;
  }
}

/** Tags that begin a page; programs of the government write the table alone. */
const HTML =
  /^<(?:!doctype\s+html|html|frameset|!\[if|head|meta|title|body|style|script|div|center|font|form|p|span|table|tr)\b/iu;
/** Control characters that no text holds. */
const NO_TEXT = /[^\P{Cc}\t\n\r\v\f\x80-\x9f]/u;

/** From the first tag on that is no comment. */
function withoutComments(head: string): string {
  let rest = head.trimStart();
  for (let end = 0; rest.startsWith('<!--') && end >= 0;) {
    end = rest.indexOf('-->');
    if (end >= 0) rest = rest.slice(end + 3).trimStart();
  }
  return rest;
}

function textKind(bytes: Uint8Array): FileKind {
  const text = decodeText(bytes);
  const head = text.slice(0, HEAD);
  refuse(BY_TEXT, head);
  if (isJson(text)) throw new WorkbookError('not-workbook', { what: 'JSON 文件' });
  if (HTML.test(withoutComments(head))) return { format: 'html' };
  if (/^\s*<\?xml\b|^\s*<[\w:-]+[\s>]/u.test(head)) {
    if (/<(?:\w+:)?Workbook\b|opendocument:xmlns:office/u.test(head)) return { format: 'xml' };
    if (/<(?:\w+:)?html\b/iu.test(head)) return { format: 'html' };
    throw new WorkbookError('not-workbook', { what: 'XML 文件' });
  }
  if (NO_TEXT.test(head)) throw new WorkbookError('not-workbook');
  return { format: 'csv', text };
}

/** How the file can be read. Throws WorkbookError for a file that can't, with a sentence that says what it is. */
export function sniff(bytes: Uint8Array): FileKind {
  const head = headOf(bytes, 'hex');
  if (head.startsWith('504b0304')) return zipKind(bytes);
  if (head.startsWith('d0cf11e0')) return compoundKind(bytes);
  // Workbooks of Excel 2 to 4 are one stream, which begins with the record BOF.
  if (/^09(?:0004|0206|0406)00/u.test(head)) return { format: 'xls' };
  refuse(BY_BYTES, head);
  return textKind(bytes);
}
