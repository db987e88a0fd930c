/** Keys go on where they were: when a dialog closes, what had the focus before gets it back, or the page's main place for keys. */
import { useEffect } from 'react';

/** The list in sight, else the first button of the page's own part: never the body, where keys do nothing. */
const PLACES = ['[role="listbox"]', '[data-testid="case-actions"] button', 'main input', 'main button'];

const isSeen = (element: HTMLElement) => element.isConnected && element.offsetParent !== null;

/** Focuses the page's main place for keys, unless something has the focus already. */
export function focusPage(): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  for (const place of PLACES) {
    const found = [...document.querySelectorAll<HTMLElement>(place)].find(isSeen);
    if (found !== undefined) return found.focus();
  }
}

/** For the component of a dialog that is there only while it is open. */
export function useReturnFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      // The dialog takes itself out of the document first.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        if (before instanceof HTMLElement && before !== document.body && isSeen(before)) before.focus();
        else focusPage();
      });
    };
  }, []);
}
