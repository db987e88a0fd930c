import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { examine, type Mode } from './adapter-file.ts';

/** Outcome of a series of kills. */
export interface CrashReport {
  kills: number;
  acknowledged: number;
  /** Empty if every acknowledged write was there after each kill, and no batch was torn. */
  faults: string[];
}

const WRITER = join(import.meta.dirname, 'adapter-writer.ts');
/** After so many kills a new file is begun: examining one reads all of it. */
const KILLS_A_FILE = 10;

/** Runs the writer until it has acknowledged `after` writes, kills it in the midst of the next ones, and adds what it said. */
function runAndKill(path: string, mode: Mode, start: number, after: number, acknowledged: Set<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, path, mode, String(start)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // The writers' modules are compiled once, not anew for each kill.
      env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(path), 'compiled') },
    });
    let said = '';
    let complaint = '';
    let seen = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      seen += chunk.toString().split('\n').length - 1;
      if (seen >= after) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal !== 'SIGKILL') {
        reject(new Error(`the writer ended by itself: ${complaint}`));
        return;
      }
      // The last line may be cut off: it was not said.
      for (const line of said.split('\n').slice(0, -1)) acknowledged.add(line);
      resolve();
    });
  });
}

/** One series of kills, in files of its own. */
async function lane(folder: string, kills: number, seed: number, onKill: () => void): Promise<CrashReport> {
  const next = seededRandom(seed);
  const faults: string[] = [];
  let total = 0;
  let acknowledged = new Set<string>();
  for (let kill = 0; kill < kills && faults.length === 0; kill++) {
    const file = Math.floor(kill / KILLS_A_FILE);
    if (kill % KILLS_A_FILE === 0) {
      total += acknowledged.size;
      acknowledged = new Set();
    }
    const mode: Mode = file % 2 === 0 ? 'store' : 'file';
    const path = join(folder, `${seed}-${file}.db`);
    await runAndKill(path, mode, kill * 1_000_000, 1 + Math.floor(next() * 15), acknowledged);
    faults.push(...examine(path, mode, acknowledged).map((fault) => `kill ${kill}, ${mode}, seed ${seed}: ${fault}`));
    onKill();
  }
  return { kills, acknowledged: total + acknowledged.size, faults };
}

const LANES = 2;

/** Kills a writing process `kills` times with SIGKILL, two series side by side, and examines the file each time. */
export async function crashAdapter(
  kills: number,
  seed: number,
  onProgress: (kills: number) => void = () => undefined,
): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'pouch-crash-'));
  let done = 0;
  try {
    const reports = await Promise.all(
      Array.from({ length: LANES }, (_, i) =>
        lane(folder, Math.ceil((kills - i) / LANES), seed + i, () => onProgress(++done)),
      ),
    );
    return {
      kills: done,
      acknowledged: reports.reduce((sum, report) => sum + report.acknowledged, 0),
      faults: reports.flatMap((report) => report.faults),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
