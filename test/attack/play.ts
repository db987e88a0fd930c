/** Plays classes of attacks at a county of their own, and counts. */
import { seedOf } from '../fixtures/people.ts';
import type { AttackClass } from './attack.ts';
import { firstOf, when } from './attack.ts';
import { County, MOST_MEMORY } from './county.ts';
import { Draw } from './draw.ts';

export interface Score {
  readonly name: string;
  readonly tried: number;
  /** A line each. */
  readonly through: readonly string[];
  /** How long an honest village and its centre took afterwards to be through with a case, ms. */
  readonly honestMs: number;
  /** The most that the hub held so far, bytes. */
  readonly memory: number;
}

export interface HowPlayed {
  readonly seed: number;
  /** Fewer of each class. */
  readonly brief: boolean;
}

/** What must be so after every class, whatever it did. */
async function aftermath(county: County, failuresBefore: number): Promise<string | null> {
  return firstOf(
    await county.honestSync(),
    when((await county.memory()) > MOST_MEMORY, `the hub held ${Math.round((await county.memory()) / 1e6)} MB`),
    when(
      county.failures().length > failuresBefore,
      `a failure that nobody foresaw: ${county.failures()[failuresBefore]}`,
    ),
  );
}

/** Plays one class, and then sees whether an honest sync is served at once. Rejects where the class itself breaks off. */
export async function playClass(
  county: County,
  { name, play }: AttackClass,
  { seed, brief }: HowPlayed,
): Promise<Score> {
  let tried = 0;
  const through: string[] = [];
  const attack = async (what: string, one: () => Promise<string | null>) => {
    tried += 1;
    let found: string | null;
    try {
      found = await one();
    } catch (error) {
      found = `broke off: ${String(error)}`;
    }
    if (found !== null) through.push(`${what}: ${found}`);
  };
  const failuresBefore = county.failures().length;
  await play({ county, draw: new Draw(seedOf(seed, name)), brief, attack });
  const began = performance.now();
  await attack('afterwards', () => aftermath(county, failuresBefore));
  return { name, tried, through, honestMs: performance.now() - began, memory: await county.memory() };
}

/** Each class once, one after the other, at one county. A class that breaks off ends the round. */
export async function playRound(
  classes: readonly AttackClass[],
  how: HowPlayed,
  told: (score: Score) => void = () => undefined,
): Promise<Score[]> {
  const county = new County();
  const scores: Score[] = [];
  try {
    await county.open();
    for (const each of classes) {
      const score = await playClass(county, each, how);
      told(score);
      scores.push(score);
    }
  } finally {
    await county.close();
  }
  return scores;
}
