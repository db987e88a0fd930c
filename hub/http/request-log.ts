/** One line of JSON a request, without personal data: no path beyond the route's pattern, no query, no body. */
import { withoutEnd } from '../../shared/outside/ends.ts';

export interface Answered {
  readonly method: string;
  /** The pattern of the route; `-` for none. */
  readonly route: string;
  readonly status: number;
  /** From the head of the request until its answer was handed to the connection. */
  readonly ms: number;
  /** As the connection counts them, heads included. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export type LogWriter = (line: string) => void;

/** `caller` is a device's id; null without a login. */
export function requestLine(at: string, caller: string | null, answered: Answered): string {
  const { method, route, status, bytesOut: bytes, ms } = answered;
  return JSON.stringify({ at, method, route, caller, status, bytes, ms: Math.round(ms) });
}

/** `at read (file:///…/hub/server.ts:12:3)` → `at read server.ts:12:3` */
function shortPlace(place: string): string {
  const url = place.search(/\(?file:\/\//);
  return url < 0 ? place : place.slice(0, url) + withoutEnd(place.slice(place.lastIndexOf('/') + 1), ')');
}

/** Returns the places in the program where an error happened, the nearest first. */
export function whereOf(failure: unknown): readonly string[] {
  return ((failure instanceof Error ? failure.stack : undefined) ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => shortPlace(line.trim()));
}

/** An error as the log may know it: its kind and where it happened, never its text, which may quote a document. */
export function failureLine(at: string, failure: unknown): string {
  const error = failure instanceof Error ? failure : new Error('unknown');
  const { code, kind } = failure as { code?: unknown; kind?: unknown };
  return JSON.stringify({ at, failure: error.name, code: String(code ?? kind ?? ''), where: whereOf(error) });
}
