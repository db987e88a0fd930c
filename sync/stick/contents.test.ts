import { expect, it } from 'vitest';
import { BUNDLE_LIMITS } from '../../shared/api/bundle.ts';
import { fill, type Source } from './contents.ts';

const MEGABYTE = 1024 * 1024;

/** Documents of `county` of 100 KB each; what fills a bundle is the same for events. */
const source = (count: number, since = 0, text = 'x'.repeat(100_000)): Source => ({
  name: 'county',
  since,
  read: (from, limit) =>
    Array.from({ length: count }, (_, index) => index + 1)
      .filter((seq) => seq > from)
      .slice(0, limit)
      .map((seq) => ({ seq, doc: { _id: `d${seq}`, text } })),
});
const idsOf = (lines: readonly object[]) => lines.map((line) => (line as { doc: { _id: string } }).doc._id);

it('goes on in a further file where one is full, with every document once', async () => {
  const sources = [source(700), source(3, 1)];
  const found: string[] = [];
  let after: string | undefined;
  let files = 0;
  do {
    const filled = await fill(sources, after, () => undefined);
    expect(JSON.stringify(filled.lines).length).toBeLessThan(BUNDLE_LIMITS.unpacked - MEGABYTE);
    found.push(...idsOf(filled.lines));
    after = filled.next ?? undefined;
    files += 1;
  } while (after !== undefined);
  expect(files).toBeGreaterThan(1);
  expect(found).toEqual([...Array.from({ length: 700 }, (_, index) => `d${index + 1}`), 'd2', 'd3']);
});

it('is full by bytes, of which a Chinese character has three', async () => {
  // As large as an event may be.
  const { lines, next } = await fill([source(1500, 0, '件'.repeat(21_000))], undefined, () => undefined);
  expect(Buffer.byteLength(JSON.stringify(lines))).toBeLessThan(BUNDLE_LIMITS.unpacked - MEGABYTE);
  expect(next).not.toBeNull();
});

it('says how far each database is inside, and whether that is all of it', async () => {
  const { reached, next } = await fill([source(700)], undefined, () => undefined);
  const part = reached.get('county');
  expect(part).toMatchObject({ since: 0, complete: false });
  const rest = await fill([source(700)], next ?? undefined, () => undefined);
  expect(rest.reached.get('county')?.since).toBe(part?.seq);
  const all = await fill([source(2)], undefined, () => undefined);
  expect(all.reached.get('county')).toEqual({ since: 0, seq: 2, complete: true });
});

it('refuses a place to go on from that is none', async () => {
  for (const after of ['', 'x', '1', '1.', '-1.2'])
    await expect(fill([source(1)], after, () => undefined)).rejects.toMatchObject({ code: 'bad-input' });
});
