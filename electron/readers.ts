/**
 * Workbooks are read in processes that may die. Only the main process can start one here, so the service asks it to: jobs and answers cross
 * its parent port by number.
 */
import type { Reader } from '../service/workbook/read-aside.ts';
import type { ReadAnswer, ReadJob } from '../service/workbook/reader-process.ts';

/** From the service to main: start a reader with a job, or end the one of that number. */
export type ReaderRequest = { readonly read: number; readonly job: ReadJob } | { readonly endRead: number };

/** From main to the service: what the reader answered; null when it has gone. */
export interface ReaderReply {
  readonly read: number;
  readonly answer: ReadAnswer | null;
}

/** A process of Electron's, as far as it matters here. */
export interface ReaderProcess {
  postMessage(job: ReadJob): void;
  on(event: 'message', listener: (answer: ReadAnswer) => void): unknown;
  once(event: 'exit', listener: () => void): unknown;
  kill(): boolean;
}

/** Main's side: does what the service asks. Returns the listener for the service's messages; others are passed over. */
export function serveReaders(
  start: () => ReaderProcess,
  reply: (message: ReaderReply) => void,
): (message: Partial<ReaderRequest>) => void {
  const running = new Map<number, ReaderProcess>();
  return (message) => {
    if ('endRead' in message && message.endRead !== undefined) running.get(message.endRead)?.kill();
    if (!('read' in message) || message.read === undefined || message.job === undefined) return;
    const { read, job } = message;
    const reader = start();
    running.set(read, reader);
    reader.on('message', (answer) => reply({ read, answer }));
    reader.once('exit', () => {
      running.delete(read);
      reply({ read, answer: null });
    });
    reader.postMessage(job);
  };
}

/** The service's side: readers that main starts. */
export function readersOver(port: {
  send(message: ReaderRequest): void;
  onMessage(listener: (message: Partial<ReaderReply>) => void): void;
}): () => Reader {
  let last = 0;
  const waiting = new Map<number, { answer?: (answer: ReadAnswer) => void; ended?: () => void }>();
  port.onMessage(({ read, answer }) => {
    const one = read === undefined ? undefined : waiting.get(read);
    if (one === undefined || answer === undefined) return;
    if (answer !== null) return one.answer?.(answer);
    waiting.delete(read as number);
    one.ended?.();
  });
  return () => {
    const read = (last += 1);
    const one: { answer?: (answer: ReadAnswer) => void; ended?: () => void } = {};
    waiting.set(read, one);
    return {
      send: (job) => port.send({ read, job }),
      onAnswer: (listener) => void (one.answer = listener),
      onEnd: (listener) => void (one.ended = listener),
      end: () => port.send({ endRead: read }),
    };
  };
}
