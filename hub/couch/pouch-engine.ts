/** An engine of PouchDB instances that are opened at first use. `names` tells what is a database. */
import type { Database, Engine } from './database.ts';
import { type Pouch, PouchDatabase } from './pouch-database.ts';

export interface PouchEngineOptions {
  readonly names: Iterable<string>;
  readonly make: (name: string) => Pouch;
  /** The database over an instance; PouchDatabase if left out. */
  readonly wrap?: (pouch: Pouch, name: string) => Database;
}

export class PouchEngine implements Engine {
  protected readonly names: Set<string>;
  readonly #make: (name: string) => Pouch;
  readonly #wrap: (pouch: Pouch, name: string) => Database;
  protected readonly instances = new Map<string, { readonly pouch: Pouch; readonly database: Database }>();

  constructor({ names, make, wrap = (pouch) => new PouchDatabase(pouch) }: PouchEngineOptions) {
    this.names = new Set(names);
    this.#make = make;
    this.#wrap = wrap;
  }

  async open(name: string): Promise<Database | null> {
    if (!this.names.has(name)) return null;
    return this.opened(name).database;
  }

  async close(): Promise<void> {
    const pouches = [...this.instances.values()].map(({ pouch }) => pouch);
    this.instances.clear();
    await Promise.all(pouches.map((pouch) => pouch.close()));
  }

  protected opened(name: string): { readonly pouch: Pouch; readonly database: Database } {
    const held = this.instances.get(name);
    if (held !== undefined) return held;
    const pouch = this.#make(name);
    const made = { pouch, database: this.#wrap(pouch, name) };
    this.instances.set(name, made);
    return made;
  }
}
