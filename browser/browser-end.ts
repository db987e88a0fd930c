/** Why a browser ended before it showed anything, in words: what it said on its way out, or how it ended. */

export interface BrowserEnd {
  /** Null when it ended by a signal or was never a program. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the system said when it would not start it (`ENOENT`), else null. */
  readonly startError: string | null;
  /** The last of what it wrote to standard error. */
  readonly said: string;
}

/** What Chromium and the system's loader say, most telling first. */
const REASONS: readonly (readonly [pattern: RegExp, words: (found: RegExpExecArray) => string])[] = [
  [
    /error while loading shared libraries: ([^\s:]+)/iu,
    ([, library = '']) => `系统缺少它要用的库 ${library}，请用系统的软件管理器装好浏览器`,
  ],
  [/\$DISPLAY|missing x server|cannot open display|ozone|wayland/iu, () => '这里没有图形界面'],
  [/sandbox/iu, () => '系统不让它建立沙箱（例如在容器里，或以 root 运行）'],
  [/no space left|disk full/iu, () => '磁盘已满'],
];

/** A clause without an end, to stand in a sentence. */
export function whyItEnded({ code, signal, startError, said }: BrowserEnd): string {
  if (startError !== null) return `它打不开（系统说 ${startError}）`;
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(said);
    if (found) return words(found);
  }
  return `它一打开就结束了（${signal === null ? `退出码 ${code ?? ''}` : `信号 ${signal}`}）`;
}
