/** A thread that checks events: envelope, hash, signature, size, generation. Started by check-threads.ts. */
import { parentPort } from 'node:worker_threads';
import { checkEvent, type EventCheck } from '../../shared/event/event.ts';
import { digestText, verifyHash } from '../trust/crypto.ts';

export interface CheckJob {
  readonly no: number;
  /** Each the JSON of a document. */
  readonly texts: readonly string[];
  /** Public keys by device; a device that is not here has no certificate. */
  readonly keys: ReadonlyMap<string, string>;
}

export interface CheckedJob {
  readonly no: number;
  /** What each document is, in order. */
  readonly kinds: readonly EventCheck['kind'][];
}

/** It has begun: what ends it from here on is a job's fault, not the machine's. */
export const BEGUN = 'begun';
parentPort?.postMessage(BEGUN);

parentPort?.on('message', ({ no, texts, keys }: CheckJob) => {
  const verify = (device: string, message: string, sig: string): boolean => {
    const key = keys.get(device);
    return key !== undefined && verifyHash(key, message, sig);
  };
  const kinds = texts.map((text) => checkEvent(JSON.parse(text), digestText, verify).kind);
  parentPort?.postMessage({ no, kinds } satisfies CheckedJob);
});
