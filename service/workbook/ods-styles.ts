/** What the styles of an OpenDocument sheet say about reading it: what is hidden, what is struck out. OpenDocument 1.3 part 3, §16 and §20. */
import type { FormatKind } from './xlsx-styles.ts';
import type { Attributes } from './xml.ts';

interface Style {
  readonly parent: string | null;
  struck?: boolean;
  /** Of a whole sheet. */
  hidden?: boolean;
  /** Height of a row or width of a column, in points. */
  size?: number;
  /** The name of its number format. */
  format?: string;
}

export interface NumberFormat {
  readonly kind: FormatKind;
  /** Noughts fill a number up to so many digits before its point. */
  leastDigits: number;
}

const PLAIN_FORMAT: NumberFormat = { kind: 'number', leastDigits: 1 };
/** More noughts than any number of a village has. */
const MOST_DIGITS = 30;

export type StyleFamily = 'table' | 'table-row' | 'table-column' | 'table-cell' | 'text' | 'paragraph';

/** Styles stand on each other, and no file says so without end. */
const MAX_PARENTS = 20;
/** Lower rows and narrower columns, in points, can't be seen. */
const SMALLEST = 1.5;

const POINTS: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 72 / 2.54, mm: 72 / 25.4, px: 0.75, pc: 12 };

/** `0.45cm` in points; undefined for what is no length. */
function points(length: string | undefined): number | undefined {
  const match = /^([\d.]+)(pt|in|cm|mm|px|pc)$/u.exec(length?.trim() ?? '');
  return match === null ? undefined : Number(match[1]) * (POINTS[match[2] ?? ''] ?? 1);
}

/** Gathers the styles of a document from the events of its parts, common ones before those of its content. */
export class OdsStyles {
  readonly #styles = new Map<string, Style>();
  readonly #formats = new Map<string, NumberFormat>();
  #current: Style | null = null;
  #format: NumberFormat = { ...PLAIN_FORMAT };

  open(name: string, attributes: Attributes, path: readonly string[]): void {
    if (name === 'style' || name === 'default-style') {
      const format = attributes['data-style-name'];
      this.#current = { parent: attributes['parent-style-name'] ?? null, ...(format !== undefined && { format }) };
      this.#styles.set(`${attributes['family'] ?? ''} ${attributes['name'] ?? ''}`, this.#current);
      return;
    }
    const kind = /^(date|time|number|currency|percentage)-style$/u.exec(name)?.[1];
    if (kind !== undefined) {
      this.#format = { kind: kind === 'date' || kind === 'time' ? kind : 'number', leastDigits: 1 };
      this.#formats.set(attributes['name'] ?? '', this.#format);
      return;
    }
    if (name === 'number')
      this.#format.leastDigits = Math.min(Number(attributes['min-integer-digits'] ?? 1) || 1, MOST_DIGITS);
    const style = this.#current;
    if (style === null || (path.at(-1) !== 'style' && path.at(-1) !== 'default-style')) return;
    if (name === 'text-properties') {
      const line = attributes['text-line-through-style'] ?? attributes['text-line-through-type'];
      if (line !== undefined) style.struck = line !== 'none';
    } else if (name === 'table-properties') style.hidden = attributes['display'] === 'false';
    else if (name === 'table-row-properties' || name === 'table-column-properties') {
      const size = points(attributes['row-height'] ?? attributes['column-width']);
      if (size !== undefined) style.size = size;
    }
  }

  /** What a style, or the nearest one that it stands on, says. */
  #told<Key extends 'struck' | 'hidden' | 'size' | 'format'>(
    family: StyleFamily,
    name: string | undefined,
    key: Key,
  ): Style[Key] | undefined {
    let at: string | null = name ?? null;
    for (let step = 0; at !== null && step < MAX_PARENTS; step += 1) {
      const style = this.#styles.get(`${family} ${at}`);
      if (style?.[key] !== undefined) return style[key];
      at = style?.parent ?? null;
    }
    return this.#styles.get(`${family} `)?.[key];
  }

  /** How the cells of a style show their numbers. */
  formatOf(name: string | undefined): NumberFormat {
    return this.#formats.get(this.#told('table-cell', name, 'format') ?? '') ?? PLAIN_FORMAT;
  }

  isStruck(family: StyleFamily, name: string | undefined): boolean {
    return this.#told(family, name, 'struck') === true;
  }

  /** A sheet, row or column that can't be seen. */
  isHidden(family: StyleFamily, name: string | undefined): boolean {
    const size = this.#told(family, name, 'size');
    return this.#told(family, name, 'hidden') === true || (size !== undefined && size < SMALLEST);
  }
}
