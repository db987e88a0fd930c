/**
 * The one way into a program that has a contract, the service and the county console: data in (`{method, input}`), data out (`Answer`). IPC,
 * HTTP and the local socket share it, so a request is parsed, allowed, run and its failure put into words in the same way wherever it came from.
 */
import type { z } from 'zod';
import type { Access, Answer, Handlers, MethodTable } from './contract.ts';
import { ApiError, ERROR_TEXTS } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { chineseIssue } from './chinese-issue.ts';

export interface RpcOptions<Context> {
  /** Returns null where this caller may use methods of this access, else the code that says why not. */
  readonly refuse: (access: Access, context: Context) => ErrorCode | null;
  /** Puts errors of lower rooms (a full disk, a busy file) into codes; null for what it does not know. */
  readonly translate?: (error: unknown) => ApiError | null;
  /** Takes an unforeseen error and its method. What is written down of it must not hold what a person typed. */
  readonly onBug?: (method: string, error: unknown) => void;
}

export interface RpcServer<Context> {
  /** Answers any value whatever with an Answer; never throws. Nothing is changed unless the answer is ok or the handler itself had begun. */
  call(raw: unknown, context: Context): Promise<Answer<unknown>>;
}

/** The shape of any handler once its input has been parsed by the schema of the same name. */
type AnyHandler<Context> = (input: unknown, context: Context) => unknown;

const failure = (code: ErrorCode, message: string = ERROR_TEXTS[code], field?: string): Answer<never> =>
  field === undefined ? { ok: false, code, message } : { ok: false, code, message, field };

const answerOf = (error: ApiError): Answer<never> => failure(error.code, error.message, error.field);

/** Joins a table of methods with the functions that implement it. */
export function rpcServer<T extends MethodTable, Context>(
  methods: T,
  handlers: Handlers<T, Context>,
  options: RpcOptions<Context>,
): RpcServer<Context> {
  // A Map: no name that a caller can send reaches anything but an own method of the table.
  const byName = new Map(Object.entries(methods));

  async function run(name: string, raw: unknown, context: Context): Promise<Answer<unknown>> {
    const method = byName.get(name);
    if (!method) return failure('unknown-method');
    const refused = options.refuse(method.access, context);
    if (refused !== null) return failure(refused);
    const parsed = parse(method.input, raw);
    if (!parsed.ok) return parsed.answer;
    const handler = handlers[name as keyof T] as AnyHandler<Context>;
    return { ok: true, value: await handler(parsed.value, context) };
  }

  return {
    async call(raw, context) {
      let name = '';
      try {
        const call = readCall(raw);
        if (!call) return failure('bad-input', '请求格式不对。');
        name = call.method;
        return await run(name, call.input, context);
      } catch (error) {
        if (error instanceof ApiError) return answerOf(error);
        const known = options.translate?.(error) ?? null;
        if (known === null || known.code === 'internal') options.onBug?.(name, error);
        return known === null ? failure('internal') : answerOf(known);
      }
    },
  };
}

/** Takes the two fields by value, so that what is checked is what is run. */
function readCall(raw: unknown): { method: string; input: unknown } | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
  const { method, input } = raw as { method?: unknown; input?: unknown };
  return typeof method === 'string' && method.length <= 60 ? { method, input } : null;
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly answer: Answer<never> };

function parse(schema: z.ZodType, raw: unknown): Parsed {
  const parsed = schema.safeParse(raw, { error: chineseIssue });
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.');
  return { ok: false, answer: failure('bad-input', issue?.message, field === '' ? undefined : field) };
}
