import type { EventEmitter } from 'node:events';
import { adapterFun } from 'pouchdb-utils';
import type { DatabaseState, Engine } from './engine.ts';
import { bulkGetSimple, getWinner, missingRevisions, type BulkGetOptions, type BulkGetResult } from './fast-reads.ts';

type Callback<T = unknown> = (error: unknown, value?: T) => void;
type Answer = <T>(callback: Callback<T>, read: () => T) => void;
export type PublicMethod = (...parameters: unknown[]) => Promise<unknown>;

/** Core's public methods that are replaced on an instance, and what they ask of it. */
export interface PublicMethods extends Pick<EventEmitter, 'once' | 'removeListener'> {
  get: PublicMethod;
  put: PublicMethod;
  bulkDocs: PublicMethod;
  bulkGet: PublicMethod;
  revsDiff: PublicMethod;
  changes(...parameters: unknown[]): unknown;
  taskqueue: { isReady: boolean };
  _closed?: boolean;
  _destroyed?: boolean;
  constructor: { listenerCount?(event: string): number };
}

/** Returns whether a call may pass core by: the instance is open, and has no listener of what is asked of it. */
export function isReady(api: PublicMethods): boolean {
  return api.taskqueue.isReady && !api._closed && !api._destroyed && !api.constructor.listenerCount?.('debug');
}

/**
 * Replaces the public reads that core builds from many small calls by one statement each. Whatever is not the plain case
 * goes to core's own method.
 */
export function replaceReads(api: PublicMethods, engine: Engine, state: DatabaseState, answer: Answer): void {
  const { get: coreGet, bulkGet: coreBulkGet } = api;

  const isPlainCall = (parameters: unknown[]): boolean =>
    parameters.length === 1 &&
    typeof parameters[0] === 'string' &&
    !parameters[0].startsWith('_local/') &&
    isReady(api);

  // Not through adapterFun: its copies and wrappers cost more than the read itself. Of the program nothing asks for one document so (the hub reads with
  // options, replication asks for many); core's way took five times as long, and the budget of "10000 random gets" is a tenth of leveldb's time.
  api.get = (...parameters) => {
    if (!isPlainCall(parameters)) return coreGet(...parameters);
    return asked(() => getWinner(engine, state, parameters[0] as string));
  };

  api.revsDiff = adapterFun('revsDiff', (wanted: Record<string, string[]>, options: unknown, last?: Callback) => {
    const callback = typeof options === 'function' ? (options as Callback) : last!;
    answer<unknown>(callback, () => missingRevisions(engine, state, wanted));
  }).bind(api);

  api.bulkGet = adapterFun('bulkGet', async (options: BulkGetOptions) => {
    const found = await asked(() => bulkGetSimple(engine, state, options));
    return complete(options, found);
  }).bind(api);

  function asked<T>(read: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      answer<T>((error, value) => (error ? reject(error) : resolve(value as T)), read);
    });
  }

  async function complete(
    options: BulkGetOptions,
    { results, rest }: ReturnType<typeof bulkGetSimple>,
  ): Promise<{ results: BulkGetResult[] }> {
    if (rest.length > 0) {
      const others = (await coreBulkGet({ ...options, docs: rest })) as { results: BulkGetResult[] };
      for (const item of others.results) results.get(item.id)?.push(item);
    }
    return { results: [...results.values()].flat() };
  }
}
