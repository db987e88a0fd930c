/** The shape of the contract between pages and programs: a table of methods, each with one input schema, an output type and the access it needs. */
import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/**
 * `open`: also before a member of staff is chosen (first run, status). `staff`: a named member of staff is at the desk.
 * `county`: signed in at the county console.
 */
export type Access = 'open' | 'staff' | 'county';

export interface Method<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly input: Input;
  readonly access: Access;
  /** Only a type: never present at run time. */
  readonly output?: Output;
}

export type MethodTable = Readonly<Record<string, Method>>;

/** `method<Output>()(input, access)`: the output type is named, the input type follows from the schema. */
export function method<Output>() {
  return <Input extends z.ZodType>(input: Input, access: Access): Method<Input, Output> => ({ input, access });
}

/** What a caller sends (before defaults are filled in). */
export type InputOf<M> = M extends Method<infer Input, unknown> ? z.input<Input> : never;
/** What a handler receives (after the schema). */
type ParsedOf<M> = M extends Method<infer Input, unknown> ? z.output<Input> : never;
export type OutputOf<M> = M extends { readonly output?: infer Output } ? Exclude<Output, undefined> : never;

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly field?: string };

/** One async function per method: what a page calls. Failures throw ApiError. */
export type Client<T extends MethodTable> = {
  readonly [K in keyof T]: (input: InputOf<T[K]>) => Promise<OutputOf<T[K]>>;
};

/** One function per method: what a program implements. Failures throw ApiError. */
export type Handlers<T extends MethodTable, Context> = {
  readonly [K in keyof T]: (input: ParsedOf<T[K]>, context: Context) => OutputOf<T[K]> | Promise<OutputOf<T[K]>>;
};

/** The request as it crosses IPC or HTTP. */
export interface Call {
  readonly method: string;
  readonly input: unknown;
}
