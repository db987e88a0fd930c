/** Chance for attacks: the same seed draws the same. */
import { seededRandom } from '../../shared/base/seeded-random.ts';

export class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  oneOf<T>(list: readonly T[]): T {
    const drawn = list[this.int(0, list.length - 1)];
    if (drawn === undefined) throw new RangeError('nothing to draw from');
    return drawn;
  }

  /** `count` of them in a drawn order, all where there are no more. */
  some<T>(list: readonly T[], count: number): T[] {
    return this.shuffled(list).slice(0, count);
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((each) => ({ each, place: this.#next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ each }) => each);
  }

  /** `length` characters of an alphabet. */
  text(length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz234567'): string {
    const characters = [...alphabet];
    return Array.from({ length }, () => this.oneOf(characters)).join('');
  }
}
