/** A start that fails ends with a sentence on the screen, never without a word. */
import { startErrorText } from '../service/site/start-error.ts';

/** The parts of Electron that are used. */
export interface FailedShell {
  readonly dialog: { showErrorBox(title: string, content: string): void };
  readonly app: { exit(code: number): void };
}

/** Shows why, waits until it was read, and ends the program with 1. */
export function failStart({ dialog, app }: FailedShell, error: unknown): void {
  try {
    dialog.showErrorBox('便民通没有启动', startErrorText(error));
  } finally {
    app.exit(1);
  }
}
