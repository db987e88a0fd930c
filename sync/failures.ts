/**
 * What can go wrong between a site and the hub, as a table: each kind has one sentence and one action for the person at the
 * desk, and says whether trying again by itself makes sense (docs/SYNC.md). Nothing here is ever silent.
 */
import { asStoreError, StoreError } from '../store/file/errors.ts';

interface Failure {
  readonly text: string;
  readonly action: string;
  /** The light: no line to the county, or something a person should look at. */
  readonly state: 'offline' | 'attention';
  /** False where only a person can help; the five-minute timer still looks again. */
  readonly retrySoon: boolean;
  /** True when a smaller batch may get through. */
  readonly shrink: boolean;
}

export const SYNC_FAILURES = {
  offline: {
    text: '连不上县里，数据已保存在本机。',
    action: '联网后会自动上报，不影响办件。',
    state: 'offline',
    retrySoon: true,
    shrink: false,
  },
  stalled: {
    text: '网络太慢或中断，这一次没有传完。',
    action: '程序会分成小批自动再传，不影响办件。',
    state: 'offline',
    retrySoon: true,
    shrink: true,
  },
  'too-large': {
    text: '一次上报的内容太大，县里没有收下。',
    action: '程序会分成小批自动再传。',
    state: 'offline',
    retrySoon: true,
    shrink: true,
  },
  portal: {
    text: '网络要求先登录（出现了网页而不是县里的回答）。',
    action: '请打开浏览器登录上网，或请网络管理员放行县里的地址。',
    state: 'attention',
    retrySoon: true,
    shrink: false,
  },
  unencrypted: {
    text: '回答没有加密，不是县里的服务器，可能网络要求先登录；什么都没有发出。',
    action: '请打开浏览器看看是否要登录上网；不用登录的，请核对县里的地址和端口。',
    state: 'attention',
    retrySoon: true,
    shrink: false,
  },
  'wrong-key': {
    text: '这个地址上回答的不是县里的服务器（钥匙不对），什么都没有发出。',
    action: '可能是上网登录页、代理或另一台服务器；县里换过钥匙的，请要一个新登记码，在“本机状态”里核对新钥匙。',
    state: 'attention',
    retrySoon: true,
    shrink: false,
  },
  'not-a-hub': {
    text: '这个地址的回答不像县里的服务器。',
    action: '请核对县里的地址；如地址没有变，请联系县管理员。',
    state: 'attention',
    retrySoon: true,
    shrink: false,
  },
  oversized: {
    text: '收到的回答大得不像县里的，没有读完，也没有采用。',
    action: '程序会自动再试；一直这样请联系县管理员，检查县里的服务器和它前面的代理。',
    state: 'attention',
    retrySoon: true,
    shrink: false,
  },
  trouble: {
    text: '县里的服务器暂时有问题。',
    action: '程序会自动再试；长时间不恢复请联系县管理员。',
    state: 'attention',
    retrySoon: true,
    shrink: false,
  },
  later: {
    text: '县里现在忙，请这台电脑稍后再传。',
    action: '程序到时会自动再传，不影响办件。',
    state: 'offline',
    retrySoon: true,
    shrink: false,
  },
  refused: {
    text: '县里不认这台电脑的登记。',
    action: '请联系县管理员；本机数据都在，不要重装。',
    state: 'attention',
    retrySoon: false,
    shrink: false,
  },
  revoked: {
    text: '这台电脑已被县里停用，不能再接收数据；已办的件仍会上报，由县里决定是否收入台账。',
    action: '请联系县管理员确认停用原因，上报完之前不要关机或清空。',
    state: 'attention',
    retrySoon: false,
    shrink: false,
  },
  'hub-changed': {
    text: '连上的不是原来登记的县服务器，没有传数据。',
    action: '请联系县管理员核对地址，确认后重新登记。',
    state: 'attention',
    retrySoon: false,
    shrink: false,
  },
  denied: {
    text: '有记录没有被县里收下，已保存在本机并列出。',
    action: '请把“未被收下的记录”告诉县管理员，不要重复登记。',
    state: 'attention',
    retrySoon: false,
    shrink: true,
  },
  unconfirmed: {
    text: '全部记录已交给县里，但还有记录没有得到县里的确认。',
    action: '程序会继续核对；明天仍如此请联系县管理员。',
    state: 'attention',
    retrySoon: false,
    shrink: false,
  },
  'disk-full': {
    text: '本机磁盘已满，收不下新的数据。',
    action: '请先腾出磁盘空间，再点“立即同步”。',
    state: 'attention',
    retrySoon: false,
    shrink: false,
  },
  'local-store': {
    text: '本机数据文件暂时写不进去。',
    action: '请重启程序；仍不行请联系县管理员，不要删除数据文件夹。',
    state: 'attention',
    retrySoon: false,
    shrink: false,
  },
} as const satisfies Record<string, Failure>;
export type SyncFailureKind = keyof typeof SYNC_FAILURES;

/** A run, or one request of it, ended for a known reason. `detail` is for the table of runs: technical, never personal data. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly kind: SyncFailureKind;
  readonly detail: string;
  /** The hub's own code of its refusal; '' without one. */
  readonly hubCode: string;
  /** The hub asks not to come again before so many ms; 0 where it did not. */
  readonly retryAfterMs: number;

  constructor(kind: SyncFailureKind, detail: string, hubCode = '', retryAfterMs = 0) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = detail;
    this.hubCode = hubCode;
    this.retryAfterMs = retryAfterMs;
  }
}

const STALL_CODES: readonly string[] = ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'];

/** Returns whether the other end, or something between, has ended the connection. */
export const hasEnded = (error: unknown): boolean =>
  STALL_CODES.includes(String((error as { code?: unknown } | null)?.code));

/** What a socket or stream error means. */
export function failureOfSocket(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? 'unknown');
  // Unpacked, it is more than any answer of the hub.
  if (code === 'ERR_BUFFER_TOO_LARGE') return new SyncError('oversized', code);
  if (code.startsWith('HPE_') || code.startsWith('Z_')) return new SyncError('not-a-hub', code);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return new SyncError('unencrypted', code);
  return new SyncError(hasEnded(error) ? 'stalled' : 'offline', code);
}

/** What an error of our own data file means; null for what is none. */
export function failureOfStore(error: unknown): SyncError | null {
  const known = asStoreError(error);
  return known instanceof StoreError
    ? new SyncError(known.kind === 'Full' ? 'disk-full' : 'local-store', known.kind)
    : null;
}
