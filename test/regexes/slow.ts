/** Which regular expressions take longer than in proportion to a text made for it. */
import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { checkSync } from 'recheck';

// In this process, the same on every machine.
process.env['RECHECK_SYNC_BACKEND'] = 'pure';
/** Found by counted steps and a fixed seed alone: a busy machine comes to the same as an idle one. */
const NO_CLOCK = { timeout: null, attackTimeout: null, incubationTimeout: null, recallTimeout: null } as unknown as {
  timeout: number;
};

const parser = new RegExpParser({ ecmaVersion: 2025 });

/**
 * The alternatives of an expression that hold a repeat without end. Those without any look at a bounded number of characters from every place,
 * and each alternative is tried by itself.
 */
function openAlternatives(source: string, flags: string): string[] {
  const pattern = parser.parsePattern(source, undefined, undefined, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  return pattern.alternatives
    .filter((alternative) => {
      let open = false;
      visitRegExpAST(alternative, { onQuantifierEnter: ({ max }) => (open ||= max === Infinity) });
      return open;
    })
    .map(({ raw }) => raw);
}

/** How long a text made for it takes, e.g. `/x+$/: 2nd degree polynomial by 'x'.repeat(31000) + 'y'`; null: never longer than in proportion. */
export function slowness(source: string, flags: string): string | null {
  for (const alternative of openAlternatives(source, flags)) {
    const found = checkSync(alternative, flags, NO_CLOCK);
    if (found.status === 'safe') continue;
    const how =
      found.status === 'vulnerable'
        ? `${found.complexity.summary} by ${found.attack.pattern.slice(0, 200)}`
        : 'unknown';
    return `/${alternative}/${flags}: ${how}`;
  }
  return null;
}
