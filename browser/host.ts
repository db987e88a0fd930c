/** The browser host: the service in this process, its pages over loopback, windows in the machine's own browser (docs/HOSTS.md). */
import { startService } from '../service/site/start-service.ts';
import type { SiteOptions } from '../service/site/current-site.ts';
import type { RunningSite } from '../service/site/start-site.ts';
import { openAppWindow } from './app-window.ts';
import type { AppWindow } from './app-window.ts';
import { startLoopback } from './server.ts';
import { createSessions, PRINTED_TOKEN_MS, TOKEN_MS } from './session.ts';

export interface HostOptions extends SiteOptions {
  readonly pages: string;
  /** The browser's program; null to print addresses instead of opening windows. */
  readonly browser: string | null;
  /** Lines for the person at the console. */
  readonly say: (line: string) => void;
}

export interface Host {
  /** Null when the data file can't be opened; the page then says what to do. */
  readonly site: RunningSite | null;
  readonly origin: string;
  /** A page's address with a fresh single-use token, to be clicked or typed within five minutes. */
  address(): string;
  /** Opens a window, or prints an address where there is no browser. */
  show(): void;
  /** Resolves when the last window was closed; never where there is no browser. */
  readonly allClosed: Promise<void>;
  close(): Promise<void>;
}

/** Rejects with ApiError `in-use` when another process has the data folder. */
export async function startHost(options: HostOptions): Promise<Host> {
  const sessions = createSessions(options.clock);
  const windows = new Set<AppWindow>();
  let origin = '';
  let ended = () => {};
  const allClosed = new Promise<void>((resolve) => {
    ended = resolve;
  });

  const addressFor = (livesMs: number) => `${origin}/#${sessions.issueToken(livesMs)}`;
  const address = () => addressFor(PRINTED_TOKEN_MS);

  function show(): void {
    if (options.browser === null) {
      options.say(`请在本机的浏览器中打开(五分钟内有效,只能用一次):\n  ${address()}`);
      return;
    }
    const window = openAppWindow({ browser: options.browser, address: addressFor(TOKEN_MS), tokenMs: TOKEN_MS });
    windows.add(window);
    void window.closed.then(() => {
      windows.delete(window);
      return windows.size === 0 ? ended() : undefined;
    });
  }

  const service = await startService({
    ...options,
    show,
    // The kind alone: a message might quote what was typed.
    onBug: (method, error) => options.say(`内部错误(${method}):${error instanceof Error ? error.name : 'unknown'}`),
  });
  const server = await startLoopback({ pages: options.pages, sessions, call: (raw) => service.call(raw) });
  origin = server.origin;

  return {
    site: service.site,
    origin,
    address,
    show,
    allClosed,
    async close() {
      const open = [...windows];
      for (const window of open) window.close();
      await Promise.all(open.map((window) => window.closed));
      await service.close();
      await server.close();
    },
  };
}
