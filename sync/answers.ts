/**
 * What an HTTP answer means: told by its status first, then by what is in it. A proxy in front of the hub answers too, with pages of its own: 413
 * means the same from either, but only the hub's own words refuse this machine or a document. (docs/SYNC.md has the table.)
 */
import { BOUNDS } from '../shared/outside/bounds.ts';
import { JsonError, readJson, readPage } from '../shared/outside/json.ts';
import { REGULAR_MS } from './backoff.ts';
import { SyncError, type SyncFailureKind } from './failures.ts';

/** An answer with its body unpacked; null where the body could not be read. */
export interface WholeAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly retryAfter: string | undefined;
  readonly body: Buffer | null;
}

/** These mean the same from the hub and from a proxy. */
const BY_STATUS: Readonly<Record<number, SyncFailureKind>> = {
  408: 'stalled',
  413: 'too-large',
  429: 'later',
  504: 'stalled',
  511: 'portal',
};

/** What these mean in the hub's own words; with a page, or without a body, they only say that this is not the hub. */
const BY_HUB_STATUS: Readonly<Record<number, SyncFailureKind>> = {
  400: 'denied',
  401: 'refused',
  403: 'refused',
  422: 'denied',
};

/** The hub's own codes say more than the status (LEDGER §6: what is wrong with a document refuses the whole request). */
const BY_CODE: Readonly<Record<string, SyncFailureKind>> = {
  revoked: 'revoked',
  stopping: 'later',
  later: 'later',
  envelope: 'denied',
  hash: 'denied',
  signature: 'denied',
  size: 'denied',
  generation: 'denied',
  deleted: 'denied',
  attachments: 'denied',
  quota: 'denied',
};

/** Statuses that are part of CouchDB's replication protocol and no failure: a missing checkpoint, a lost race for one. */
const PROTOCOL_STATUSES: readonly number[] = [404, 409, 412];

/** The hub keeps no more checkpoints of this device: PouchDB replicates without one. */
const PROTOCOL_CODES: readonly string[] = ['checkpoint-quota'];

const PAGE_TYPE = /^\s*(text\/html|application\/xhtml)/i;
const PAGE_BEGIN = /^[\s\uFEFF]*<(!doctype|!--|html|head|body|script|meta|\?xml)/i;

/** The hub's own error code (never its free text, which might quote a document); null when these are not the hub's words. */
function codeOf(text: string): string | null {
  try {
    const { error } = readJson(text, BOUNDS.small) as { error?: unknown };
    if (typeof error !== 'string') return null;
    return /^[a-z0-9_-]{1,40}$/.test(error) ? error : '';
  } catch {
    return null;
  }
}

/** The value of an answer that says yes. The type that a proxy wrote above it is not asked. Throws SyncError. */
function valueOf(text: string, { status, type }: WholeAnswer): unknown {
  try {
    return readPage(text, BOUNDS.peer);
  } catch (error) {
    const fault = error instanceof JsonError ? error.fault : 'syntax';
    if (fault === 'depth' || fault === 'values') throw new SyncError('oversized', fault);
    const isPage = PAGE_TYPE.test(type ?? '') || PAGE_BEGIN.test(text);
    throw new SyncError(isPage ? 'portal' : 'not-a-hub', `status ${status} without JSON`);
  }
}

/** How a failure status is meant. `code` is the hub's, null when the words are not the hub's. */
function failureOfStatus(status: number, code: string | null, isAskedToWait: boolean): SyncFailureKind {
  const byHub = code === null ? undefined : (BY_CODE[code] ?? BY_HUB_STATUS[status]);
  if (byHub !== undefined) return byHub;
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  if (status === 503 && isAskedToWait) return 'later';
  return status >= 500 ? 'trouble' : 'not-a-hub';
}

/** What `Retry-After` asks for in seconds, up to the regular timer; a date, which hangs on two clocks, is not heeded. */
function retryAfterMs(text = ''): number {
  return /^\d+$/.test(text) ? Math.min(REGULAR_MS, Number(text) * 1000) : 0;
}

/** What an answer says that may be read as the hub's. Throws SyncError for every other. */
export function readAnswer(answer: WholeAnswer): { readonly text: string; readonly value: unknown } {
  const { status } = answer;
  // A login page of the network in between sends elsewhere.
  if (status >= 300 && status < 400 && status !== 304) throw new SyncError('portal', `status ${status}`);
  const text = answer.body?.toString('utf8') ?? '';
  if (status >= 200 && status < 300) return { text, value: valueOf(text, answer) };
  const code = codeOf(text);
  const isProtocol = PROTOCOL_STATUSES.includes(status) && BY_CODE[code ?? ''] === undefined;
  if (code !== null && (isProtocol || PROTOCOL_CODES.includes(code)))
    return { text, value: readJson(text, BOUNDS.small) };
  const waitMs = retryAfterMs(answer.retryAfter);
  const kind = failureOfStatus(status, code, waitMs > 0);
  throw new SyncError(kind, `status ${status} ${code ?? ''}`.trim(), code ?? '', waitMs);
}
