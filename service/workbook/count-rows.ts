/**
 * Counts the rows of a sheet's part that hold a value by the look of its bytes alone: what the reader does not find by its own way is
 * missed by none. Knows no structure, so comments and the like are cut out first.
 */

/** The tag of an element of a row or of a value, at a `<`. */
const TAGS = {
  xlsx: /<(\/?)(?:[\w.-]+:)?(row|v|t)(?=[\s/>])/uy,
  ods: /<(\/?)(?:[\w.-]+:)?(table-row|p)(?=[\s/>])/uy,
} as const;

const COMMENT = '<!--';
const CDATA = '<![CDATA[';

/** Returns whether an element that begins here holds any text. */
function holdsText(text: string, at: number): boolean {
  if (text.startsWith(CDATA, at)) return at + CDATA.length < text.length && text[at + CDATA.length] !== ']';
  return at < text.length && text[at] !== '<';
}

/** How many elements of rows hold one of a value (`v`, `t`; `p`) with text in it. */
export function countRows(part: Buffer, kind: keyof typeof TAGS): number {
  const utf16 = part[0] === 0xff || part[0] === 0xfe || part[1] === 0;
  if (utf16) return 0;
  const text = part.toString('latin1');
  const found = TAGS[kind];
  let rows = 0;
  let counted = true;
  // Every byte is passed once, however the tags are mixed: what is not closed ends the count.
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith(COMMENT, at)) {
      const end = text.indexOf('-->', at + COMMENT.length);
      if (end < 0) break;
      at = end;
      continue;
    }
    found.lastIndex = at;
    const [, ending, name] = found.exec(text) ?? [];
    if (name === undefined) {
      at += 1;
      continue;
    }
    const end = text.indexOf('>', found.lastIndex);
    if (end < 0) break;
    at = end + 1;
    if (name.endsWith('row')) counted = ending !== '';
    else if (ending === '' && text[end - 1] !== '/' && !counted && holdsText(text, at)) {
      rows += 1;
      counted = true;
    }
  }
  return rows;
}
