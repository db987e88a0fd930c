/**
 * The one text field of the grid. It lies over the current cell and is never taken out of the document, so that an input method starts
 * with the first key and the focus is never lost. While nothing is being typed it is see-through and the cell shows.
 */
import { useEffect, useImperativeHandle, useRef } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import { withoutEnd } from '../../../shared/outside/ends.ts';
import { columnLabel } from './model/columns.ts';
import type { Column } from './model/columns.ts';
import { commandOf } from './model/keys.ts';
import type { Command } from './model/keys.ts';

export interface CellInputHandle {
  focus(): void;
}

interface CellInputProps {
  readonly ref: Ref<CellInputHandle>;
  readonly place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly row: number;
  readonly column: Column;
  /** null while the cell is only current. */
  readonly text: string | null;
  readonly cellText: string;
  readonly choices: number;
  readonly onCommand: (command: Command) => void;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
  /** Several cells were pasted. */
  readonly onPasteTable: (text: string) => void;
}

export function CellInput(props: CellInputProps) {
  const { ref, place, text, column } = props;
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus({ preventScroll: true }) }), []);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const command = commandOf(
      {
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
        composing: event.nativeEvent.isComposing,
      },
      {
        editing: text !== null,
        text: text ?? '',
        column,
        atStart: selectionStart === 0 && selectionEnd === 0,
        atEnd: selectionStart === value.length,
        choices: props.choices,
      },
    );
    if (command === null) return;
    event.preventDefault();
    props.onCommand(command);
  };

  return (
    <input
      ref={field}
      className="vg-input"
      style={{ left: place.left, top: place.top, width: place.width, height: place.height }}
      value={text ?? ''}
      data-editing={text !== null || undefined}
      data-testid="cell-input"
      data-column={column}
      aria-label={`第 ${props.row} 行 ${columnLabel(column)} ${text === null ? props.cellText : ''}`}
      autoComplete="off"
      spellCheck={false}
      inputMode={column === 'phone' ? 'tel' : 'text'}
      onKeyDown={onKeyDown}
      onChange={(event) => props.onType(event.target.value)}
      onBlur={props.onLeave}
      onCopy={(event) => {
        if (text !== null) return;
        event.preventDefault();
        event.clipboardData.setData('text/plain', props.cellText);
      }}
      onPaste={(event) => {
        const pasted = withoutEnd(event.clipboardData.getData('text/plain'), '\r\n');
        // One cell is typed text; a table is laid over the grid.
        if (text !== null && !pasted.includes('\t') && !pasted.includes('\n')) return;
        event.preventDefault();
        if (pasted.includes('\t') || pasted.includes('\n')) props.onPasteTable(pasted);
        else props.onType(pasted);
      }}
    />
  );
}
