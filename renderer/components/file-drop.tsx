/** Where a file is chosen or dropped. The page says what is wrong with it. */
import { useRef } from 'react';
import './components.css';

interface FileDropProps {
  /** As of `<input accept>`, e.g. `.xlsx,.csv`. */
  readonly accept: string;
  readonly title: string;
  readonly hint: string;
  /** Prefix of the test ids: `<id>-file`, `<id>-pick`. */
  readonly testId: string;
  readonly disabled?: boolean;
  readonly onFile: (file: File) => void;
}

export function FileDrop({ accept, title, hint, testId, disabled = false, onFile }: FileDropProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept={accept}
        className="bm-hidden"
        tabIndex={-1}
        aria-hidden="true"
        data-testid={`${testId}-file`}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = '';
          if (chosen !== undefined) onFile(chosen);
        }}
      />
      <button
        type="button"
        className="bm-drop"
        disabled={disabled}
        data-testid={`${testId}-pick`}
        onClick={() => picker.current?.click()}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          const chosen = event.dataTransfer.files[0];
          if (chosen !== undefined && !disabled) onFile(chosen);
        }}
      >
        <strong>{title}</strong>
        <span className="bm-quiet">{hint}</span>
      </button>
    </>
  );
}
