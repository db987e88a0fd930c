/** What the README says of the dependencies is true, and none is used whose licence or known advisories were not looked at. */
import { describe, expect, it } from 'vitest';
import { faultsOf, type House, type LockedPackage } from './dependencies/faults.ts';
import { readHouse } from './dependencies/house.ts';

const house = readHouse();

it('the README’s tables, the days, the licences and the advisories are true', () => {
  expect(faultsOf(house)).toEqual([]);
});

describe('a fault is', () => {
  const locked = (place: string, change: LockedPackage): House => ({
    ...house,
    lock: { packages: { ...house.lock.packages, [place]: { ...house.lock.packages[place], ...change } } },
  });
  const said = (from: string | RegExp, to: string): House => {
    const readme = house.readme.replace(from, to);
    expect(readme).not.toBe(house.readme);
    return { ...house, readme };
  };
  const { dependencies, devDependencies } = house.manifest;
  const [first] = house.advisories.advisories;
  const advised = (change: object): House => ({
    ...house,
    advisories: { ...house.advisories, advisories: [{ ...(first as NonNullable<typeof first>), ...change }] },
  });

  it.each<[string, House, string]>([
    [
      'a dependency that the README does not name',
      { ...house, manifest: { ...house.manifest, dependencies: { ...dependencies, left: '^1.0.0' } } },
      'README: left (production) is missing',
    ],
    [
      'the same among those that build and test',
      { ...house, manifest: { ...house.manifest, devDependencies: { ...devDependencies, left: '^1.0.0' } } },
      'README: left (development) is missing',
    ],
    [
      'a name in the README that nothing needs',
      said('| zod |', '| zod, yup |'),
      'README: yup is no production dependency',
    ],
    [
      'a range that the lock file was not made for',
      { ...house, manifest: { ...house.manifest, dependencies: { ...dependencies, zod: '^99.0.0' } } },
      'package-lock.json: zod is',
    ],
    [
      'an override of what is asked for otherwise',
      { ...house, manifest: { ...house.manifest, overrides: { zod: '0.0.1' } } },
      'package.json: the override of zod',
    ],
    ['a row that is there twice', said(/(\| zod .*\n)/, '$1$1'), 'README: zod is there twice'],
    ['a row that does not say why', said(/(\| zod (\|[^|]*){4}\|).*/, '$1 |'), 'README: nothing says what zod is for'],
    ['another version', locked('node_modules/zod', { version: '99.0.0' }), 'published.json: zod 99.0.0 has no day'],
    ['another licence in the README', said(/(\| zod \| [^|]*\|) MIT/, '$1 ISC'), 'README: zod is'],
    ['another day in the README', said(/(\| zod \| [^|]*\| MIT \|) [^|]*\|/, '$1 2001-01-01 |'), 'README: zod is'],
    [
      'a day of what is used no more',
      { ...house, published: { ...house.published, left: { version: '1.0.0', on: '2026-01-01' } } },
      'published.json: left is no dependency',
    ],
    [
      'a licence that asks for more, wherever it comes from',
      locked('node_modules/a/node_modules/b', { version: '1.0.0', license: 'MIT AND AGPL-3.0-only' }),
      'node_modules/a/node_modules/b: the licence MIT AND AGPL-3.0-only',
    ],
    [
      'one that is free to build with, in the programs',
      locked('node_modules/b', { version: '1.0.0', license: 'CC-BY-4.0' }),
      'node_modules/b: the licence CC-BY-4.0',
    ],
    ['none', locked('node_modules/b', { version: '1.0.0' }), 'node_modules/b states no licence'],
    [
      'an installed licence that is not the locked one',
      locked('node_modules/zod', { license: 'ISC' }),
      'node_modules/zod is MIT as installed',
    ],
    [
      'an affected version without a reason',
      advised({ id: 'X-1', packages: ['zod'], affected: '<99.0.0', here: undefined }),
      'X-1 touches node_modules/zod',
    ],
    [
      'the same of a package that is installed under another name',
      advised({ id: 'X-1', packages: ['better-sqlite3-multiple-ciphers'], affected: '*', here: undefined }),
      'X-1 touches node_modules/better-sqlite3',
    ],
    ['a reason for what is used no more', advised({ id: 'X-1', affected: '<0.0.1' }), 'X-1: no affected version'],
    ['a range that cannot be read', advised({ id: 'X-1', affected: 'some' }), 'X-1: "some" is no range'],
    [
      'an advisory that the README leaves out',
      said(/\n\| \[GHSA-4r6h.*/, ''),
      'README: the advisories need | [GHSA-4r6h',
    ],
    [
      'one that is not in the list',
      said('| [GHSA-4r6h', '| [GHSA-none'),
      'README: no advisory of the list is | [GHSA-none',
    ],
    [
      'another day on which they were looked at',
      said(/Looked at on [\d-]+/, 'Looked at on 2001-01-01'),
      'README: the advisories were looked at',
    ],
  ])('%s', (_, changed, fault) => {
    expect(faultsOf(changed)).toContainEqual(expect.stringContaining(fault));
  });

  it('not one of two licences of which one may be chosen', () => {
    const changed = locked('node_modules/b', { version: '1.0.0', license: '(AGPL-3.0-only OR MIT)' });
    expect(faultsOf(changed)).toEqual([]);
  });
});
