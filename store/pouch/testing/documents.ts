import type { RevisionNode, RevisionTree } from 'pouchdb-merge';

export type Pouch = PouchDB.Database<Record<string, unknown>>;

// Few ids and few revisions, so that conflicts, re-creations and equal revisions come up all the time. No id begins above
// U+00FF: the oracles' lists leave such documents out.
export const IDS = ['a', 'b', 'c', 'A', 'ab', 'é', '_design/d', 'x文', 'z\u0000y', 'x😀'] as const;
export const LOCAL_IDS = ['_local/x', '_local/y'] as const;
/** The local document in which core and the adapter note what was purged. */
export const PURGE_LOG = '_local/purges';

interface TreeReader {
  _getRevisionTree(id: string, callback: (error: unknown, tree?: RevisionTree) => void): void;
}

export function treeOf(pouch: Pouch, docId: string): Promise<RevisionTree | undefined> {
  return new Promise((resolve) => {
    (pouch as unknown as TreeReader)._getRevisionTree(docId, (error, tree) => resolve(error ? undefined : tree));
  });
}

function walk(tree: RevisionTree, visit: (rev: string, isLeaf: boolean) => void): void {
  const step = ([hash, , children]: RevisionNode, pos: number): void => {
    visit(`${pos}-${hash}`, children.length === 0);
    for (const child of children) step(child, pos + 1);
  };
  for (const { pos, ids } of tree) step(ids, pos);
}

function byGeneration(one: string, two: string): number {
  return Number.parseInt(one, 10) - Number.parseInt(two, 10) || (one < two ? -1 : 1);
}

/** Every revision that a tree names, once, in the order of their generations. A stemmed tree may name one in two branches. */
export function revisionsIn(tree: RevisionTree): string[] {
  const revs = new Set<string>();
  walk(tree, (rev) => revs.add(rev));
  return [...revs].toSorted(byGeneration);
}

export function leavesIn(tree: RevisionTree): string[] {
  const revs = new Set<string>();
  walk(tree, (rev, isLeaf) => isLeaf && revs.add(rev));
  return [...revs].toSorted(byGeneration);
}

export async function revisionsOf(pouch: Pouch, docId: string): Promise<string[]> {
  return revisionsIn((await treeOf(pouch, docId)) ?? []);
}

/** The revision that a choice of a program means: one of those known, -1 the winner, 9 one that does not exist. */
export async function chosenRev(pouch: Pouch, docId: string, choice: number | undefined): Promise<string | undefined> {
  if (choice === undefined) return undefined;
  if (choice === 9) return '7-nobody';
  const revs = await revisionsOf(pouch, docId);
  if (choice >= 0) return revs[choice % Math.max(1, revs.length)];
  const winner = await pouch.get(docId).catch(() => undefined);
  return winner?._rev ?? revs.at(-1);
}
