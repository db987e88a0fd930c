/** Texts of a workbook: shared ones, and those that stand in a cell itself. ECMA-376 part 1, §18.4 and §22.9.2.19. */
import { type Attributes, isTrue, parseXml } from './xml.ts';

export interface RichText {
  readonly text: string;
  /** Some of it is struck out. */
  readonly struck: boolean;
}

/** `_x000D_` and the like: characters that XML can't hold. */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** What a text's `t` stands in; one in anything else, as in the phonetic guide (`rPh`) or an extension, is no part of it. */
const HOLD_TEXT: ReadonlySet<string> = new Set(['si', 'is', 'text', 'r']);

/**
 * Gathers one text of runs from the events inside its element (`si`, `is`, `text`). The phonetic guide (`rPh`) stands above the characters as a help
 * to read them: no part of the text.
 */
export class TextGatherer {
  #text = '';
  #struck = false;
  #runStruck = false;

  open(name: string, attributes: Attributes): void {
    if (name === 'r') this.#runStruck = false;
    if (name === 'strike') this.#runStruck = isTrue(attributes['val'] ?? '1');
  }

  text(text: string, path: readonly string[]): void {
    if (path.at(-1) !== 't' || !HOLD_TEXT.has(path.at(-2) ?? '')) return;
    this.#text += text;
    if (this.#runStruck && text.trim() !== '') this.#struck = true;
  }

  get read(): RichText {
    return { text: unescaped(this.#text), struck: this.#struck };
  }
}

/** The shared texts in the order of their numbers. */
export function readStrings(part: Uint8Array): RichText[] {
  const strings: RichText[] = [];
  let current: TextGatherer | null = null;
  parseXml(part, {
    open(name, attributes, path) {
      if (name === 'si' && path.length === 1) current = new TextGatherer();
      else current?.open(name, attributes);
    },
    text: (text, path) => current?.text(text, path),
    close(name, path) {
      if (name !== 'si' || path.length !== 1 || current === null) return;
      strings.push(current.read);
      current = null;
    },
  });
  return strings;
}

/** Remarks by the cell that they belong to (`B3`). */
export function readComments(part: Uint8Array): Map<string, string> {
  const comments = new Map<string, string>();
  let ref = '';
  let current: TextGatherer | null = null;
  parseXml(part, {
    open(name, attributes) {
      if (name === 'comment') ref = (attributes['ref'] ?? '').toUpperCase();
      else if (name === 'text') current = new TextGatherer();
      else current?.open(name, attributes);
    },
    text: (text, path) => current?.text(text, path),
    close(name) {
      if (name !== 'text' || current === null) return;
      const { text } = current.read;
      if (text.trim() !== '') comments.set(ref, text.trim());
      current = null;
    },
  });
  return comments;
}
