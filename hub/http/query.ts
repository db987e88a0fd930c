/** The query of a request, read as CouchDB reads it: JSON for keys, `true`/`false`, whole numbers; anything else is a 400. */
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { readJson } from '../../shared/outside/json.ts';
import { CouchError } from './errors.ts';

const bad = (name: string, wanted: string) =>
  new CouchError(400, 'query_parse_error', `Invalid value for ${name}: ${wanted} expected`);

export class Query {
  readonly #values: URLSearchParams;

  constructor(text: string) {
    this.#values = new URLSearchParams(text);
  }

  text(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  /** Absent counts as false. */
  flag(name: string): boolean {
    const value = this.#values.get(name);
    if (value === null || value === 'false') return false;
    if (value === 'true' || value === '') return true;
    throw bad(name, 'true or false');
  }

  count(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === null) return undefined;
    if (!/^\d{1,15}$/.test(value)) throw bad(name, 'a whole number');
    return Number(value);
  }

  json(...names: string[]): unknown {
    const name = names.find((each) => this.#values.has(each));
    if (name === undefined) return undefined;
    try {
      return readJson(this.#values.get(name) as string, BOUNDS.small);
    } catch {
      throw bad(name, 'JSON');
    }
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }
}
