/** The shell as files for Electron: main, service and its threads and processes as ES modules, the preload as the one CommonJS file that a sandbox can load. */
import path from 'node:path';
import { build, type Rollup } from 'vite';

const HOUSE = path.resolve(import.meta.dirname, '..');
/** By the name of the file that each becomes. Threads and processes are started as files beside the one that starts them. */
const MODULES: Readonly<Record<string, string>> = {
  main: 'electron/main.ts',
  service: 'electron/service.ts',
  'check-worker': 'store/ledger/check-worker.ts',
  'file-check-worker': 'store/file/file-check-worker.ts',
  'reader-process': 'service/workbook/reader-process.ts',
};
const SANDBOXED: Readonly<Record<string, string>> = { preload: 'electron/preload.ts' };

async function bundle(
  entries: Readonly<Record<string, string>>,
  format: 'es' | 'cjs',
  outDir: string,
): Promise<readonly Rollup.OutputChunk[]> {
  const made = await build({
    configFile: false,
    root: HOUSE,
    logLevel: 'warn',
    // Packages stay outside: they are installed beside the bundle, native parts and all.
    ssr: { external: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(HOUSE, file)])),
        external: ['electron'],
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          // In no folder of their own: what starts a thread may be shared by two entries, and finds the thread's file beside itself.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  });
  return [made]
    .flat()
    .flatMap((each) => ('output' in each ? each.output : []))
    .filter((each) => each.type === 'chunk');
}

/** Writes the files into a folder that is there and empty, or not there yet. Returns what they were made of. */
export async function bundleShell(outDir: string): Promise<readonly Rollup.OutputChunk[]> {
  return [...(await bundle(MODULES, 'es', outDir)), ...(await bundle(SANDBOXED, 'cjs', outDir))];
}
