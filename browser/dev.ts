/** `npm run dev`: the pages as they are written, reloaded as they change, before a running sample site that is started anew when its code changes. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { untilStopped } from '../entry/stop.ts';
import { startDev } from './dev/dev-server.ts';
import { isSampleKind, SAMPLE_KINDS } from './dev/sample-kinds.ts';
import type { SampleKind } from './dev/sample-kinds.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEFAULT_PORT = 5173;
const USAGE = `用法：npm run dev -- [${Object.keys(SAMPLE_KINDS).join('|')}] [选项]
  centre 乡镇中心（默认）、village 村代办点、county 县级监管
  --port 端口   页面的端口（默认 ${DEFAULT_PORT}，被占用时取下一个；0：任意）
  --fresh       丢掉上次的样例数据，重新做一份`;

interface Wish {
  readonly kind: SampleKind;
  readonly port: number;
  readonly fresh: boolean;
}

/** Null where the words make no sense. */
function wish(): Wish | null {
  try {
    const { values, positionals } = parseArgs({
      options: { port: { type: 'string' }, fresh: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [kind = 'centre', ...more] = positionals;
    const port = Number(values.port ?? DEFAULT_PORT);
    const isRight = isSampleKind(kind) && more.length === 0 && Number.isInteger(port) && port >= 0 && port < 65_536;
    return isRight ? { kind, port, fresh: values.fresh } : null;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const wished = wish();
  if (wished === null) {
    console.error(USAGE);
    return 2;
  }
  const stopped = untilStopped();
  const dev = await startDev({
    ...wished,
    root: ROOT,
    folder: path.join(ROOT, '.cache', 'dev', wished.kind),
    say: (line) => console.log(line),
  });
  await stopped;
  await dev.close();
  return 0;
}

process.exit(await main());
