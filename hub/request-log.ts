/** One line of JSON a request, without personal data: no path beyond the route's pattern, no query, no body. */
interface RequestLine {
  readonly at: string;
  readonly method: string;
  readonly route: string;
  readonly caller: string | null;
  readonly status: number;
  readonly bytes: number;
  readonly ms: number;
}

export type LogWriter = (line: string) => void;

export const requestLine = (line: RequestLine): string => JSON.stringify(line);

/** An error as the log may know it: its kind and where it happened, never its text, which may quote a document. */
export function failureLine(at: string, failure: unknown): string {
  const error = failure instanceof Error ? failure : new Error('unknown');
  const { code, kind } = failure as { code?: unknown; kind?: unknown };
  const where = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => line.trim().replace(/\(?file:\/\/\S*\/(\S+?)\)?$/, '$1'));
  return JSON.stringify({ at, failure: error.name, code: String(code ?? kind ?? ''), where });
}
