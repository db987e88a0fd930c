/** Bundles the shell into dist/electron: main, service and its threads as ES modules, the preload as the one CommonJS file that a sandbox can load. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const outDir = here('../dist/electron');

async function bundle(entries: Record<string, string>, format: 'es' | 'cjs'): Promise<void> {
  await build({
    configFile: false,
    root: here('..'),
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
        input: entries,
        external: ['electron'],
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
  });
}

await rm(outDir, { recursive: true, force: true });
/** Threads and processes that the service starts: files beside it. */
const helpers = {
  'check-worker': here('../store/check-worker.ts'),
  'file-check-worker': here('../store/file-check-worker.ts'),
  'reader-process': here('../service/workbook/reader-process.ts'),
};
await bundle({ main: here('main.ts'), service: here('service.ts'), ...helpers }, 'es');
await bundle({ preload: here('preload.ts') }, 'cjs');
process.stdout.write(`${path.relative(process.cwd(), outDir)}\n`);
