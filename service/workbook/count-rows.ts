/**
 * Counts the rows of a sheet's part that hold a value by the look of its bytes alone: what the reader does not find by its own way is
 * missed by none. Knows no structure, so comments and the like are cut out first.
 */

/** `row` elements and the elements of values in them, with what follows the latter. */
const tokens = (row: string, values: string): RegExp =>
  new RegExp(
    `<!--[\\s\\S]*?-->|<(/?)(?:[\\w.-]+:)?(${row}|${values})(?=[\\s/>])[^>]*?(/?)>(?=([^<]|<!\\[CDATA\\[[^\\]])?)`,
    'gu',
  );

const TOKENS = { xlsx: tokens('row', 'v|t'), ods: tokens('table-row', 'p') } as const;

/** How many elements of rows hold one of a value (`v`, `t`; `p`) with text in it. */
export function countRows(part: Buffer, kind: keyof typeof TOKENS): number {
  const utf16 = part[0] === 0xff || part[0] === 0xfe || part[1] === 0;
  if (utf16) return 0;
  let rows = 0;
  let counted = true;
  for (const [, ending, name, closed, follows] of part.toString('latin1').matchAll(TOKENS[kind])) {
    if (name?.endsWith('row')) counted = ending !== '';
    else if (ending === '' && closed === '' && follows !== undefined && !counted) {
      rows += 1;
      counted = true;
    }
  }
  return rows;
}
