/**
 * The clipboard, lent: what is put there is taken away again. A browser lets a page write it only while its window is in front, and tells no page whether it still
 * holds its text; so what could not be cleared is cleared when the window is in front the next time.
 */

/** As much of a browser as it takes. */
export interface ClipboardHost {
  readonly clipboard: { writeText(text: string): Promise<void> };
  /** Calls `listener` each time the window comes to the front. Returns what ends that. */
  onFront(listener: () => void): () => void;
}

export const browserHost: ClipboardHost = {
  clipboard: { writeText: (text) => navigator.clipboard.writeText(text) },
  onFront: (listener) => {
    window.addEventListener('focus', listener);
    return () => window.removeEventListener('focus', listener);
  },
};

export interface LentClipboard {
  /** False where the browser does not let the page. */
  copy(text: string): Promise<boolean>;
  /** Takes away what was put there; at once, or when the window is in front again. */
  clear(): Promise<void>;
}

export function lendClipboard(host: ClipboardHost): LentClipboard {
  let isLent = false;
  let endWaiting: (() => void) | null = null;
  const stopWaiting = () => {
    endWaiting?.();
    endWaiting = null;
  };
  const clear = async (): Promise<void> => {
    if (!isLent) return;
    try {
      await host.clipboard.writeText('');
      isLent = false;
      stopWaiting();
    } catch {
      endWaiting ??= host.onFront(() => void clear());
    }
  };
  return {
    clear,
    async copy(text) {
      stopWaiting();
      try {
        await host.clipboard.writeText(text);
        isLent = true;
        return true;
      } catch {
        return false;
      }
    },
  };
}
