/**
 * JSON that comes from outside this program, read within bounds that are counted on the text, before anything is made of it: a few kilobytes
 * of `[],[],[],…` stand for gigabytes once they are objects. The key `__proto__` is refused, or left out of a page of many documents: copying
 * an object makes it something else than what was hashed and signed.
 *
 * `readJson('{"a":[1,2]}', { depth: 2, values: 4 })` answers the object: nested two deep, with four values (two numbers, a list, an object).
 */

export interface JsonBounds {
  /** Objects and lists inside one another. */
  readonly depth: number;
  /** Objects, lists, texts, numbers and words together, keys not counted. */
  readonly values: number;
}

export type JsonFault = 'syntax' | 'depth' | 'values' | 'key';

/** A text that is no JSON, stands for more than the bounds allow, or holds a key that no document of ours has. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(fault);
    this.fault = fault;
  }
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const FORBIDDEN = '__proto__';
/** The longest way of writing it: each letter as `\u005f`. */
const LONGEST_FORBIDDEN = FORBIDDEN.length * 6;

/** Returns the end of the string that begins at a quote; the text's length where it has none. */
function endOfString(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

/** Returns whether the string between two quotes is the forbidden key, however it is written. */
function isForbidden(text: string, from: number, to: number): boolean {
  const length = to - from;
  if (length < FORBIDDEN.length || length > LONGEST_FORBIDDEN) return false;
  if (length === FORBIDDEN.length) return text.startsWith(FORBIDDEN, from);
  const raw = text.slice(from, to);
  if (!raw.includes('\\u')) return false;
  try {
    return JSON.parse(`"${raw}"`) === FORBIDDEN;
  } catch {
    return false;
  }
}

/**
 * What a text of JSON stands for, counted without making it: null within the bounds, else the first bound it breaks. Says nothing of syntax,
 * and never counts less than what the text stands for if it is JSON.
 */
export function boundBroken(text: string, bounds: JsonBounds): Exclude<JsonFault, 'syntax'> | null {
  return scan(text, bounds, true);
}

function scan(text: string, { depth, values }: JsonBounds, endAtKey: boolean): Exclude<JsonFault, 'syntax'> | null {
  let level = 0;
  let hasKey = false;
  let count = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const from = at + 1;
      at = end;
      if (!isForbidden(text, from, end)) continue;
      let next = end + 1;
      while (isBlank(text.charCodeAt(next))) next += 1;
      if (text.charCodeAt(next) !== COLON) continue;
      if (endAtKey) return 'key';
      hasKey = true;
    } else if (code === COMMA) count += 1;
    else if (code === LIST || code === OBJECT) {
      level += 1;
      // Its first value; an empty one counts one too many, which does no harm.
      count += 1;
      if (level > depth) return 'depth';
    } else if (code === LIST_END || code === OBJECT_END) level -= 1;
    if (count > values) return 'values';
  }
  if (count > values) return 'values';
  return hasKey ? 'key' : null;
}

/** Parses JSON from outside. Throws JsonError; nothing has been made of the text where a bound is broken. */
export function readJson(text: string, bounds: JsonBounds): unknown {
  const broken = boundBroken(text, bounds);
  if (broken !== null) throw new JsonError(broken);
  return parse(text);
}

/**
 * The same of a page that a neighbour made of many documents: one that holds the key must not keep the others from arriving. The key and
 * what stands under it are left out, so that the document is checked as what is stored of it. Throws JsonError, never for the key.
 *
 * `readPage('[{"a":1},{"__proto__":2}]', bounds)` answers `[{ a: 1 }, {}]`.
 */
export function readPage(text: string, bounds: JsonBounds): unknown {
  const broken = scan(text, bounds, false);
  if (broken === null) return parse(text);
  if (broken !== 'key') throw new JsonError(broken);
  return parse(text, (key, value: unknown) => (key === FORBIDDEN ? undefined : value));
}

function parse(text: string, reviver?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver) as unknown;
  } catch {
    throw new JsonError('syntax');
  }
}
