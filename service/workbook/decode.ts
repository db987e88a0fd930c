/** The text of a file, in the encodings that Chinese Excel, WPS and Notepad write. */
import { WorkbookError } from './workbook-error.ts';

/** Bytes by which UTF-16 without its mark is told. */
const SAMPLE = 4096;
/** What is one byte in other encodings has a zero beside it in UTF-16; a week sheet holds numbers throughout. */
const LEAST_ZEROS = 0.05;
/**
 * A file that was cut off or pasted together holds a few characters that can't be read among many that can; GB18030 read as UTF-8 comes to ten
 * that can't for each one that can.
 */
const MOST_UNREADABLE = 0.1;
const UNREADABLE = /\ufffd/gu;
const BEYOND_ASCII = /[^\0-\x7f\ufffd]/gu;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The side on which one zero in pairs of bytes stands, when the other has none. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, SAMPLE);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) even += 1;
    if (byte === 0 && index % 2 === 1) odd += 1;
  });
  const least = (sample.length / 2) * LEAST_ZEROS;
  if (even === 0 && odd > least) return 'utf-16le';
  return odd === 0 && even > least ? 'utf-16be' : null;
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return unmarkedUtf16(bytes);
}

/** All of what is beyond ASCII can be read, or nearly all. */
function readsWell(text: string): boolean {
  const unreadable = count(text, UNREADABLE);
  const readable = count(text, BEYOND_ASCII);
  const cutAtEnd = unreadable === 1 && text.endsWith('\ufffd') && readable > 0;
  return cutAtEnd || unreadable <= readable * MOST_UNREADABLE;
}

/**
 * UTF-16, else UTF-8, else GB18030 (which GBK and GB2312 are parts of), without the mark of its encoding; a few broken characters come out as
 * U+FFFD. Throws WorkbookError for bytes that are no text, and for text in another encoding.
 */
export function decodeText(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16 === null && bytes.includes(0)) throw new WorkbookError('not-workbook');
  for (const encoding of utf16 ? [utf16] : ['utf-8', 'gb18030']) {
    const text = new TextDecoder(encoding).decode(bytes);
    if (text.includes('\0')) throw new WorkbookError('not-workbook');
    if (readsWell(text)) return text;
  }
  throw new WorkbookError('encoding');
}
