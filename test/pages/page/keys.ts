/** Real keys, as a hand presses them: they go to whatever has the focus. */
import { userEvent } from 'vitest/browser';

/** One key with those held meanwhile, e.g. `Enter`, `Control+Enter`, `Alt+1`. */
export async function press(keys: string): Promise<void> {
  const held = keys.split('+');
  const last = held.pop() as string;
  const down = held.map((key) => `{${key}>}`).join('');
  const up = held.map((key) => `{/${key}}`).join('');
  await userEvent.keyboard(`${down}${last.length === 1 ? last : `{${last}}`}${up}`);
}

/** Several keys after each other. */
export async function pressAll(...keys: readonly string[]): Promise<void> {
  for (const each of keys) await press(each);
}

/** Text key by key; the characters that the words of a keyboard script are made of, too. */
export async function type(text: string): Promise<void> {
  await userEvent.keyboard(text.replaceAll('{', '{{').replaceAll('[', '[['));
}

/** Copies the text in another field and pastes it where the focus is. */
export async function paste(text: string): Promise<void> {
  const focused = document.activeElement;
  const elsewhere = document.createElement('textarea');
  elsewhere.value = text;
  document.body.append(elsewhere);
  elsewhere.select();
  await press('Control+c');
  elsewhere.remove();
  if (focused instanceof HTMLElement) focused.focus();
  await press('Control+v');
}
