/** Data in, data out for the console: parse by the method's schema, ask who calls, run, put failures into words. */
import { type CountyMethods, countyMethods } from '../../shared/api/county.ts';
import type { Answer, Handlers } from '../../shared/api/contract.ts';
import { ApiError, ERROR_TEXTS, type ErrorCode } from '../../shared/api/errors.ts';
import { StoreError, type StoreErrorKind } from '../../store/errors.ts';

/** Who calls: the key of a session, null before signing in. */
export interface ConsoleContext {
  readonly session: string | null;
  readonly signedIn: boolean;
}

const CODE_OF: Readonly<Record<StoreErrorKind, ErrorCode>> = {
  Corrupt: 'corrupt',
  ReadOnly: 'read-only',
  Full: 'disk-full',
  Busy: 'busy',
  WrongKey: 'wrong-key',
  NewerVersion: 'newer-version',
  NotOurs: 'corrupt',
  Rejected: 'bad-input',
  Failed: 'internal',
};

const refusal = (code: ErrorCode, message: string = ERROR_TEXTS[code], field?: string): Answer<never> =>
  field === undefined || field === '' ? { ok: false, code, message } : { ok: false, code, message, field };

const HAN = /\p{Script=Han}/u;
// A Map: no name that a caller can send reaches anything but a method of the table.
const METHODS = new Map(Object.entries(countyMethods));

interface Call {
  readonly method: string;
  readonly input: unknown;
}

function readCall(raw: unknown): Call | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
  const { method, input } = raw as { method?: unknown; input?: unknown };
  return typeof method === 'string' && method.length <= 60 ? { method, input } : null;
}

export type ConsoleHandlers = Handlers<CountyMethods, ConsoleContext>;
type AnyHandler = (input: unknown, context: ConsoleContext) => unknown;

/** Answers any value with an Answer; never throws. */
export async function callConsole(
  handlers: ConsoleHandlers,
  raw: unknown,
  context: ConsoleContext,
  report: (failure: unknown) => void,
): Promise<Answer<unknown>> {
  const call = readCall(raw);
  const method = call === null ? undefined : METHODS.get(call.method);
  if (call === null) return refusal('bad-input', '请求格式不对。');
  if (method === undefined) return refusal('unknown-method');
  if (method.access !== 'open' && !context.signedIn) return refusal('needs-sign-in');
  const parsed = method.input.safeParse(call.input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const message = issue !== undefined && HAN.test(issue.message) ? issue.message : ERROR_TEXTS['bad-input'];
    return refusal('bad-input', message, issue?.path.map(String).join('.'));
  }
  try {
    const handler = handlers[call.method as keyof CountyMethods] as AnyHandler;
    return { ok: true, value: await handler(parsed.data, context) };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error.code, error.message, error.field);
    if (error instanceof StoreError) return refusal(CODE_OF[error.kind], error.message, error.field);
    report(error);
    return refusal('internal');
  }
}
