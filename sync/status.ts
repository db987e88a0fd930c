/** What the light says, from facts: never from the replicator's word alone (LEDGER §5). Pure. */
import type { SyncStatus } from '../shared/api/rows.ts';
import { minuteOf } from '../shared/base/minute.ts';
import { SYNC_FAILURES } from './failures.ts';
import type { SyncFailureKind } from './failures.ts';

export interface SyncFacts {
  /** `no-line`: enrolled by stick, and nowhere to call. */
  readonly mode: 'new' | 'trial' | 'no-line' | 'enrolled';
  readonly running: boolean;
  readonly unsynced: number;
  readonly drafts: number;
  readonly lastComplete: number | null;
  /** How the last run ended; null when it was complete or there was none. */
  readonly failure: SyncFailureKind | null;
  /** Hub time minus machine time in ms; null where unknown. */
  readonly offset: number | null;
}

/** Deadlines count days and a due time is noted in minutes: what is less than this does no harm. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

export function syncStatus(facts: SyncFacts): SyncStatus {
  const { lastComplete } = facts;
  return {
    ...word(facts),
    unsynced: facts.unsynced,
    drafts: facts.drafts,
    lastAt: lastComplete === null ? null : new Date(lastComplete).toISOString(),
    lastTime: lastComplete === null ? null : minuteOf(lastComplete),
  };
}

type Word = Pick<SyncStatus, 'state' | 'text' | 'action'>;

function word(facts: SyncFacts): Word {
  if (facts.mode === 'new')
    return { state: 'local-only', text: '这台电脑还没有登记。', action: '请先向县里要登记码登记，或先试用。' };
  if (facts.mode === 'trial')
    return { state: 'local-only', text: '试用中，数据只在本机，不上报。', action: '正式使用请先向县里要登记码登记。' };
  if (facts.mode === 'no-line') return noLineWord(facts);
  if (facts.running) return { state: 'running', text: `正在与县里核对${waiting(facts)}。`, action: null };
  if (facts.failure !== null) {
    const { state, text, action } = SYNC_FAILURES[facts.failure];
    return {
      state,
      text: facts.unsynced > 0 ? `${text.replace(/。$/, '')}，${facts.unsynced} 条未到县里。` : text,
      action,
    };
  }
  const clock = clockWord(facts.offset);
  if (clock) return clock;
  if (facts.unsynced > 0)
    return { state: 'idle', text: `${facts.unsynced} 条还没有到县里。`, action: '联网后自动上报，也可点“立即同步”。' };
  if (facts.lastComplete === null) return { state: 'idle', text: '还没有与县里核对过。', action: '可点“立即同步”。' };
  return { state: 'idle', text: `全部已到县里（${minuteOf(facts.lastComplete)} 核对）。`, action: null };
}

function noLineWord({ unsynced, lastComplete }: SyncFacts): Word {
  if (unsynced > 0)
    return {
      state: 'idle',
      text: `这台电脑不联网，${unsynced} 条还没有县里的回执。`,
      action: '请拷到U盘，带到中心或县里。',
    };
  const text = lastComplete === null ? '这台电脑不联网，用U盘上报。' : '这台电脑不联网，已办的件都有县里的回执。';
  return { state: 'idle', text, action: null };
}

const waiting = ({ unsynced }: SyncFacts): string => (unsynced > 0 ? `，${unsynced} 条待确认` : '');

/** Sync never refuses for drift, it says so. */
function clockWord(offset: number | null): Word | null {
  if (offset === null || Math.abs(offset) <= CLOCK_TOLERANCE_MS) return null;
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const direction = offset > 0 ? '慢' : '快';
  return {
    state: 'attention',
    text: `本机时钟比县里${direction} ${minutes} 分钟。`,
    action: '请校准这台电脑的日期和时间；已办的件不受影响。',
  };
}
