/** Sets of small whole numbers: the fold asks of thousands of steps which of them knew of which. */
export type Bits = Uint32Array;

export const emptyBits = (size: number): Bits => new Uint32Array((size + 31) >>> 5);
export const addBit = (bits: Bits, i: number): void => {
  bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31));
};
export const hasBit = (bits: Bits, i: number): boolean => (((bits[i >>> 5] as number) >>> (i & 31)) & 1) === 1;

export function addAll(into: Bits, from: Bits): void {
  for (let w = 0; w < into.length; w += 1) into[w] = (into[w] as number) | (from[w] as number);
}
export function removeAll(from: Bits, what: Bits): void {
  for (let w = 0; w < from.length; w += 1) from[w] = (from[w] as number) & ~(what[w] as number);
}
export function intersects(a: Bits, b: Bits): boolean {
  for (let w = 0; w < a.length; w += 1) if (((a[w] as number) & (b[w] as number)) !== 0) return true;
  return false;
}
export function sameBits(a: Bits, b: Bits): boolean {
  for (let w = 0; w < a.length; w += 1) if (a[w] !== b[w]) return false;
  return true;
}
export function isEmpty(bits: Bits): boolean {
  for (let w = 0; w < bits.length; w += 1) if (bits[w] !== 0) return false;
  return true;
}
/** The members in ascending order. */
export function members(bits: Bits): number[] {
  const out: number[] = [];
  for (let w = 0; w < bits.length; w += 1) {
    let word = bits[w] as number;
    while (word !== 0) {
      const bit = 31 - Math.clz32(word & -word);
      out.push(w * 32 + bit);
      word &= word - 1;
    }
  }
  return out;
}
