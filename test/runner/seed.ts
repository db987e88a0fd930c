/**
 * The seed of every test that makes its input by chance. `npm test` plays the same input every time, so that red means a change; `npm run test:random`
 * gives another seed to each round, and TEST_SEED plays one of those again. Loaded before each file.
 */
import { configureGlobal } from 'fast-check';

/** 32 bits. */
export const SEED = Number(process.env['TEST_SEED'] ?? 20_261_130);

configureGlobal({ seed: SEED });
