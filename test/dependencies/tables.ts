/** The README's tables of dependencies: which packages a row is about, and what its cells must say of them. */
import type { Advisories, Lock, Manifest, Published } from './faults.ts';

/** A row: `| names | version | licence | published | what for | … |`. */
export interface Row {
  readonly line: string;
  readonly names: readonly string[];
  /** Version, licence and day as they stand. */
  readonly facts: readonly string[];
  readonly words: readonly string[];
}

const SECTIONS = {
  production: '## Dependencies, and why each',
  development: '### For building and testing',
  advisories: '### Known advisories',
} as const;
export type Section = keyof typeof SECTIONS;

/** The text from a heading to the next one; empty where there is none. */
export function section(readme: string, name: Section): string {
  const [, after] = readme.split(`\n${SECTIONS[name]}\n`);
  return after?.split(/\n#+ /)[0] ?? '';
}

export function rowsOf(readme: string, name: Section): Row[] {
  return section(readme, name)
    .split('\n')
    .filter((line) => /^\| (?!package |advisory |---)/.test(line))
    .map((line) => {
      const cells = line.slice(1, -1).split('|');
      const [names = '', version = '', licence = '', day = '', ...words] = cells.map((cell) => cell.trim());
      return {
        line,
        names: names.replace(/\s*\([^)]*\)/g, '').split(', '),
        facts: [version, licence, day],
        words,
      };
    });
}

const once = (values: readonly string[]): string => [...new Set(values)].join(', ');

/** Version, licence and day of publishing of a row's packages, each said once. */
export function factsOf(names: readonly string[], lock: Lock, published: Published): string[] {
  const locked = names.map((name) => lock.packages[`node_modules/${name}`]);
  return [
    once(locked.map((each) => each?.version ?? '?')),
    once(locked.map((each) => each?.license ?? '?')),
    once(names.map((name) => published[name]?.on ?? '?')),
  ];
}

export function withFacts({ line, facts }: Row, right: readonly string[]): string {
  return line.replace(`| ${facts.join(' | ')} |`, `| ${right.join(' | ')} |`);
}

export function advisoryLines({ advisories }: Advisories): string[] {
  return advisories.map(
    ({ id, packages, affected, what, from, here }) =>
      `| [${id}](${from}) | ${packages.join(', ')} | ${affected.replaceAll('||', 'or')} | ${what} | ${here ?? 'a newer version is used'} |`,
  );
}

/** Which packages are asked for by the programs, and which only build and test them. */
export function directOf({ dependencies, optionalDependencies, devDependencies }: Manifest) {
  return {
    production: Object.keys({ ...dependencies, ...optionalDependencies }),
    development: Object.keys(devDependencies ?? {}),
  };
}
