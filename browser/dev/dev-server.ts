/**
 * The pages by the bundler's own server, before a sample that runs in a process of its own. A page's calls go to the sample that runs at
 * that moment, with the key that this one knows: no page has to be opened anew when the sample was.
 */
import { mkdirSync, rmSync, watch } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { createServer } from 'vite';
import { SAMPLE_KINDS, type SampleKind } from './sample-kinds.ts';
import { SampleProcess } from './sample-process.ts';

/** The rooms whose code the sample runs. */
const WATCHED: readonly string[] = ['shared', 'store', 'sync', 'pages', 'entry', 'service', 'hub', 'browser'];
/** An editor that saves several files, or one in two steps, is one change, ms. */
const QUIET_MS = 150;
/** Any token will do: the pages here come without one of the host. */
const TOKEN = 'development-pages';
/** The same limit as the hosts that it stands before. */
const MAX_BODY = 30 * 1024 * 1024;

export interface DevOptions {
  readonly kind: SampleKind;
  /** Of the pages; 0 for any. */
  readonly port: number;
  /** Throws the sample's data away first. */
  readonly fresh: boolean;
  readonly root: string;
  /** Where the sample's data lies. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

export interface Dev {
  close(): Promise<void>;
}

/** Starts everything and says the page's address. Rejects when another program has the port or the pages' set-up is wrong. */
export async function startDev(options: DevOptions): Promise<Dev> {
  const { kind, root, folder, say } = options;
  if (options.fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  const sample = new SampleProcess(kind, folder, say);
  const { page, keyHeader } = SAMPLE_KINDS[kind];

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (request.url === '/session') return json(response, 200, { key: TOKEN });
    const ready = await sample.ready;
    if (ready === null) return json(response, 503, null);
    const signsIn = request.headers[keyHeader] === undefined;
    const answer = await fetch(ready.origin + (request.url ?? ''), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: ready.origin,
        ...(signsIn ? {} : { [keyHeader]: ready.key }),
      },
      body,
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  const vite = await createServer({
    configFile: path.join(root, 'renderer', 'vite.config.ts'),
    cacheDir: path.join(root, '.cache', 'vite'),
    clearScreen: false,
    server: { host: '127.0.0.1', port: options.port, strictPort: options.port === 0 },
    plugins: [
      {
        name: 'sample-calls',
        configureServer(server) {
          server.middlewares.use((request, response, next) => {
            if (request.method !== 'POST') return next();
            // The sample ended in the middle of the call: the page asks again.
            forward(request, response).catch(() => json(response, 503, null));
          });
        },
      },
    ],
  });
  await vite.listen();
  const address = vite.resolvedUrls?.local[0]?.replace(/\/$/u, '') ?? '';

  const ready = await sample.ready;
  say(`页面     ${address}${page}#${TOKEN}`);
  if (ready?.secret) say(`管理口令 ${ready.secret}`);
  say('改页面，页面自己更新；改服务，服务自己重启。里面的人都是编的。按 Ctrl+C 结束。');

  const restart = async () => {
    if ((await sample.restart()) !== null) say('服务已重启。');
  };
  let timer: NodeJS.Timeout | undefined;
  const changed = (name: string | null) => {
    if (name === null || !name.endsWith('.ts') || name.endsWith('.test.ts')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void restart(), QUIET_MS);
  };
  const watchers = WATCHED.map((room) => watch(path.join(root, room), { recursive: true }, (_, name) => changed(name)));

  return {
    async close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await vite.close();
      await sample.close();
    },
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) throw new Error('body too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
