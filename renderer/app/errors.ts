/** What a person reads when something failed: one sentence, and one thing to do. */
import { ApiError, ERROR_TEXTS } from '../../shared/api/errors.ts';
import type { ErrorCode } from '../../shared/api/errors.ts';
import { ConnectionLost } from './api.ts';

export interface ErrorWords {
  readonly code: ErrorCode | 'lost';
  readonly message: string;
  readonly action: string | null;
  readonly field: string | null;
}

const ACTIONS: Partial<Record<ErrorCode, string>> = {
  'bad-input': '改好标出的地方再保存。',
  'not-allowed': '看一下这一件现在的状态，再选能办的步骤。',
  conflict: '已经为您重新读取，请看过最新情况再办。',
  duplicate: '先打开已有的那一件看看。',
  'needs-staff': '点右上角选择工作人员。',
  'needs-today': '在页面上方确认今天的日期。',
  'hub-refused': '把这句话告诉县管理员。',
  busy: '等几秒再点一次。',
  'read-only': '联系管理员检查磁盘。',
  'disk-full': '删除不用的文件后再点一次。',
  internal: '再点一次；还不行就重新打开便民通。',
};

const LOST = '便民通的后台程序没有回应，刚才这一步没有保存。';
const LOST_ACTION = '请关闭这个窗口，从桌面重新打开便民通。已保存的内容都还在。';

/** Others follow it, so it ends as a sentence does; what a file or the hub says may not. */
const sentenceOf = (message: string): string => (/[。！？…!?]$/u.test(message) ? message : `${message}。`);

/** Words for any failure of a call. */
export function describeError(error: unknown): ErrorWords {
  if (error instanceof ApiError)
    return {
      code: error.code,
      message: sentenceOf(error.message),
      action: ACTIONS[error.code] ?? null,
      field: error.field ?? null,
    };
  if (error instanceof ConnectionLost) return { code: 'lost', message: LOST, action: LOST_ACTION, field: null };
  return { code: 'internal', message: ERROR_TEXTS.internal, action: ACTIONS.internal ?? null, field: null };
}
