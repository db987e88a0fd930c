/** What a key means in the grid. Pure: the key and the situation in, the command out; null leaves the key to the browser. */
import type { Column } from './columns.ts';
import type { GridAction } from './grid-store.ts';
import type { Move } from './grid-move.ts';

export interface Key {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** An input method is still putting characters together; the key belongs to it. */
  readonly composing: boolean;
}

export interface Situation {
  readonly editing: boolean;
  readonly text: string;
  readonly column: Column;
  /** The text cursor stands before the first or behind the last character. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Matters offered below the grid while the cursor is in the matter column. */
  readonly choices: number;
}

export type Command =
  | { readonly kind: 'grid'; readonly action: GridAction }
  /** The n-th matter offered, from 0. */
  | { readonly kind: 'choose'; readonly index: number }
  /** The n-th offer of a row that waits for a decision, from 0. */
  | { readonly kind: 'offer'; readonly index: number }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'filter' }
  | { readonly kind: 'next-pending' };

const grid = (action: GridAction): Command => ({ kind: 'grid', action });

/** Keys that mean the same whether a cell is being typed into or not. */
const ALWAYS: Readonly<Record<string, Command>> = {
  F4: { kind: 'filter' },
  F8: { kind: 'next-pending' },
  F9: { kind: 'confirm' },
  Insert: grid({ do: 'insert-row' }),
};

/** With Ctrl (or ⌘). */
const WITH_CTRL: Readonly<Record<string, Command>> = {
  d: grid({ do: 'copy-down' }),
  D: grid({ do: 'copy-down' }),
  Delete: grid({ do: 'remove-row' }),
};

const ARROWS: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'row-start',
  End: 'row-end',
};

export function commandOf(key: Key, now: Situation): Command | null {
  if (key.composing) return null;
  if (key.alt) return digit(key.key) === null || key.ctrl ? null : { kind: 'offer', index: digit(key.key) ?? 0 };
  if (key.ctrl) return WITH_CTRL[key.key] ?? withCtrl(key.key, now);
  if (key.key === 'Enter') return grid({ do: 'commit', move: key.shift ? 'up' : 'enter' });
  if (key.key === 'Tab') return grid({ do: 'commit', move: key.shift ? 'tab-back' : 'tab' });
  const always = ALWAYS[key.key];
  if (always !== undefined) return always;
  const choice = chosen(key.key, now);
  if (choice !== null) return choice;
  return now.editing ? whileTyping(key.key, now) : onCell(key);
}

function withCtrl(key: string, now: Situation): Command | null {
  if (now.editing) return null;
  if (key === 'z' || key === 'Z') return grid({ do: 'undo' });
  if (key === 'Home') return grid({ do: 'move', move: 'first' });
  if (key === 'End') return grid({ do: 'move', move: 'last' });
  return null;
}

/** Left and right move in the text first, and leave the cell only at its ends. */
function whileTyping(key: string, now: Situation): Command | null {
  if (key === 'Escape') return grid({ do: 'cancel' });
  const move = ARROWS[key];
  if (move === undefined || move === 'row-start' || move === 'row-end') return null;
  if ((move === 'left' && !now.atStart) || (move === 'right' && !now.atEnd)) return null;
  return grid({ do: 'commit', move });
}

function onCell({ key, shift }: Key): Command | null {
  const move = ARROWS[key];
  if (move !== undefined) return shift ? null : grid({ do: 'move', move });
  if (key === 'F2') return grid({ do: 'edit' });
  if (key === 'Delete') return grid({ do: 'clear' });
  if (key === 'Backspace') return grid({ do: 'type', text: '' });
  return null;
}

const digit = (key: string): number | null => (/^[1-9]$/.test(key) ? Number(key) - 1 : null);

/** A digit chooses a matter unless a code such as SB-006 is being typed. */
function chosen(key: string, now: Situation): Command | null {
  const index = digit(key);
  if (index === null || now.column !== 'matter' || index >= now.choices) return null;
  return /^[a-z]{2}-?\d*$/i.test(now.text) && now.editing ? null : { kind: 'choose', index };
}
