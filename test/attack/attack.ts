/** What a class of attacks is, and how what it plays is counted. */
import type { County } from './county.ts';
import type { Draw } from './draw.ts';

/** One attack: a line that says what got through, or null where all held. */
type Attack = () => Promise<string | null>;

export interface Round {
  readonly county: County;
  readonly draw: Draw;
  /** Fewer of each: as `npm test` plays it. */
  readonly brief: boolean;
  /** Plays and counts one attack. What it throws got through, too: then it is not known whether the guard held. */
  readonly attack: (name: string, play: Attack) => Promise<void>;
}

/** One file a class, under `classes/`. */
export interface AttackClass {
  /** What `--class` calls it. */
  readonly name: string;
  /** What is attacked, and the attacker. */
  readonly attacked: string;
  /** What would count as got through. */
  readonly through: string;
  readonly play: (round: Round) => Promise<void>;
}

/** The first of them that is something; null where all held. */
export const firstOf = (...found: readonly (string | null)[]): string | null =>
  found.find((each) => each !== null) ?? null;

/** `what` where it is so, else null. */
export const when = (isSo: boolean, what: string): string | null => (isSo ? what : null);
