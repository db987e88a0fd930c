/** What a hub has opened, to be closed again: when it stops, and when its start fails half-way. */
export class Closing {
  readonly #closers: (() => unknown)[] = [];

  add(close: () => unknown): void {
    this.#closers.push(close);
  }

  /** Closes all, the last opened first, each also where another could not be. Throws the first trouble when everything is closed. */
  async all(): Promise<void> {
    const troubles: unknown[] = [];
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (trouble) {
        troubles.push(trouble);
      }
    }
    if (troubles.length > 0) throw troubles[0];
  }
}
