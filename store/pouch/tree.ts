import type { RevisionNode, RevisionTree } from 'pouchdb-merge';

// A tree is kept as flat JSON: one list a root, its position, then for every node in preorder its hash, its depth below
// the root and its flags. Flat, because a chain of thousands of revisions would overflow the stack of a nested one.
type FlatRoot = (number | string)[];

const MISSING = 1;
const DELETED = 2;

/** Splits `3-abc` at its first hyphen. */
export function splitRev(rev: string): { pos: number; hash: string } {
  const cut = rev.indexOf('-');
  return { pos: Number(rev.slice(0, cut)), hash: rev.slice(cut + 1) };
}

/** The tree of a document that has one revision only. */
function singleTree(rev: string, deleted: boolean): RevisionTree {
  const { pos, hash } = splitRev(rev);
  return [{ pos, ids: [hash, deleted ? { status: 'available', deleted: true } : { status: 'available' }, []] }];
}

function isSingle(tree: RevisionTree): boolean {
  const root = tree[0];
  return tree.length === 1 && root !== undefined && root.ids[2].length === 0 && root.ids[1].status === 'available';
}

/** The text that is stored for a tree: empty if it follows from the winning revision. */
export function encodeTree(tree: RevisionTree): string {
  if (isSingle(tree)) return '';
  return JSON.stringify(
    tree.map(({ pos, ids }) => {
      const flat: FlatRoot = [pos];
      const open: { node: RevisionNode; depth: number }[] = [{ node: ids, depth: 0 }];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const [hash, state, children] = next.node;
        flat.push(hash, next.depth, (state.status === 'missing' ? MISSING : 0) + (state.deleted ? DELETED : 0));
        for (let i = children.length - 1; i >= 0; i--) open.push({ node: children[i]!, depth: next.depth + 1 });
      }
      return flat;
    }),
  );
}

/** The tree of a stored document, from its text and its winning revision. */
export function decodeTree(text: string, rev: string, deleted: boolean): RevisionTree {
  if (text === '') return singleTree(rev, deleted);
  return (JSON.parse(text) as FlatRoot[]).map((flat) => {
    const path: RevisionNode[] = [];
    for (let i = 1; i < flat.length; i += 3) {
      const depth = flat[i + 1] as number;
      const flags = flat[i + 2] as number;
      const node: RevisionNode = [flat[i] as string, { status: flags & MISSING ? 'missing' : 'available' }, []];
      if (flags & DELETED) node[1].deleted = true;
      if (depth > 0) path[depth - 1]![2].push(node);
      path[depth] = node;
    }
    return { pos: flat[0] as number, ids: path[0]! };
  });
}
