/**
 * `npm run dependencies`: writes what the lock file and the registry say into published.json and into the README's tables, asks `npm audit`, and lists
 * what is left for a person to write. Needs the registry; the test that checks the same (dependencies.test.ts) does not.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { faultsOf, type Published } from './faults.ts';
import { HOUSE, PUBLISHED, README, readHouse } from './house.ts';
import { advisoryLines, directOf, factsOf, rowsOf, withFacts } from './tables.ts';

const house = readHouse();

/** The day on which a version of a package was published. */
function dayOf(name: string, version: string): string {
  const times = execFileSync('npm', ['view', name, 'time', '--json'], { cwd: HOUSE, encoding: 'utf8' });
  return ((JSON.parse(times) as Record<string, string>)[version] ?? '').slice(0, 10);
}

function publishedNow(): Published {
  const names = Object.values(directOf(house.manifest)).flat().sort();
  return Object.fromEntries(
    names.map((name) => {
      const { version = '', name: own = name } = house.lock.packages[`node_modules/${name}`] ?? {};
      const known = house.published[name];
      return [name, known?.version === version ? known : { version, on: dayOf(own, version) }];
    }),
  );
}

const published = publishedNow();
writeFileSync(PUBLISHED, `${JSON.stringify(published, null, 2)}\n`);

let readme = house.readme;
for (const kind of ['production', 'development'] as const)
  for (const row of rowsOf(readme, kind))
    readme = readme.replace(row.line, withFacts(row, factsOf(row.names, house.lock, published)));
const old = rowsOf(readme, 'advisories').map(({ line }) => line);
if (old.length > 0) readme = readme.replace(old.join('\n'), advisoryLines(house.advisories).join('\n'));
writeFileSync(README, readme);

const audit = spawnSync('npm', ['audit'], { cwd: HOUSE, encoding: 'utf8' });
console.log(audit.stdout.trim() || `npm audit gives no answer here: ${audit.stderr.trim()}`);
for (const fault of faultsOf({ ...house, readme, published })) console.log(fault);
