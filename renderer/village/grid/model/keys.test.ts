import { describe, expect, it } from 'vitest';
import { commandOf } from './keys.ts';
import type { Key, Situation } from './keys.ts';

const key = (name: string, more: Partial<Key> = {}): Key => ({
  key: name,
  ctrl: false,
  shift: false,
  alt: false,
  composing: false,
  ...more,
});
const onCell: Situation = { editing: false, text: '', column: 'name', atStart: true, atEnd: true, choices: 0 };
const typing: Situation = { ...onCell, editing: true, text: '舒满', atStart: false };

describe('keys of the grid', () => {
  it('leave an input method alone while it puts characters together', () => {
    expect(commandOf(key('Enter', { composing: true }), typing)).toBe(null);
    expect(commandOf(key('1', { composing: true }), { ...typing, column: 'matter', choices: 5 })).toBe(null);
  });

  it('take the text and go on with Enter and Tab', () => {
    expect(commandOf(key('Enter'), typing)).toEqual({ kind: 'grid', action: { do: 'commit', move: 'enter' } });
    expect(commandOf(key('Tab', { shift: true }), typing)).toEqual({
      kind: 'grid',
      action: { do: 'commit', move: 'tab-back' },
    });
  });

  it('move in the text while typing, and leave the cell at its ends or upwards and downwards', () => {
    expect(commandOf(key('ArrowLeft'), { ...typing, atStart: false })).toBe(null);
    expect(commandOf(key('ArrowRight'), { ...typing, atEnd: true })).toMatchObject({
      action: { do: 'commit', move: 'right' },
    });
    expect(commandOf(key('ArrowDown'), typing)).toMatchObject({ action: { do: 'commit', move: 'down' } });
    expect(commandOf(key('Home'), typing)).toBe(null);
    expect(commandOf(key('ArrowLeft'), onCell)).toMatchObject({ action: { do: 'move', move: 'left' } });
  });

  it('choose a matter by number, but let a code be typed', () => {
    const matter: Situation = { ...onCell, column: 'matter', choices: 4 };
    expect(commandOf(key('3'), matter)).toEqual({ kind: 'choose', index: 2 });
    expect(commandOf(key('5'), matter)).toBe(null);
    expect(commandOf(key('3'), { ...matter, editing: true, text: '医保' })).toEqual({ kind: 'choose', index: 2 });
    expect(commandOf(key('1'), { ...matter, editing: true, text: 'SB-00' })).toBe(null);
    expect(commandOf(key('3'), { ...matter, column: 'phone' })).toBe(null);
  });

  it('leave Ctrl+Z to the text while typing, and undo the grid otherwise', () => {
    expect(commandOf(key('z', { ctrl: true }), typing)).toBe(null);
    expect(commandOf(key('z', { ctrl: true }), onCell)).toMatchObject({ action: { do: 'undo' } });
    expect(commandOf(key('v', { ctrl: true }), onCell)).toBe(null);
  });

  it('clear a cell with Delete, a row only with Ctrl+Delete', () => {
    expect(commandOf(key('Delete'), onCell)).toMatchObject({ action: { do: 'clear' } });
    expect(commandOf(key('Delete'), typing)).toBe(null);
    expect(commandOf(key('Delete', { ctrl: true }), onCell)).toMatchObject({ action: { do: 'remove-row' } });
  });

  it('take an offer of the row with Alt and its number', () => {
    expect(commandOf(key('2', { alt: true }), onCell)).toEqual({ kind: 'offer', index: 1 });
    expect(commandOf(key('F9'), onCell)).toEqual({ kind: 'confirm' });
    expect(commandOf(key('F8'), typing)).toEqual({ kind: 'next-pending' });
  });
});
