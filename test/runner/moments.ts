/** When commands are killed in tests: one moment each that the seed draws, or as many as `npm run crash -- commands` asks for. */
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { seedOf } from '../fixtures/people.ts';
import { SEED } from './seed.ts';

export const HOW_MANY = 'TEST_MOMENTS';
/** At so many each kill is tried. */
export const MOMENTS = Number(process.env[HOW_MANY] ?? 1);

/** Parts of the time that a command takes when it is not killed. `name` holds the command and the process that is killed: each is drawn for itself. */
export function momentsOf(name: string): number[] {
  const next = seededRandom(seedOf(SEED, name));
  // Before that a program only starts, and has touched nothing.
  return Array.from({ length: MOMENTS }, () => 0.3 + next() * 0.65);
}
