/** Money, kept in fen: whole numbers, so that sums come out to the cent. */

/** Digits in groups of three or not grouped at all, and at most two after the point. */
const YUAN = /^(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?$/u;

/** Reads a sum in yuan as people type it (20, 20.5, 1,000.00, ２０元); null when it is none, or has parts of a fen. */
export function readFen(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^[¥￥]/u, '')
    .replace(/元$/u, '')
    .trim();
  const parts = YUAN.exec(plain);
  if (parts === null) return null;
  return Number((parts[1] ?? '').replaceAll(',', '')) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}
