/** An open hub with a fresh database before every test, and ways to ask it. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type OpenHub, startOpenHub } from './open-hub.ts';

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
  readonly text: string;
}

export interface OpenClient {
  readonly url: string;
  /** The test's own database. */
  readonly database: string;
  /** Failures that the hub did not foresee. */
  readonly failures: readonly unknown[];
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Writes a document and answers its revision. */
  put(id: string, doc: object): Promise<string>;
}

/** {} for what is no JSON: a page of bytes, a feed of many lines, nothing. */
function jsonOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Call it once at the top of a test file. */
export function openClient(): OpenClient {
  let hub: OpenHub;
  let database = '';
  let count = 0;
  const failures: unknown[] = [];

  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const plain = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${hub.url}/${database}${path}`, {
      method,
      headers: { ...(body === undefined || plain ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: plain ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  }

  beforeAll(async () => {
    hub = await startOpenHub(0, (failure) => failures.push(failure));
  });
  afterAll(() => hub.close());
  beforeEach(async () => {
    database = `db${(count += 1)}`;
    await ask('PUT', '');
  });
  return {
    get url() {
      return hub.url;
    },
    get database() {
      return database;
    },
    failures,
    ask,
    put: async (id, doc) => String((await ask('PUT', `/${id}`, doc)).json['rev']),
  };
}
