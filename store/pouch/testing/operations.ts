import * as fc from 'fast-check';
import { chosenRev, IDS, LOCAL_IDS, revisionsOf, type Pouch } from './documents.ts';
import { byRevision, outcomeOf, plain } from './portrait.ts';

const ATTACHMENTS = ['', 'aGFsbG8=', 'AAECAwQ=', 'w6TDtsO8'] as const;

/** Mostly one of two, so that a program comes back to its documents. */
export const id = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...IDS.slice(0, 2)) },
  { weight: 1, arbitrary: fc.constantFrom(...IDS) },
);
const content = fc.record({
  n: fc.integer({ min: 0, max: 5 }),
  文: fc.constantFrom('', '"\\', '\ud83d\ude00', '\ud800'),
});
/**
 * Which of a document's known revisions to use; -1 is its winner, 9 one that does not exist. leveldb dies of `latest` with
 * a revision that is not there: that option goes with known ones only.
 */
export const revChoice = fc.constantFrom(-1, -1, -1, 0, 1, 2, 3, 9);
const attachments = fc.option(
  fc.dictionary(fc.constantFrom('f', 'g'), fc.constantFrom(...ATTACHMENTS), { minKeys: 1, maxKeys: 2 }),
  { nil: undefined, freq: 4 },
);

/** A value as a program without types, JSON, a query string or storage may give it. */
const inAnyForm = <T extends number | boolean>(value: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3, arbitrary: value },
    { weight: 1, arbitrary: value.map((each) => String(each) as unknown as T) },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined, Number.NaN).map((each) => each as unknown as T) },
  );

const edit = fc.record({
  id,
  content,
  rev: fc.option(revChoice, { nil: undefined, freq: 2 }),
  deleted: fc.boolean().map((yes) => yes),
  attachments,
});
// Of two edits of one revision in a batch the second fails, yet the oracles may keep its name in the tree.
const edits = fc.uniqueArray(edit, { maxLength: 5, selector: ({ id: docId }) => docId });
const replicated = fc.record({
  id,
  content,
  path: fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 4 }),
  depth: fc.integer({ min: 1, max: 4 }),
  deleted: fc.constantFrom(false, false, true),
  attachments,
});
const flag = inAnyForm(fc.boolean());
const range = fc.record(
  {
    startkey: id,
    endkey: id,
    key: id,
    inclusive_end: flag,
    descending: flag,
    skip: inAnyForm(fc.integer({ min: 0, max: 3 })),
    limit: inAnyForm(fc.integer({ min: 0, max: 4 })),
    include_docs: flag,
    conflicts: flag,
    attachments: flag,
    binary: flag,
    update_seq: flag,
  },
  { requiredKeys: [] },
);
const feed = fc.record(
  {
    since: inAnyForm(fc.integer({ min: 0, max: 30 })),
    limit: inAnyForm(fc.integer({ min: 0, max: 6 })),
    descending: flag,
    include_docs: flag,
    conflicts: flag,
    attachments: flag,
    binary: flag,
    style: fc.constantFrom('main_only' as const, 'all_docs' as const),
    doc_ids: fc.array(id, { maxLength: 4 }),
    return_docs: flag,
    filtered: fc.boolean(),
  },
  { requiredKeys: [] },
);
const getOptions = fc.record(
  {
    rev: revChoice,
    open_revs: fc.constantFrom('all' as const, 'some' as const),
    revs: flag,
    revs_info: flag,
    conflicts: flag,
    latest: fc.boolean(),
    attachments: flag,
    binary: flag,
  },
  { requiredKeys: [] },
);

const kinds = {
  put: fc.record({ kind: fc.constant('put' as const), edit }),
  bulk: fc.record({ kind: fc.constant('bulk' as const), edits }),
  replicated: fc.record({
    kind: fc.constant('replicated' as const),
    docs: fc.array(replicated, { minLength: 1, maxLength: 5 }),
  }),
  remove: fc.record({ kind: fc.constant('remove' as const), id, rev: revChoice }),
  attach: fc.record({
    kind: fc.constant('attach' as const),
    id,
    name: fc.constantFrom('f', 'g'),
    data: fc.constantFrom(...ATTACHMENTS),
  }),
  detach: fc.record({ kind: fc.constant('detach' as const), id, name: fc.constantFrom('f', 'g') }),
  attachment: fc.record({ kind: fc.constant('attachment' as const), id, name: fc.constantFrom('f', 'g') }),
  putLocal: fc.record({
    kind: fc.constant('putLocal' as const),
    id: fc.constantFrom(...LOCAL_IDS),
    content,
    known: fc.boolean(),
    deleted: fc.constantFrom(false, false, true),
  }),
  getLocal: fc.record({ kind: fc.constant('getLocal' as const), id: fc.constantFrom(...LOCAL_IDS) }),
  get: fc.record({ kind: fc.constant('get' as const), id, options: getOptions }),
  plainGet: fc.record({ kind: fc.constant('plainGet' as const), id }),
  allDocs: fc.record({ kind: fc.constant('allDocs' as const), options: range }),
  keys: fc.record({
    kind: fc.constant('keys' as const),
    keys: fc.array(fc.oneof(id, fc.constant('nobody')), { maxLength: 6 }),
    options: fc.record(
      {
        include_docs: fc.boolean(),
        conflicts: fc.boolean(),
        descending: fc.boolean(),
        skip: fc.nat(2),
        limit: fc.nat(5),
      },
      { requiredKeys: [] },
    ),
  }),
  changes: fc.record({ kind: fc.constant('changes' as const), options: feed }),
  bulkGet: fc.record({
    kind: fc.constant('bulkGet' as const),
    docs: fc.array(fc.record({ id, rev: fc.option(revChoice, { nil: undefined }) }), { minLength: 1, maxLength: 5 }),
    options: fc.record(
      { revs: fc.boolean(), attachments: fc.boolean(), binary: fc.boolean(), latest: fc.boolean() },
      { requiredKeys: [] },
    ),
  }),
  revsDiff: fc.record({
    kind: fc.constant('revsDiff' as const),
    // Each revision once: asked for one twice, the oracles call the second missing though they hold it.
    wanted: fc.dictionary(
      id,
      fc.uniqueArray(fc.constantFrom('1-h0', '2-h01', '3-h010', '9-9'), { minLength: 1, maxLength: 3 }),
    ),
  }),
  compact: fc.record({ kind: fc.constant('compact' as const) }),
  info: fc.record({ kind: fc.constant('info' as const) }),
};

/** The oracles number a document with attachments after the others of its batch; so it comes alone here. */
function withoutAttachments<T extends { attachments: unknown }>(docs: T[]): T[] {
  return docs.length < 2 ? docs : docs.map((doc) => ({ ...doc, attachments: undefined }));
}

/** One thing that a program may ask of a database. */
export const operation = fc.oneof(
  { weight: 4, arbitrary: kinds.put },
  { weight: 3, arbitrary: kinds.bulk },
  { weight: 8, arbitrary: kinds.replicated },
  ...Object.values(kinds).map((arbitrary) => ({ weight: 1, arbitrary })),
);
export type Operation = (typeof kinds)[keyof typeof kinds] extends fc.Arbitrary<infer T> ? T : never;

type Kind = Operation['kind'];
type Of<K extends Kind> = Extract<Operation, { kind: K }>;
type Replicated = Of<'replicated'>['docs'][number];

function inline(files: Record<string, string> | undefined): object {
  if (files === undefined) return {};
  const entries = Object.entries(files).map(([name, data]) => [name, { content_type: 'text/plain', data }]);
  return { _attachments: Object.fromEntries(entries) };
}

async function editedDoc(
  pouch: Pouch,
  { id: _id, content: fields, rev, deleted, attachments: files }: Of<'put'>['edit'],
) {
  const _rev = await chosenRev(pouch, _id, rev);
  return {
    _id,
    ...(_rev === undefined ? {} : { _rev }),
    ...(deleted && _rev !== undefined ? { _deleted: true } : {}),
    ...fields,
    ...inline(files),
  };
}

function replicatedDoc({ id: _id, content: fields, path, depth, deleted, attachments: files }: Replicated) {
  // A revision's hash tells its ancestors, as a real one does, so none ever has two parents or stands in two generations.
  const start = path.length;
  const ids = path.map((_, index) => `h${path.slice(0, start - index).join('')}`).slice(0, depth);
  return {
    _id,
    _rev: `${start}-${ids[0]}`,
    _revisions: { start, ids },
    ...(deleted ? { _deleted: true } : {}),
    ...fields,
    ...inline(deleted ? undefined : files),
  };
}

/**
 * What the adapter of a database takes the same way: the oracles show the change of a sequence given as text again, take '0' for no
 * changes at all, and give a text back as the last sequence.
 */
function understood(
  pouch: Pouch,
  { since, limit, ...options }: Omit<Of<'changes'>['options'], 'filtered'>,
): Record<string, unknown> {
  const isOurs = (pouch as unknown as { adapter: string }).adapter === 'sqlite';
  const read = (value: unknown) => (!isOurs && typeof value === 'string' ? Number(value) : value);
  return {
    ...options,
    ...(since === undefined ? {} : { since: read(since) }),
    ...(limit === undefined ? {} : { limit: read(limit) }),
  };
}

const run: { [K in Kind]: (pouch: Pouch, operation: Of<K>) => Promise<unknown> } = {
  put: async (pouch, { edit: each }) => pouch.put((await editedDoc(pouch, each)) as { _id: string }),
  bulk: async (pouch, { edits: all }) => {
    const docs = [];
    for (const each of withoutAttachments(all)) docs.push(await editedDoc(pouch, each));
    return pouch.bulkDocs(docs);
  },
  replicated: (pouch, { docs }) => pouch.bulkDocs(withoutAttachments(docs).map(replicatedDoc), { new_edits: false }),
  remove: async (pouch, { id: docId, rev }) => {
    const chosen = (await chosenRev(pouch, docId, rev)) ?? '1-nobody';
    return pouch.remove(docId, chosen);
  },
  attach: async (pouch, { id: docId, name, data }) => {
    const rev = await chosenRev(pouch, docId, -1);
    return pouch.putAttachment(docId, name, rev as string, Buffer.from(data, 'base64'), 'text/plain');
  },
  detach: async (pouch, { id: docId, name }) => {
    const rev = await chosenRev(pouch, docId, -1);
    return pouch.removeAttachment(docId, name, rev as string);
  },
  attachment: (pouch, { id: docId, name }) => pouch.getAttachment(docId, name),
  putLocal: async (pouch, { id: docId, content: fields, known, deleted }) => {
    const old = known ? await pouch.get(docId).catch(() => undefined) : undefined;
    const doc = { _id: docId, ...fields, ...(old === undefined ? {} : { _rev: old._rev }) };
    return deleted ? pouch.remove(doc as typeof doc & { _rev: string }) : pouch.put(doc);
  },
  getLocal: (pouch, { id: docId }) => pouch.get(docId),
  get: async (pouch, { id: docId, options: { rev, open_revs: leaves, ...options } }) => {
    const chosen = await chosenRev(pouch, docId, rev);
    const known = await revisionsOf(pouch, docId);
    const some = [chosen ?? '1-h0', '2-h01'].filter((each) => !options.latest || known.includes(each));
    const open = leaves === 'some' ? some : leaves;
    if (options.latest && !known.includes(chosen ?? '')) delete options.latest;
    const answer: unknown = await pouch.get(docId, {
      ...options,
      ...(chosen === undefined ? {} : { rev: chosen }),
      ...(open === undefined ? {} : { open_revs: open }),
    } as PouchDB.Core.GetOptions);
    // PouchDB promises no order here.
    return Array.isArray(answer) ? answer.toSorted(byRevision) : answer;
  },
  plainGet: (pouch, { id: docId }) => pouch.get(docId),
  allDocs: (pouch, { options }) => pouch.allDocs(options as PouchDB.Core.AllDocsOptions),
  keys: (pouch, { keys, options }) => pouch.allDocs({ keys, ...options }),
  changes: async (pouch, { options: { filtered, ...options } }) => {
    const seen: { seq: number }[] = [];
    // The oracles end a feed that keeps no results before the last attachments are read, and show that change afterwards.
    if (options.attachments) delete options.return_docs;
    const filter = filtered ? { filter: (doc: { n?: number }) => (doc.n ?? 0) < 3 } : {};
    const all = pouch.changes({ ...understood(pouch, options), ...filter });
    all.on('change', (change) => seen.push(plain(change) as { seq: number }));
    const answer = plain(await all);
    // They show a change when its attachments are read, whichever change that is.
    return { answer, seen: options.attachments ? seen.toSorted((a, b) => a.seq - b.seq) : seen };
  },
  bulkGet: async (pouch, { docs, options }) => {
    const wanted = [];
    for (const { id: docId, rev } of docs) {
      const chosen = await chosenRev(pouch, docId, rev);
      if (options.latest && !(await revisionsOf(pouch, docId)).includes(chosen ?? '')) continue;
      wanted.push({ id: docId, ...(chosen === undefined ? {} : { rev: chosen }) });
    }
    // Core never answers an empty list.
    return wanted.length === 0 ? [] : pouch.bulkGet({ docs: wanted, ...options });
  },
  revsDiff: async (pouch, { wanted }) => {
    const answer = await pouch.revsDiff(wanted);
    for (const each of Object.values(answer)) each.missing?.sort();
    return answer;
  },
  compact: (pouch) => pouch.compact(),
  info: async (pouch) => {
    const { doc_count: count, update_seq: seq } = await pouch.info();
    return { count, seq };
  },
};

/** The outcome of one operation. */
export function perform(pouch: Pouch, each: Operation): Promise<unknown> {
  return outcomeOf(() => (run[each.kind] as (pouch: Pouch, operation: Operation) => Promise<unknown>)(pouch, each));
}
