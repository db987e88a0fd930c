// The program that is killed: a centre's service at work, saying on standard output what it has acknowledged.
import { writeSync } from 'node:fs';
import type { MatterCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { applicant } from '../site/applicant.ts';
import { Machine } from '../site/machine.ts';

const [base = '', start = '0', seed = '1'] = process.argv.slice(2);
const IMMEDIATE = 'SB-006' as MatterCode;

const open = await new Machine(base).open({ limits: { idleMs: 2_000, stallMs: 4_000, debounceMs: 20 } });
const next = seededRandom(Number(seed));

/** One line a case: its running number, which is also its note, and its id. Synchronous, so that a kill cannot lose it. */
for (let n = Number(start); ; n += 1) {
  const concluded: StepInput = { type: 'concluded', data: { result: 'approved' } };
  const answer = await open.call('cases.register', {
    matter: IMMEDIATE,
    person: applicant(inventPerson(next)),
    materials: [],
    window: '社会保障',
    note: `case ${n}`,
    // oxlint-disable-next-line unicorn/no-thenable
    steps: n % 2 === 0 ? [concluded] : [],
  });
  writeSync(1, `${n} ${answer.case}\n`);
  // Lets sync take its turn: kills shall also meet it at work.
  await new Promise((resume) => setImmediate(resume));
}
