/**
 * Counts the rows of a sheet's part that hold a value by the look of its bytes alone: what the reader does not find by its own way is
 * missed by none. Knows no structure, so comments and the like are cut out first.
 */
const TOKEN = /<!--[\s\S]*?-->|<(?:[\w.-]+:)?(row|v|t)(?=[\s/>])[^>]*?(\/?)>(?=([^<]|<!\[CDATA\[[^\]])?)/gu;

/** How many `row` elements hold a `v` or a `t` with text in it. */
export function countRows(part: Buffer): number {
  const utf16 = part[0] === 0xff || part[0] === 0xfe || part[1] === 0;
  if (utf16) return 0;
  let rows = 0;
  let counted = true;
  for (const [, name, closed, follows] of part.toString('latin1').matchAll(TOKEN)) {
    if (name === 'row') counted = false;
    else if (name !== undefined && closed === '' && follows !== undefined && !counted) {
      rows += 1;
      counted = true;
    }
  }
  return rows;
}
