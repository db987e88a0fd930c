import { isReady, type PublicMethods } from './core-overrides.ts';
import { asPlain, isPlain, type PlainDocument } from './single-revision.ts';
import type { InputDocument, WriteOptions } from './write.ts';

/** Writes plain documents together; one result each, in their order. */
export type WritePlain = (docs: PlainDocument[], options: WriteOptions) => Promise<unknown[]>;

interface Request {
  readonly docs: readonly unknown[];
  readonly newEdits: boolean;
}

const isObject = (value: unknown): value is InputDocument => typeof value === 'object' && value !== null;

/** What a call of bulkDocs asks for, or undefined if that is more than documents and `new_edits`. */
function requestOf([first, options, ...others]: unknown[]): Request | undefined {
  if (others.length > 0 || !isObject(first) || !(options === undefined || isObject(options))) return undefined;
  const docs: unknown = Array.isArray(first) ? first : first['docs'];
  const said = options !== undefined && 'new_edits' in options ? options : first;
  const newEdits = 'new_edits' in said ? said['new_edits'] : true;
  if (!Array.isArray(docs) || typeof newEdits !== 'boolean' || (options && 'was_delete' in options)) return undefined;
  return { docs, newEdits };
}

/** The documents of a request, or undefined if one of them is not plain or cannot be read. */
function allPlain({ docs, newEdits }: Request, deterministic: boolean): PlainDocument[] | undefined {
  const options = { new_edits: newEdits };
  if (docs.length === 0 || !docs.every((doc) => isObject(doc) && isPlain(doc, options))) return undefined;
  try {
    const plain = (docs as readonly InputDocument[]).map((doc) => asPlain(doc, options, deterministic));
    if (newEdits) return plain;
    // Core writes replicated documents in the order of their ids, and revisions of one document in that of their ages.
    plain.sort((one, two) => (one.id < two.id ? -1 : 1));
    return plain.some(({ id }, index) => id === plain[index + 1]?.id) ? undefined : plain;
  } catch {
    return undefined;
  }
}

/** Names the document that a result is about, as core does. */
function named(result: unknown, id: string): object {
  const made = result as { id?: string; error?: unknown };
  made.id ||= id;
  return made;
}

/**
 * Replaces put and bulkDocs: core copies every document, and every copy again is looked through, which costs plain documents
 * more than the row. All else goes to core's own methods.
 *
 * The program's own replication brings documents with their revisions. New ones by put and bulkDocs are for the adapter's other users: nothing of the
 * program writes so, but core's way takes six times as long for single puts, and their budget in the bench is a third of leveldb's time.
 */
export function replaceWrites(api: PublicMethods, deterministic: boolean, write: WritePlain): void {
  const { put: corePut, bulkDocs: coreBulkDocs } = api;

  // Core's promise is handed on as it is: core itself sees to it when the caller gave a callback.
  api.put = (...parameters) => {
    const request = parameters.length === 1 && isReady(api) ? { docs: parameters, newEdits: true } : undefined;
    const plain = request && allPlain(request, deterministic);
    return plain === undefined ? corePut(...parameters) : putOne(plain);
  };

  async function putOne(plain: PlainDocument[]): Promise<unknown> {
    const [result] = await write(plain, { new_edits: true });
    const id = plain[0]?.id;
    if (result instanceof Error) throw Object.assign(result, { id, docId: id });
    return result;
  }

  api.bulkDocs = (...parameters) => {
    const request = isReady(api) ? requestOf(parameters) : undefined;
    const plain = request && allPlain(request, deterministic);
    return plain === undefined ? coreBulkDocs(...parameters) : putAll(plain, request!.newEdits);
  };

  async function putAll(plain: PlainDocument[], newEdits: boolean): Promise<unknown[]> {
    const results = await write(plain, { new_edits: newEdits });
    const answers = results.map((result, index) => named(result, plain[index]!.id));
    return newEdits ? answers : answers.filter((answer) => 'error' in answer && answer.error);
  }
}
