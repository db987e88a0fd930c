/** What the styles of a workbook say about reading its cells: number formats and struck-out text. ECMA-376 part 1, §18.8. */
import { isTrue, parseXml } from './xml.ts';

export interface CellStyle {
  /** The number format's code; null for those that show a number as it is. */
  readonly format: string | null;
  readonly kind: FormatKind;
  readonly struck: boolean;
}

/** What a format makes of a number: a day, a time of day alone, or a number still. */
export type FormatKind = 'date' | 'time' | 'number';

export const PLAIN_STYLE: CellStyle = { format: null, kind: 'number', struck: false };

/** Formats that have no code in the file; of the others below 164 those of days in Chinese, Japanese and Thai programs. */
const BUILT_IN: Readonly<Record<number, string>> = {
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  32: 'h:mm',
  33: 'h:mm:ss',
  34: 'h:mm',
  35: 'h:mm:ss',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  55: 'h:mm',
  56: 'h:mm:ss',
};
const isDayId = (id: number): boolean =>
  (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58) || (id >= 71 && id <= 81);

/** [h], [mm]: a time longer than a day. */
const ELAPSED = /^\[(?:h+|m+|s+)\]$/iu;

/** Returns whether a format shows a day, a time of day, or a number: by its code without texts, colours and conditions. */
export function formatKind(code: string): FormatKind {
  const bare = (code.split(';')[0] ?? '')
    .replace(/"[^"]*"?|\\.|_.|\*./gu, '')
    .replace(/\[[^[\]]*\]/gu, (bracket) => (ELAPSED.test(bracket) ? bracket : ''))
    .replace(/general|AM\/PM|A\/P|上午\/下午/giu, '')
    .toLowerCase();
  if (/[yd]|e(?![+-])/u.test(bare) || /b{2,4}/u.test(bare)) return 'date';
  if (/m/u.test(bare)) return /[hs]/u.test(bare) ? 'time' : 'date';
  return /[hs]/u.test(bare) ? 'time' : 'number';
}

function styleOf(id: number, code: string | undefined, struck: boolean): CellStyle {
  if (code === undefined && isDayId(id)) return { format: null, kind: 'date', struck };
  const format = code ?? BUILT_IN[id] ?? null;
  if (format === null || format === '@' || /^(?:general|0)$/iu.test(format)) return { ...PLAIN_STYLE, struck };
  return { format, kind: formatKind(format), struck };
}

/** The style of each index that cells name. */
export function readStyles(part: Uint8Array): CellStyle[] {
  const codes = new Map<number, string>();
  const struckFonts: boolean[] = [];
  const used: { readonly format: number; readonly font: number }[] = [];
  parseXml(part, {
    open(name, attributes, path) {
      const parent = path.at(-1);
      if (name === 'numFmt' && parent === 'numFmts')
        codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'font' && parent === 'fonts') struckFonts.push(false);
      else if (name === 'strike' && parent === 'font' && path.at(-2) === 'fonts')
        struckFonts[struckFonts.length - 1] = isTrue(attributes['val'] ?? '1');
      else if (name === 'xf' && parent === 'cellXfs')
        used.push({ format: Number(attributes['numFmtId'] ?? 0), font: Number(attributes['fontId'] ?? 0) });
    },
  });
  return used.map(({ format, font }) => styleOf(format, codes.get(format), struckFonts[font] ?? false));
}
