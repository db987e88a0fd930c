/** Starts the service of the page tests before the first of them, and ends it after the last. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type { ServiceReady } from './service-kinds.ts';

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const child = fork(path.join(import.meta.dirname, 'service-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<ServiceReady>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ServiceReady));
    child.once('exit', (code) => reject(new Error(`the service of the page tests ended with ${code}`)));
  });
  project.provide('service', ready);
  return async () => {
    child.disconnect();
    await ended;
  };
}
