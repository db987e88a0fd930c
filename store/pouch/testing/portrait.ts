import { IDS, LOCAL_IDS, PURGE_LOG, revisionsIn, treeOf, type Pouch } from './documents.ts';

/** Data only: Buffers as text, errors as their status and name. */
export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => {
      if (key === 'stack' || key === 'docId') return undefined;
      if (each instanceof Error) return { status: Reflect.get(each, 'status'), name: each.name };
      return each;
    }) ?? 'null',
  );
}

/** Does it and gives the answer, or the error's status and name, as plain data. */
export async function outcomeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return plain(await work());
  } catch (error) {
    return { failed: plain(error) };
  }
}

export function byRevision(one: unknown, two: unknown): number {
  const name = (each: unknown) => JSON.stringify((each as { ok?: { _rev: string } }).ok?._rev ?? each);
  return name(one) < name(two) ? -1 : 1;
}

export interface Portrait {
  count: number;
  seq: number;
  all: unknown;
  changes: { last_seq: number; results: { id: string; seq?: number }[] };
  trees: Record<string, unknown>;
  leaves: Record<string, { ok?: { _attachments?: object } }[]>;
  /** Every revision of the trees: its body, or that it has none. */
  revisions: Record<string, unknown>;
  locals: unknown[];
}

/** The same without the order in which the documents came. */
export function orderless({ changes, ...others }: Portrait): unknown {
  const rows = changes.results.map(({ seq: _seq, ...row }) => row);
  return { ...others, changes: rows.toSorted((one, two) => (one.id < two.id ? -1 : 1)) };
}

/** Everything that can be seen of a database, down to the revision trees. */
export async function portrait(pouch: Pouch): Promise<Portrait> {
  const { doc_count: count, update_seq: seq } = await pouch.info();
  const all = await pouch.allDocs({ include_docs: true, conflicts: true, attachments: true });
  const changes = await pouch.changes({ style: 'all_docs', include_docs: true, conflicts: true, attachments: true });
  const trees: Record<string, unknown> = {};
  const leaves: Record<string, unknown> = {};
  const revisions: Record<string, unknown> = {};
  for (const docId of IDS) {
    const tree = await treeOf(pouch, docId);
    trees[docId] = tree;
    const open = await pouch.get(docId, { open_revs: 'all', revs: true, attachments: true } as object).catch(() => []);
    leaves[docId] = (open as unknown as unknown[]).toSorted(byRevision);
    for (const rev of revisionsIn(tree ?? [])) {
      revisions[`${docId} ${rev}`] = await outcomeOf(() => pouch.get(docId, { rev }));
    }
  }
  const locals: unknown[] = [];
  for (const docId of [...LOCAL_IDS, PURGE_LOG]) locals.push(await outcomeOf(() => pouch.get(docId)));
  return plain({ count, seq, all, changes, trees, leaves, revisions, locals }) as Portrait;
}
