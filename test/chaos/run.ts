// `npm run crash -- <what> [how often] [seed]`
import { HOW_MANY } from '../runner/moments.ts';
import { runSuite } from '../runner/run-suite.ts';
import { crashAdapter } from './adapter.ts';
import { badWeather, killSite } from './site.ts';

interface Outcome {
  summary: string;
  faults: string[];
}

const SCENARIOS: Record<string, { times: number; run(times: number, seed: number): Promise<Outcome> }> = {
  /** Kills of a site at work. */
  site: { times: 200, run: killSite },
  /** Steps of a village and its centre while lines, hub and programs fail. */
  weather: { times: 2000, run: badWeather },
  adapter: {
    times: 5000,
    run: async (times, seed) => {
      const { kills, acknowledged, faults } = await crashAdapter(times, seed, (kill) => {
        if (kill % 100 === 0) console.log(`${kill} / ${times}`);
      });
      return { summary: `${kills} kills, ${acknowledged} acknowledged writes`, faults };
    },
  },
  /** Moments at which each command, and its hub, is killed. */
  commands: {
    times: 10,
    run: async (times, seed) => {
      Object.assign(process.env, { [HOW_MANY]: String(times), TEST_SEED: String(seed) });
      const { passed, failed, unexplained } = await runSuite(['test/killed-commands.test.ts']);
      const faults = [...unexplained, ...Array.from({ length: failed }, () => 'a command, named above')];
      return { summary: `${passed} of ${passed + failed} commands`, faults };
    },
  },
};

const [what = '', often, given] = process.argv.slice(2);
const scenario = SCENARIOS[what];
if (scenario === undefined) {
  console.error(`usage: npm run crash -- <${Object.keys(SCENARIOS).join('|')}> [how often] [seed]`);
  process.exitCode = 2;
} else {
  const seed = Number(given ?? Math.floor(Math.random() * 2 ** 32));
  console.log(`${what}, seed ${seed}`);
  const { summary, faults } = await scenario.run(Number(often ?? scenario.times), seed);
  console.log(`${summary}, ${faults.length} faults`);
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
