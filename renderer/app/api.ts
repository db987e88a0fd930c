/** The typed client of the pages: one async function per method of a contract, over any way of sending. */
import type { Answer, Call, Client, MethodTable } from '../../shared/api/contract.ts';
import { ApiError, ERROR_TEXTS } from '../../shared/api/errors.ts';
import type { ErrorCode } from '../../shared/api/errors.ts';

/** Carries one call and brings the answer as it came. Rejects with ConnectionLost when the program does not answer. */
export type Send = (call: Call) => Promise<unknown>;

/** The program behind the page does not answer at all (it was closed, or it crashed). */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_TEXTS, code);

/** The value of an answer. Throws ApiError for a refusal, and `internal` for what is no answer at all. */
export function readAnswer(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) throw new ApiError('internal');
  const given = answer as Answer<unknown>;
  if (given.ok) return given.value;
  if (!isErrorCode(given.code)) throw new ApiError('internal');
  const message = typeof given.message === 'string' && given.message !== '' ? given.message : undefined;
  throw new ApiError(given.code, message, typeof given.field === 'string' ? given.field : undefined);
}

/** One function per method of the table. Failures throw ApiError or ConnectionLost. */
export function createClient<T extends MethodTable>(methods: T, send: Send): Client<T> {
  const calls = Object.keys(methods).map((method) => [
    method,
    async (input: unknown) => readAnswer(await send({ method, input })),
  ]);
  return Object.fromEntries(calls) as Client<T>;
}
