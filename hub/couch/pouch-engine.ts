/** An engine of PouchDB instances that are opened at first use. What is a database is told by `exists`. */
import type { Database, Engine } from './database.ts';
import { type Pouch, PouchDatabase } from './pouch-database.ts';

export interface PouchEngineOptions {
  readonly names: Iterable<string>;
  readonly make: (name: string) => Pouch;
  /** The database over an instance; PouchDatabase if left out. */
  readonly wrap?: (pouch: Pouch, name: string) => Database;
}

export class PouchEngine implements Engine {
  readonly #names: Set<string>;
  readonly #make: (name: string) => Pouch;
  readonly #wrap: (pouch: Pouch, name: string) => Database;
  readonly #open = new Map<string, { readonly pouch: Pouch; readonly database: Database }>();

  constructor({ names, make, wrap = (pouch) => new PouchDatabase(pouch) }: PouchEngineOptions) {
    this.#names = new Set(names);
    this.#make = make;
    this.#wrap = wrap;
  }

  async names(): Promise<readonly string[]> {
    return [...this.#names].sort();
  }

  async open(name: string): Promise<Database | null> {
    if (!this.#names.has(name)) return null;
    return this.#opened(name).database;
  }

  async create(name: string): Promise<boolean> {
    if (this.#names.has(name)) return false;
    this.#names.add(name);
    await this.#opened(name).pouch.info();
    return true;
  }

  async destroy(name: string): Promise<boolean> {
    if (!this.#names.has(name)) return false;
    const { pouch } = this.#opened(name);
    this.#names.delete(name);
    this.#open.delete(name);
    await pouch.destroy();
    return true;
  }

  async close(): Promise<void> {
    const pouches = [...this.#open.values()].map(({ pouch }) => pouch);
    this.#open.clear();
    await Promise.all(pouches.map((pouch) => pouch.close()));
  }

  #opened(name: string) {
    const held = this.#open.get(name);
    if (held !== undefined) return held;
    const pouch = this.#make(name);
    const made = { pouch, database: this.#wrap(pouch, name) };
    this.#open.set(name, made);
    return made;
  }
}
