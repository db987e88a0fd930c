/** What is untrue or unsaid about the dependencies. Needs no network: it compares what lies in this folder. */
import semver from 'semver';
import { advisoryLines, directOf, factsOf, rowsOf, section } from './tables.ts';

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  /** The package's own name where it is installed under another. */
  readonly name?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  /** Of this project's own entry: what the lock file was made for. */
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  /** By place, `node_modules/…`; `''` is this project. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** By name: the day (YYYY-MM-DD) on which the locked version was published. */
export type Published = Readonly<Record<string, { readonly version: string; readonly on: string }>>;

export interface Advisories {
  /** The day of the last look for new ones, and how it was made. */
  readonly looked: string;
  readonly how: string;
  readonly advisories: readonly {
    readonly id: string;
    readonly packages: readonly string[];
    /** Versions, as npm writes ranges. */
    readonly affected: string;
    readonly what: string;
    readonly from: string;
    /** Why it does no harm although an affected version is used. */
    readonly here?: string;
  }[];
}

export interface House {
  readonly manifest: Manifest;
  readonly lock: Lock;
  readonly published: Published;
  readonly advisories: Advisories;
  readonly readme: string;
  readonly installedLicence: (place: string) => string | null;
}

/** Licences that ask of us no more than to be named; OFL is a font's, and MPL asks for changes to its own files, of which there are none. */
const FREE =
  '0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT MPL-2.0 OFL-1.1 Unlicense WTFPL'.split(' ');
/** Besides, for what is never handed on: an old spelling, Python's own, and a table of browsers whose makers are to be named. */
const FREE_TO_BUILD_WITH = [...FREE, 'BSD', 'Python-2.0', 'CC-BY-4.0'];

/** An SPDX expression of free licences; what it does not know is not free. */
const isFree = (expression: string, free: readonly string[]): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => free.includes(licence)));

const placesOf = (lock: Lock): [string, LockedPackage][] =>
  Object.entries(lock.packages).filter(([place]) => place !== '');

const nameAt = (place: string): string => place.replace(/^.*node_modules\//, '');

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** What makes `npm ci` refuse, here seen without it. */
function installable({ manifest, lock }: House): string[] {
  const own = lock.packages[''] ?? {};
  return KINDS.flatMap((kind) => {
    const [asked, locked] = [manifest[kind] ?? {}, own[kind] ?? {}];
    return [
      ...[...new Set([...Object.keys(asked), ...Object.keys(locked)])]
        .filter((name) => asked[name] !== locked[name])
        .map((name) => `package-lock.json: ${name} is ${locked[name]}, package.json asks for ${asked[name]}`),
      ...Object.entries(manifest.overrides ?? {})
        .filter(([name, version]) => asked[name] !== undefined && asked[name] !== version && version !== `$${name}`)
        .map(([name]) => `package.json: the override of ${name} is not what is asked for: npm refuses both`),
    ];
  });
}

function listed({ manifest, lock, published, readme }: House): string[] {
  const direct = directOf(manifest);
  return (['production', 'development'] as const).flatMap((kind) => {
    const rows = rowsOf(readme, kind);
    const said = rows.flatMap(({ names }) => names);
    return [
      ...direct[kind].filter((name) => !said.includes(name)).map((name) => `README: ${name} (${kind}) is missing`),
      ...said.filter((name) => !direct[kind].includes(name)).map((name) => `README: ${name} is no ${kind} dependency`),
      ...said.filter((name, at) => said.indexOf(name) < at).map((name) => `README: ${name} is there twice`),
      ...rows
        .filter(({ words }) => words.some((word) => word === '') || words.length < (kind === 'production' ? 2 : 1))
        .map(({ names }) => `README: nothing says what ${names.join(', ')} is for`),
      ...rows.flatMap(({ names, facts }) => {
        const right = factsOf(names, lock, published);
        return right.join() === facts.join()
          ? []
          : [`README: ${names.join(', ')} is ${right.join(' | ')}, not ${facts.join(' | ')}`];
      }),
    ];
  });
}

function aged({ manifest, lock, published }: House): string[] {
  const names = Object.values(directOf(manifest)).flat();
  return [
    ...names.flatMap((name) => {
      const version = lock.packages[`node_modules/${name}`]?.version;
      const known = published[name];
      if (known?.version !== version) return [`published.json: ${name} ${version} has no day`];
      return /^20\d\d-\d\d-\d\d$/.test(known?.on ?? '') ? [] : [`published.json: ${name} has no day of a calendar`];
    }),
    ...Object.keys(published)
      .filter((name) => !names.includes(name))
      .map((name) => `published.json: ${name} is no dependency`),
  ];
}

function licensed({ lock, installedLicence }: House): string[] {
  return placesOf(lock).flatMap(([place, { license, dev, devOptional }]) => {
    const installed = installedLicence(place);
    const licence = license ?? installed;
    if (licence === null) return [`${place} states no licence`];
    if (installed !== null && installed !== licence)
      return [`${place} is ${installed} as installed, ${licence} in the lock file`];
    const free = dev === true || devOptional === true ? FREE_TO_BUILD_WITH : FREE;
    return isFree(licence, free)
      ? []
      : [`${place}: the licence ${licence} is not one of those that are looked through`];
  });
}

function advised({ lock, advisories: { looked, advisories }, readme }: House): string[] {
  const said = section(readme, 'advisories');
  return [
    ...(said.includes(looked) ? [] : [`README: the advisories were looked at on ${looked}`]),
    ...advisoryLines({ looked, how: '', advisories })
      .filter((line) => !said.includes(line))
      .map((line) => `README: the advisories need ${line}`),
    ...rowsOf(readme, 'advisories')
      .filter(({ line }) => !advisoryLines({ looked, how: '', advisories }).includes(line))
      .map(({ line }) => `README: no advisory of the list is ${line}`),
    ...advisories.flatMap(({ id, packages, affected, here }) => {
      if (semver.validRange(affected) === null) return [`${id}: "${affected}" is no range of versions`];
      const hit = placesOf(lock).filter(
        ([place, { name, version = '' }]) =>
          [name, nameAt(place)].some((each) => each !== undefined && packages.includes(each)) &&
          semver.satisfies(version, affected, { includePrerelease: true }),
      );
      if (here !== undefined) return hit.length > 0 ? [] : [`${id}: no affected version is used any more`];
      return hit.map(([place, { version }]) => `${id} touches ${place} ${version}, and nothing says why that is so`);
    }),
  ];
}

/** One sentence a fault; none: all is as it is said. */
export const faultsOf = (house: House): string[] => [
  ...installable(house),
  ...listed(house),
  ...aged(house),
  ...licensed(house),
  ...advised(house),
];
