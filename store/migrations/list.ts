/** The store's own tables, step by step. A step that was released is never changed; a new one is added below it. */
import type { Migration } from '../types.ts';
import { first } from './001-first.ts';
import { sticks } from './002-sticks.ts';
import { hubMarks } from './003-hub-marks.ts';
import { hubPin } from './004-hub-pin.ts';
import { platformTold } from './005-platform-told.ts';

export const STORE_MIGRATIONS: readonly Migration[] = [first, sticks, hubMarks, hubPin, platformTold];
