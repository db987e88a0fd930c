import * as fc from 'fast-check';
import { chosenRev, IDS, leavesIn, treeOf, type Pouch } from './documents.ts';
import type { Opened } from './opened.ts';
import { id, operation, perform, revChoice } from './operations.ts';
import { outcomeOf, plain, portrait, type Portrait } from './portrait.ts';

/** The two databases of one adapter that a program plays on. */
export type Side = readonly [Opened, Opened];
const place = fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const);

const purges = fc.record({
  kind: fc.constant('purge' as const),
  place,
  id,
  /** Mostly a document that is there, in place of that one. */
  known: fc.constantFrom(true, true, true, false),
  /** Of each one whether it is chosen among the leaves or among all revisions. */
  revs: fc.array(fc.record({ leaf: fc.constantFrom(true, true, false), choice: revChoice }), {
    minLength: 1,
    maxLength: 2,
  }),
});
const often = <Usual, Rare>(usual: Usual, rare: fc.Arbitrary<Rare>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });

const replications = fc.record({
  kind: fc.constant('replicate' as const),
  from: place,
  /** 0 stays on its side; 1 and 2 go on to the next adapters, round the circle. */
  shift: fc.constantFrom(0 as const, 1 as const, 2 as const),
  pull: fc.boolean(),
  options: fc.record({
    // Where other batches end hangs on how fast the changes come, and each is written in the order of its ids.
    batch_size: often(100 as number | string, fc.constantFrom(1, '1')),
    batches_limit: often(10 as number | string, fc.constantFrom(1, '1')),
    since: often(undefined, fc.nat(10)),
    doc_ids: often(undefined, fc.array(id, { maxLength: 4 })),
    selector: often(undefined, fc.constant({ n: { $lt: 3 } })),
    filtered: often(false, fc.constant(true)),
    style: often('all_docs', fc.constant('main_only')),
    checkpoint: often(undefined, fc.constantFrom(false, 'source', 'target')),
  }),
});

/** One step of a program. */
export const step = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('ask' as const), place, operation }) },
  { weight: 3, arbitrary: purges },
  { weight: 2, arbitrary: replications },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const), place }) },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

/** Purges one after the other; and whether the body of one that is gone can still be had. */
async function purge(database: Opened, { id: asked, known, revs }: Of<'purge'>): Promise<unknown> {
  const there = known ? (await database.pouch.changes()).results.map((change) => change.id) : [];
  const docId = there[IDS.indexOf(asked) % there.length] ?? asked;
  const outcomes: unknown[] = [];
  for (const { leaf, choice } of revs) {
    const leaves = leavesIn((await treeOf(database.pouch, docId)) ?? []);
    const among = leaf && choice >= 0 && choice < 9 ? leaves[choice % leaves.length] : undefined;
    const rev = among ?? (await chosenRev(database.pouch, docId, choice)) ?? '1-nobody';
    outcomes.push(
      await outcomeOf(() => database.purge(docId, rev)),
      await outcomeOf(() => database.pouch.get(docId, { rev })),
    );
  }
  return outcomes;
}

type Replicated = PouchDB.Replication.Result;

/** Without the times. What the last sequence is under a filter hangs on whether a batch is still written when the feed ends. */
function counted(
  { ok, status, docs_read, docs_written, doc_write_failures, last_seq, errors }: Replicated,
  all: boolean,
) {
  return plain({ ok, status, docs_read, docs_written, doc_write_failures, errors, ...(all ? { last_seq } : {}) });
}

const hasAttachments = ({ leaves }: Portrait) =>
  Object.values(leaves).some((open) => open.some(({ ok }) => ok?._attachments !== undefined));

async function replicate(source: Pouch, target: Pouch, { pull, options }: Of<'replicate'>): Promise<unknown> {
  const { filtered, ...given } = options;
  const wanted = { ...given, ...(filtered ? { filter: (doc: { n?: number }) => (doc.n ?? 0) < 3 } : {}) };
  // The oracles number documents with attachments after the others of their batch: so each comes alone.
  if (hasAttachments(await portrait(source))) wanted.batch_size = 1;
  const all = !filtered && given.selector === undefined;
  try {
    return counted(await (pull ? target.replicate.from(source, wanted) : source.replicate.to(target, wanted)), all);
  } catch (error) {
    return { failed: plain(error), result: counted((error as { result: Replicated }).result, all) };
  }
}

/** Plays one step on every side; the answers, one a side. */
export function play(sides: readonly Side[], each: Step): Promise<unknown[]> {
  switch (each.kind) {
    case 'ask':
      return Promise.all(sides.map((side) => perform(side[each.place].pouch, each.operation)));
    case 'purge':
      return Promise.all(sides.map((side) => purge(side[each.place], each)));
    case 'reopen':
      return Promise.all(sides.map((side) => side[each.place].reopen()));
    case 'replicate':
      return replicateAll(sides, each);
  }
}

/** The result of each side's replication, and both of its databases afterwards. */
async function replicateAll(sides: readonly Side[], each: Of<'replicate'>): Promise<unknown[]> {
  const results = await Promise.all(
    sides.map((side, index) => {
      const target = sides[(index + each.shift) % sides.length]![1 - each.from]!;
      return replicate(side[each.from].pouch, target.pouch, each);
    }),
  );
  const seen = await portraits(sides);
  return results.map((result, index) => ({ result, ...seen[index] }));
}

/** Both databases of every side. */
export function portraits(sides: readonly Side[]): Promise<{ main: Portrait; other: Portrait }[]> {
  return Promise.all(
    sides.map(async ([main, other]) => ({ main: await portrait(main.pouch), other: await portrait(other.pouch) })),
  );
}
