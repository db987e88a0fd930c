import { EventEmitter } from 'node:events';
import { guardedConsole } from 'pouchdb-utils';
import type { Change, ChangesResult, GivenOptions } from './changes.ts';
import { isReady, type PublicMethods } from './core-overrides.ts';

type Read = (options: GivenOptions) => { cancel: () => void };
type Database = Pick<EventEmitter, 'once' | 'removeListener'>;
type Given = Record<string, unknown>;
type Called = (error: unknown, result?: unknown) => void;

/** With one of these the call goes core's way: it never ends, or the changes plugin has to see to it. */
const FOR_CORE = ['live', 'continuous', 'filter', 'view', 'selector', 'doc_ids', 'query_params'] as const;

/**
 * What `changes` answers: a promise that is an emitter too, as core's own. Core's keeps every result until the next full
 * garbage collection: it puts its callbacks on the options (`options.complete = function …`), V8 allocates a function that is
 * assigned to a property in the old generation, and from there it holds what it was called with. A reader of page after page took three times the
 * memory for it.
 */
class ChangesFeed extends EventEmitter implements PromiseLike<unknown> {
  isCancelled = false;
  readonly #database: Database;
  readonly #outcome = Promise.withResolvers<unknown>();
  readonly #reading: ReturnType<Read>;
  readonly #stop = this.cancel.bind(this);

  constructor(database: Database, read: Read, options: Given, callback: Called | undefined) {
    super();
    this.#database = database;
    if (callback !== undefined) {
      this.on('complete', (result) => callback(null, result));
      this.on('error', callback);
    }
    database.once('destroyed', this.#stop);
    this.#outcome.promise.then(
      (result) => this.#end('complete', result),
      (error: unknown) => this.#end('error', error),
    );
    this.#reading = read({
      ...options,
      onChange: (change) => this.#show(change),
      complete: (error, result) => this.#settle(error, result),
    });
  }

  #show(change: Change): void {
    if (this.isCancelled) return;
    try {
      this.emit('change', change);
    } catch (error) {
      guardedConsole('error', 'Error in .on("change", function):', error);
    }
  }

  #settle(error: unknown, result?: ChangesResult | { status: 'cancelled' }): void {
    if (error) this.#outcome.reject(error);
    else this.#outcome.resolve(result);
  }

  #end(event: 'complete' | 'error', value: unknown): void {
    if (event === 'complete' || this.listenerCount('error') > 0) this.emit(event, value);
    this.removeAllListeners();
    this.#database.removeListener('destroyed', this.#stop);
  }

  cancel(): void {
    this.isCancelled = true;
    this.#reading.cancel();
    this.emit('cancel');
    this.#settle(null, { status: 'cancelled' });
  }

  // oxlint-disable-next-line unicorn/no-thenable
  then<Value, Other = never>(
    fulfilled?: ((result: unknown) => Value | PromiseLike<Value>) | null,
    rejected?: ((error: unknown) => Other | PromiseLike<Other>) | null,
  ): Promise<Value | Other> {
    return this.#outcome.promise.then(fulfilled, rejected) as Promise<Value | Other>;
  }

  catch<Other>(rejected: (error: unknown) => Other): Promise<unknown> {
    return this.#outcome.promise.catch(rejected);
  }
}

/** Options as core makes them, or undefined if the call is core's. */
function readingOptions(given: unknown): Given | undefined {
  if (typeof given !== 'object' || given === null) return given === undefined ? { return_docs: true } : undefined;
  const options: Given = { return_docs: true, ...given };
  // Of texts core knows some: `now` and `latest`.
  const isForCore = typeof options['since'] === 'string' || FOR_CORE.some((name) => options[name]);
  return isForCore ? undefined : options;
}

/** Replaces `changes` for calls that read once and filter nothing. */
export function replaceChanges(api: PublicMethods, read: Read): void {
  const coreChanges = api.changes;
  api.changes = (...parameters) => {
    const callback = typeof parameters.at(-1) === 'function' ? (parameters.pop() as Called) : undefined;
    const options = parameters.length <= 1 && isReady(api) ? readingOptions(parameters[0]) : undefined;
    if (options !== undefined) return new ChangesFeed(api, read, options, callback);
    return coreChanges.call(api, ...parameters, ...(callback === undefined ? [] : [callback]));
  };
}
