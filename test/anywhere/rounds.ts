/** The circumstances under which the suite must pass, as data: each is one round of `npm run test:anywhere`. */

export interface Circumstances {
  readonly name: string;
  readonly what: string;
  /** What the clock is set to, from the true time. */
  readonly clock?: (now: Date) => Date;
  readonly env?: Readonly<Record<string, string>>;
  /** As a user made for it that owns nothing else. */
  readonly otherUser?: true;
  /** Two loops that want all of two processors. */
  readonly busy?: true;
  /** For vitest. */
  readonly args?: readonly string[];
}

const CHINA_HOURS = 8;
const DAY_MS = 86_400_000;
const noon = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day, 4));
/** Ten minutes before the next midnight of a zone that is so many hours ahead of UTC. */
const tenToMidnight = (now: Date, hours: number) =>
  new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS - hours * 3_600_000 - 600_000);
/** The next leap year, from the year after this one on. */
const leapYear = (now: Date) => {
  let year = now.getUTCFullYear() + 1;
  while (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0)) year++;
  return year;
};

export const SUITE_ROUNDS: readonly Circumstances[] = [
  { name: 'root', what: 'as the user who calls (root, most often)' },
  { name: 'user', what: 'as another user', otherUser: true },
  { name: 'later', what: '47 days on', clock: (now) => new Date(now.getTime() + 47 * DAY_MS) },
  { name: 'new-year', what: 'on the eve of a year', clock: (now) => noon(now.getUTCFullYear() + 1, 12, 31) },
  { name: 'leap-day', what: 'on a leap day', clock: (now) => noon(leapYear(now), 2, 29) },
  { name: 'midnight-china', what: 'ten to midnight in China', clock: (now) => tenToMidnight(now, CHINA_HOURS) },
  { name: 'midnight-utc', what: 'ten to midnight in UTC', clock: (now) => tenToMidnight(now, 0) },
  { name: 'zone-china', what: 'in China’s zone', env: { TZ: 'Asia/Shanghai' } },
  { name: 'zone-west', what: 'eight hours west', env: { TZ: 'America/Los_Angeles' } },
  { name: 'zone-east', what: 'fourteen hours east', env: { TZ: 'Pacific/Kiritimati' } },
  { name: 'shuffled', what: 'files in another order', args: ['--sequence.shuffle.files'] },
  { name: 'busy', what: 'beside two busy loops', busy: true },
];

/**
 * Returns several circumstances as one round, so that few runs cover all of them.
 * Throws an Error where two of them set the clock or the same variable.
 */
export function together(rounds: readonly Circumstances[]): Circumstances {
  const clocks = rounds.flatMap(({ clock }) => clock ?? []);
  const variables = rounds.flatMap(({ env }) => Object.keys(env ?? {}));
  const name = rounds.map((round) => round.name).join('+');
  if (clocks.length > 1 || new Set(variables).size < variables.length)
    throw new Error(`${name}: two of them contradict each other`);
  return {
    name,
    what: rounds.map(({ what }) => what).join(', '),
    ...(clocks[0] !== undefined && { clock: clocks[0] }),
    env: Object.assign({}, ...rounds.map(({ env }) => env)) as Record<string, string>,
    ...(rounds.some(({ otherUser }) => otherUser) && { otherUser: true }),
    ...(rounds.some(({ busy }) => busy) && { busy: true }),
    args: rounds.flatMap(({ args }) => args ?? []),
  };
}
