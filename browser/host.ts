/** The browser host: the service in this process, its pages over loopback, windows in the machine's own browser (docs/HOSTS.md). */
import { startService } from '../service/site/start-service.ts';
import type { SiteOptions } from '../service/site/current-site.ts';
import type { RunningSite } from '../service/site/start-site.ts';
import { openAppWindow } from './app-window.ts';
import type { AppWindow } from './app-window.ts';
import { whyItEnded } from './browser-end.ts';
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
  /** Opens a window. Where there is no browser, or it can't show one, prints an address and answers it; else null. */
  show(): string | null;
  /** Resolves when the last window that a person saw was closed; never where addresses are printed. */
  readonly allClosed: Promise<void>;
  close(): Promise<void>;
}

/** A browser that ends sooner than this without having come for the page could not show it, ms. */
const COMES_WITHIN_MS = 20_000;

/** A line at once and then every ten seconds, of notes that come each second. */
function everyTenth(say: (line: string) => void): (note: string) => void {
  let no = 0;
  return (note) => {
    if (no % 10 === 0) say(note);
    no += 1;
  };
}

/** Rejects with ApiError `in-use` when another process has the data folder. */
export async function startHost(options: HostOptions): Promise<Host> {
  const sessions = createSessions(options.clock);
  const windows = new Set<AppWindow>();
  let origin = '';
  let isClosing = false;
  let ended = () => {};
  const allClosed = new Promise<void>((resolve) => {
    ended = resolve;
  });

  const addressWith = (token: string) => `${origin}/#${token}`;
  const address = () => addressWith(sessions.issueToken(PRINTED_TOKEN_MS));
  /** Null once it was found that it can't show a window. */
  let { browser } = options;

  function print(): string {
    const printed = address();
    options.say(`请在本机的浏览器中打开（五分钟内有效，只能用一次）：\n  ${printed}`);
    return printed;
  }

  function printInstead(program: string, reason: string): string {
    browser = null;
    options.say(`浏览器 ${program} 没有打开窗口：${reason}。程序照常运行，按 Ctrl+C 结束。`);
    return print();
  }

  function open(program: string): void {
    const token = sessions.issueToken();
    const since = performance.now();
    const window = openAppWindow({ browser: program, address: addressWith(token), tokenMs: TOKEN_MS });
    windows.add(window);
    void window.closed.then((end) => {
      windows.delete(window);
      const wasSeen = sessions.isUsed(token) || performance.now() - since > COMES_WITHIN_MS;
      if (wasSeen) return windows.size === 0 ? ended() : undefined;
      return isClosing ? undefined : void printInstead(program, whyItEnded(end));
    });
  }

  function show(): string | null {
    if (browser === null) return print();
    try {
      open(browser);
      return null;
    } catch (error) {
      return printInstead(browser, `临时文件夹用不了（${(error as NodeJS.ErrnoException).code ?? ''}）`);
    }
  }

  const service = await startService({
    ...options,
    show,
    checking: everyTenth(options.say),
    // The kind alone: a message might quote what was typed.
    onBug: (method, error) => options.say(`内部错误（${method}）：${error instanceof Error ? error.name : 'unknown'}`),
  });
  const server = await startLoopback({ pages: options.pages, sessions, call: (raw) => service.call(raw) }).catch(
    async (error: unknown) => {
      await service.close();
      throw error;
    },
  );
  origin = server.origin;

  return {
    get site() {
      return service.site;
    },
    origin,
    address,
    show,
    allClosed,
    async close() {
      isClosing = true;
      const open = [...windows];
      for (const window of open) window.close();
      await Promise.all(open.map((window) => window.closed));
      await service.close();
      await server.close();
    },
  };
}
