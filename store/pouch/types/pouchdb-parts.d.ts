// Types of the PouchDB 9 packages that come without any. Only what this house uses is declared.

declare module 'pouchdb-merge' {
  /** State of one revision: its body is kept ('available') or only its name is ('missing'). */
  export interface RevisionState {
    status: 'available' | 'missing';
    deleted?: boolean;
  }
  export type RevisionNode = [hash: string, state: RevisionState, children: RevisionNode[]];
  export interface RevisionRoot {
    pos: number;
    ids: RevisionNode;
  }
  export type RevisionTree = RevisionRoot[];
  export interface TreeHolder {
    rev_tree: RevisionTree;
  }

  export function winningRev(metadata: TreeHolder): string;
  export function isDeleted(metadata: TreeHolder, rev?: string): boolean;
  export function isLocalId(id: unknown): boolean;
  export function latest(rev: string, metadata: TreeHolder): string;
  export function collectConflicts(metadata: TreeHolder): string[];
  export function collectLeaves(tree: RevisionTree): { rev: string; opts: RevisionState }[];
  export function compactTree(metadata: TreeHolder): string[];
  export function traverseRevTree(
    tree: RevisionTree,
    visit: (isLeaf: boolean, pos: number, hash: string, context: unknown, state: RevisionState) => unknown,
  ): void;
  export function removeLeafFromTree(tree: RevisionTree, rev: string): RevisionTree;
  export function findPathToLeaf(tree: RevisionTree, rev: string): string[];
}

declare module 'pouchdb-errors' {
  /** PouchDB's own errors: compare them by `status` and `name`, since each bundle has a class of its own. */
  export interface PouchError extends Error {
    status: number;
    error: boolean | string;
    reason?: string;
    id?: string;
    docId?: string;
  }
  export const MISSING_DOC: PouchError;
  export const REV_CONFLICT: PouchError;
  export const INVALID_ID: PouchError;
  export const INVALID_REV: PouchError;
  export const MISSING_STUB: PouchError;
  export const BAD_ARG: PouchError;
  export const BAD_REQUEST: PouchError;
  export const NOT_OPEN: PouchError;
  export function createError(kind: PouchError, reason?: string): PouchError;
}

declare module 'pouchdb-utils' {
  import type { EventEmitter } from 'node:events';

  /** The part of a database instance that live feeds call. */
  export interface Feedable {
    changes(options: object): unknown;
  }
  export class changesHandler extends EventEmitter {
    override addListener(name: string, id: string, database: Feedable, options: object): this;
    override removeListener(name: string, id: string): this;
    notify(name: string): void;
  }
  export interface FilterableChange {
    doc?: object | undefined;
  }
  export function filterChange(options: object): (change: FilterableChange) => boolean | object;
  export function adapterFun<This>(
    name: string,
    run: (this: This, ...parameters: never[]) => unknown,
  ): (this: This, ...parameters: unknown[]) => Promise<unknown>;
  export function uuid(): string;
  export function guardedConsole(method: 'error', ...parts: unknown[]): void;
}

declare module 'pouchdb-adapter-utils' {
  import type { PouchError } from 'pouchdb-errors';
  import type { RevisionTree } from 'pouchdb-merge';

  export interface ParsedAttachment {
    content_type?: string;
    data?: unknown;
    digest?: string;
    length?: number;
    revpos?: number;
    stub?: boolean;
  }
  export interface ParsedMetadata {
    id: string;
    rev: string;
    rev_tree: RevisionTree;
    winningRev?: string;
    deleted?: boolean;
  }
  export interface ParsedDocument {
    metadata: ParsedMetadata;
    data: Record<string, unknown> & { _attachments?: Record<string, ParsedAttachment> };
    stemmedRevs?: string[];
    error?: undefined;
  }
  /** What processDocs finds stored of a document, and what writeDoc puts back. */
  export interface KnownMetadata {
    id: string;
    rev_tree: RevisionTree;
    winningRev?: string;
    deleted?: boolean;
  }
  type Callback<T> = (error: unknown, value?: T) => void;
  export interface LocalWriter {
    _putLocal(doc: Record<string, unknown>, options: object, callback: Callback<unknown>): void;
    _removeLocal(doc: Record<string, unknown>, options: object, callback: Callback<unknown>): void;
  }
  export type WriteDocument = (
    info: ParsedDocument,
    winningRev: string,
    winningIsDeleted: boolean,
    newRevIsDeleted: boolean,
    isUpdate: boolean,
    delta: number,
    index: number,
    done: () => void,
  ) => void;

  export function parseDoc(
    doc: object,
    newEdits: boolean,
    options: { deterministic_revs?: boolean },
  ): ParsedDocument | PouchError;
  export function preprocessAttachments(infos: object[], kind: 'blob', callback: (error?: unknown) => void): void;
  export function processDocs(
    revsLimit: number | undefined,
    infos: object[],
    api: LocalWriter,
    known: Map<string, KnownMetadata>,
    transaction: unknown,
    results: unknown[],
    write: WriteDocument,
    options: { new_edits: boolean; was_delete?: boolean },
    done: () => void,
  ): void;
}

declare module 'pouchdb-adapter-memory' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}

declare module 'pouchdb' {
  const PouchDBWithLevel: PouchDB.Static;
  export default PouchDBWithLevel;
}
