/** The keys of the workbench: F2 new case, F4 visitor, F7 appointments, / search, Escape back. A dialog has its own keys. */
import { useEffect } from 'react';

interface Hotkeys {
  readonly onNew: () => void;
  readonly onSearch: () => void;
  readonly onBack: () => void;
  readonly onVisitor: () => void;
  readonly onAppointments: () => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const dialogOpen = () =>
  [...document.querySelectorAll<HTMLElement>('.ant-modal-wrap')].some((wrap) => wrap.style.display !== 'none');

/** Escape closes an open drop-down first. */
const dropDownOpen = () => document.querySelector('.ant-select-open') !== null;

export function useHotkeys({ onNew, onSearch, onBack, onVisitor, onAppointments }: Hotkeys): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (dialogOpen() || event.isComposing || event.defaultPrevented) return;
      if (event.key === 'F2') onNew();
      else if (event.key === 'F4' && !event.altKey) onVisitor();
      else if (event.key === 'F7') onAppointments();
      else if (event.key === '/' && !isTyping(event.target)) onSearch();
      else if (event.key === 'Escape' && !dropDownOpen()) onBack();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
}
