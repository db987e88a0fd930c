/** `npm run electron:build`: the shell's files in dist/electron. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleShell } from './bundle.ts';

const outDir = path.resolve(import.meta.dirname, '../dist/electron');
await rm(outDir, { recursive: true, force: true });
await bundleShell(outDir);
process.stdout.write(`${path.relative(process.cwd(), outDir)}\n`);
