/** The same content written in several ways, of which a reader takes the one it understands (mc:AlternateContent). ECMA-376 part 3, §9.3. */

const MARKS: ReadonlySet<string> = new Set(['AlternateContent', 'Choice', 'Fallback']);

/** The path without these elements, which stand between others anywhere. */
export const plainPath = (path: readonly string[]): readonly string[] =>
  path.includes('AlternateContent') ? path.filter((name) => !MARKS.has(name)) : path;

/** Follows them while a part is read: the first way counts, the others are passed over. */
export class Alternatives {
  /** How many ways have begun of each content that is open. */
  readonly #begun: number[] = [];
  #open = 0;

  open(name: string): void {
    if (name === 'AlternateContent') this.#begun.push(0);
    else if (name === 'Choice' || name === 'Fallback') {
      const begun = (this.#begun.pop() ?? 0) + 1;
      this.#begun.push(begun);
      if (begun > 1) this.#open += 1;
    }
  }

  close(name: string): void {
    if (name === 'AlternateContent') this.#begun.pop();
    else if ((name === 'Choice' || name === 'Fallback') && (this.#begun.at(-1) ?? 0) > 1) this.#open -= 1;
  }

  /** True within a second way of saying what was read already. */
  get isPassedOver(): boolean {
    return this.#open > 0;
  }
}
