/** Parts of a package as XML events: prefixes are cut off, what a part does not say is passed over. */
import { Parser } from 'htmlparser2';
import { WorkbookError } from './workbook-error.ts';

/** By local names; those of other namespaces go with them. */
export type Attributes = Readonly<Record<string, string | undefined>>;

export interface XmlHandler {
  /** `path`: local names from the root down to this element's parent. */
  open?(name: string, attributes: Attributes, path: readonly string[]): void;
  /** Text of the element at the end of `path`, in pieces; CDATA and entities are resolved. */
  text?(text: string, path: readonly string[]): void;
  close?(name: string, path: readonly string[]): void;
}

const CHUNK = 64 * 1024;
/** Elements inside one another. Workbooks have some ten; the parser moves all open ones at each. */
const DEEPEST = 500;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Most have no prefix: a long sheet has millions of them. */
function withLocalNames(attributes: Record<string, string>): Attributes {
  for (const name of Object.keys(attributes))
    if (name.includes(':')) attributes[localName(name)] ??= attributes[name] as string;
  return attributes;
}

/** The encoding that a part's first bytes show; parts are UTF-8 or UTF-16 by the standard. */
function encodingOf(part: Uint8Array): string {
  const [a, b] = part;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  const declared = /^<\?xml[^>]*encoding=["']([\w-]+)["']/u.exec(Buffer.from(part.subarray(0, 200)).toString('latin1'));
  return declared?.[1] ?? 'utf-8';
}

function decoder(part: Uint8Array): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encodingOf(part));
  } catch {
    return new TextDecoder();
  }
}

/**
 * Reads a part piece by piece, so that a long one is never in memory as text. Throws WorkbookError for one that ends too early or is nested deeper
 * than any workbook.
 */
export function parseXml(part: Uint8Array, handler: XmlHandler): void {
  const path: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const local = localName(name);
        handler.open?.(local, withLocalNames(attributes), path);
        path.push(local);
        if (path.length > DEEPEST) throw new WorkbookError('broken');
      },
      ontext: (text) => handler.text?.(text, path),
      onclosetag() {
        const local = path.pop();
        if (local !== undefined) handler.close?.(local, path);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  const text = decoder(part);
  for (let at = 0; at < part.length; at += CHUNK)
    parser.write(text.decode(part.subarray(at, at + CHUNK), { stream: true }));
  parser.write(text.decode());
  if (path.length > 0) throw new WorkbookError('broken');
  parser.end();
}

/** Returns whether it is the `true` of XML Schema. */
export const isTrue = (value: string | undefined): boolean => value === '1' || value?.toLowerCase() === 'true';
