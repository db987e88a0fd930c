/** What this folder says of its dependencies: package.json, package-lock.json, the README and the two lists beside this file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Advisories, House, Lock, Manifest, Published } from './faults.ts';

export const HOUSE = path.resolve(import.meta.dirname, '../..');
export const PUBLISHED = path.join(import.meta.dirname, 'published.json');
export const README = path.join(HOUSE, 'README.md');

const json = (...names: string[]): unknown => JSON.parse(readFileSync(path.join(...names), 'utf8'));

/** The licence that an installed package states; null: not installed here, or states none. `place` as the lock file names it. */
function installedLicence(place: string): string | null {
  try {
    const { license, licenses } = json(HOUSE, place, 'package.json') as {
      license?: string | { type: string };
      licenses?: readonly { type: string }[];
    };
    const stated = typeof license === 'object' ? license.type : license;
    return stated ?? licenses?.map(({ type }) => type).join(' AND ') ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Throws where one of the files is missing or is no JSON. */
export function readHouse(): House {
  return {
    manifest: json(HOUSE, 'package.json') as Manifest,
    lock: json(HOUSE, 'package-lock.json') as Lock,
    published: json(PUBLISHED) as Published,
    advisories: json(import.meta.dirname, 'advisories.json') as Advisories,
    readme: readFileSync(README, 'utf8'),
    installedLicence,
  };
}
