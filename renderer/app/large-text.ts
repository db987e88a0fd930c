/** The large-text setting: one flag, remembered on this machine. It is the only thing that a page keeps. */
import { useSyncExternalStore } from 'react';

const KEY = 'bianmin.large-text';
const listeners = new Set<() => void>();

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

let large = remembered();

export function setLargeText(next: boolean): void {
  large = next;
  try {
    localStorage.setItem(KEY, next ? '1' : '0');
  } catch {
    // A browser that keeps nothing: the setting lasts until the window closes.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useLargeText(): boolean {
  return useSyncExternalStore(subscribe, () => large);
}
