/** The sentence for a supervisor about the CouchDB behind the hub; none while all is well. Pure. */
import type { EngineStatus } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { TEXTS } from './texts.ts';
import { agoWords } from './time-words.ts';

export interface EngineWords {
  readonly tone: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly description: string | null;
}

/** Fewer than this are on their way at any moment. */
const LAGGING = 100;

export function engineWords(engine: EngineStatus, today: LocalDate): EngineWords | null {
  if (engine.kind === 'embedded') return null;
  const { connected, since, waiting, problem } = engine;
  const words = TEXTS.couchdb;
  if (!connected)
    return {
      tone: 'error',
      title: words.away(problem ?? '', agoWords(since, today)),
      description: words.awayAction(waiting),
    };
  if (problem !== null) return { tone: 'warning', title: words.problem(problem), description: words.problemAction };
  return waiting < LAGGING ? null : { tone: 'info', title: words.waiting(waiting), description: null };
}
