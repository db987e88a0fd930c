/** An engine of PouchDB instances that are opened at first use. What is a database is told by `exists`. */
import type { Database, Engine } from './database.ts';
import { type Pouch, PouchDatabase } from './pouch-database.ts';

export interface PouchEngineOptions {
  readonly names: Iterable<string>;
  readonly make: (name: string) => Pouch;
}

export class PouchEngine implements Engine {
  readonly #names: Set<string>;
  readonly #make: (name: string) => Pouch;
  readonly #open = new Map<string, { readonly pouch: Pouch; readonly database: Database }>();

  constructor({ names, make }: PouchEngineOptions) {
    this.#names = new Set(names);
    this.#make = make;
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
    const made = { pouch, database: new PouchDatabase(pouch) };
    this.#open.set(name, made);
    return made;
  }
}
