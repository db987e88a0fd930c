import path from 'node:path';

/** Where Node keeps the compiled code of the programs that tests start; where the folder can't be written, each program compiles its own. */
export const COMPILED = path.resolve(import.meta.dirname, '../../node_modules/.cache/bianmin/compiled');
