import type { AllDocsOptions } from './all-docs.ts';
import type { GivenOptions } from './changes.ts';
import type { FileOptions } from './file.ts';
import type { PublicMethod, PublicMethods } from './core-overrides.ts';
import type { InputDocument, WriteOptions } from './write.ts';

/** Node style, as everywhere inside PouchDB. */
export type Callback<T = unknown> = (error: unknown, value?: T) => void;

export interface AdapterOptions extends FileOptions {
  name: string;
  store?: unknown;
  revs_limit?: number;
  deterministic_revs?: boolean;
  auto_compaction?: boolean;
}

export interface GetOptions {
  rev?: string;
  latest?: boolean;
}

type LocalInput = Record<string, unknown> & { _id: string };

/** The methods that PouchDB's core calls, as they are set on an instance. */
export interface AdapterMethods extends PublicMethods {
  _remote: boolean;
  setMaxListeners(count: number): void;
  /** As it was given: any truthy value compacts. */
  auto_compaction?: unknown;
  type(): string;
  _id(callback: Callback): void;
  _info(callback: Callback): void;
  _get(id: string, options: GetOptions, callback: Callback): void;
  _getAttachment(
    docId: string,
    name: string,
    attachment: { digest: string; content_type?: string },
    options: { binary?: boolean },
    callback: Callback,
  ): void;
  _bulkDocs(request: { docs: InputDocument[] }, options: WriteOptions, callback: Callback): void;
  _allDocs(options: AllDocsOptions, callback: Callback): void;
  _changes(options: GivenOptions): { cancel: () => void };
  _getRevisionTree(id: string, callback: Callback): void;
  _doCompaction(id: string, revs: string[], callback: Callback): void;
  _getLocal(id: string, callback: Callback): void;
  _putLocal(doc: LocalInput, options: object | Callback, callback?: Callback): void;
  _removeLocal(doc: LocalInput, options: object | Callback, callback?: Callback): void;
  purge: PublicMethod;
  purged_infos_limit?: number;
  _purge(id: string, revs: string[], callback: Callback): void;
  _close(callback: Callback): void;
  _destroy(options: object, callback: Callback): void;
}
