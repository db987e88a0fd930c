import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildRouter } from './router.ts';

const ROWS = [
  'GET /',
  'GET /_up',
  'GET /:db',
  'GET /:db/_changes',
  'POST /:db/_changes',
  'GET /:db/_local/:local',
  'GET /:db/_local/:local/*rest',
  'GET /:db/:doc',
  'DELETE /:db/:doc',
  'PUT /:db/:doc/*rest',
].map((row) => {
  const [method = '', path = ''] = row.split(' ');
  return { method, path };
});

const ASKED: readonly (readonly [string, string, string])[] = [
  ['GET', '/', '/'],
  ['GET', '/_up', '/_up'],
  ['HEAD', '/a', '/:db'],
  ['GET', '/a/_changes', '/:db/_changes'],
  ['DELETE', '/a/_changes', 'GET,HEAD,POST'],
  ['GET', '/a/_local/b', '/:db/_local/:local'],
  ['GET', '/a/_local/b/c/d', '/:db/_local/:local/*rest'],
  ['PUT', '/a/_local/b/c', 'GET,HEAD'],
  ['GET', '/a/%5Fchanges', '/:db/:doc'],
  ['DELETE', '/a/b/', '/:db/:doc'],
  ['DELETE', '/a', 'GET,HEAD'],
  ['GET', '/a/b/c', 'PUT'],
];

it('finds the same row in whatever order the table has them: literals before names, names before rests', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(ROWS, { minLength: ROWS.length }), (rows) => {
      const route = buildRouter(rows);
      for (const [method, path, expected] of ASKED) {
        const found = route(method, path);
        const told =
          found.kind === 'route' ? found.route.path : found.kind === 'method' ? found.allow.toSorted().join() : '';
        expect([method, path, told]).toEqual([method, path, expected]);
      }
    }),
    { numRuns: 200 },
  );
});

it('takes the earlier of two rows for the same method and paths, whatever their names', () => {
  const route = buildRouter([
    { method: 'GET', path: '/:name', which: 'first' },
    { method: 'GET', path: '/:db', which: 'second' },
    { method: 'PUT', path: '/:db', which: 'third' },
  ]);
  expect(route('GET', '/a')).toMatchObject({ kind: 'route', route: { which: 'first' }, params: { name: 'a' } });
  expect(route('PUT', '/a')).toMatchObject({ kind: 'route', route: { which: 'third' }, params: { db: 'a' } });
});
