/** `npm run demo`: a believable county on this machine: a hub, a centre and a village point. Gone again when it ends. */
import packageJson from '../package.json' with { type: 'json' };
import { pagesFolder, PagesError, readyPages } from '../entry/built-pages.ts';
import { untilStopped } from '../entry/stop.ts';
import { seededRandom } from '../shared/base/seeded-random.ts';
import { startDemo, StoppedDemo } from './demo/demo-county.ts';
import type { DemoCounty } from './demo/demo-county.ts';

const say = (line: string): void => console.log(line);

function printAddresses(demo: DemoCounty): void {
  say('');
  say(`县级监管    ${demo.hub.consoleAddress}/county/`);
  say(`            管理口令：${demo.adminSecret}`);
  say(`乡镇中心    ${demo.centre.address()}`);
  say(`村代办点    ${demo.village.address()}`);
  say('');
  say('后两个地址各能用一次，五分钟内有效；要新的请按回车。里面的人都是编的。按 Ctrl+C 结束，数据随之清除。');
}

async function main(): Promise<void> {
  await readyPages(say);
  let isStopped = false;
  const stopped = untilStopped();
  void stopped.finally(() => (isStopped = true));
  const demo = await startDemo({
    pages: pagesFolder(),
    version: packageJson.version,
    random: seededRandom(20_171_109),
    clock: { now: () => Date.now() },
    say,
    stopped: () => isStopped,
  });
  printAddresses(demo);
  process.stdin.on('data', () => printAddresses(demo));
  await stopped;
  say('正在结束并清除演示数据…');
  await demo.close();
}

try {
  await main();
} catch (error) {
  if (error instanceof PagesError) console.error(error.message);
  else if (!(error instanceof StoppedDemo)) throw error;
  process.exit(error instanceof PagesError ? 1 : 0);
}
process.exit(0);
