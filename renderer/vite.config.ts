import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages: `index.html` for townships and villages, `county.html` for the county console. Everything they load is local and relative. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  // The servers put a fresh nonce in place of this word in every answer (strict CSP).
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: here('../dist/pages'),
    emptyOutDir: true,
    target: 'es2023',
    // No data: addresses: the content security policy allows only files of our own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: { index: here('index.html'), county: here('county.html') } },
  },
});
