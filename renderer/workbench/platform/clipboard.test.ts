import { expect, it } from 'vitest';
import { type ClipboardHost, lendClipboard } from './clipboard.ts';

function fakeBrowser() {
  const state = { text: '', inFront: true };
  const listeners = new Set<() => void>();
  const host: ClipboardHost = {
    clipboard: {
      writeText: async (text) => {
        if (!state.inFront) throw new Error('not focused');
        state.text = text;
      },
    },
    onFront: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const comeToFront = async () => {
    state.inFront = true;
    for (const listener of listeners) listener();
    await Promise.resolve();
  };
  return { host, state, listeners, comeToFront };
}

it('what was copied is taken away, and what another program put there before is left alone', async () => {
  const { host, state } = fakeBrowser();
  state.text = 'other';
  const lent = lendClipboard(host);
  await lent.clear();
  expect(state.text).toBe('other');
  expect(await lent.copy('secret')).toBe(true);
  expect(state.text).toBe('secret');
  await lent.clear();
  expect(state.text).toBe('');
});

it('what can’t be cleared behind another window is cleared in front, once', async () => {
  const { host, state, listeners, comeToFront } = fakeBrowser();
  const lent = lendClipboard(host);
  await lent.copy('secret');
  state.inFront = false;
  await lent.clear();
  expect(state.text).toBe('secret');
  await comeToFront();
  expect([state.text, listeners.size]).toEqual(['', 0]);
});

it('a browser that refuses is told of', async () => {
  const { host, state } = fakeBrowser();
  state.inFront = false;
  expect(await lendClipboard(host).copy('secret')).toBe(false);
});
