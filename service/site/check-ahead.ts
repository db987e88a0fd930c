/** Reads a large data file through before it is opened, where the last program did not close it, and says so to the person who waits. */
import { existsSync } from 'node:fs';
import { checkFileAhead, checkingSentence } from '../../store/file/file-check.ts';
import type { SiteFolder } from './folder.ts';
import { keyIn } from './recovery.ts';

const TELL_MS = 1000;

const sentence = (bytes: number, seconds: number): string =>
  `${checkingSentence(bytes)}，已用 ${seconds} 秒。查完会自动打开，请不要关机。`;

export interface SiteCheck {
  readonly folder: SiteFolder;
  /** The shell's; null where the key file holds it. */
  readonly key: Buffer | null;
  /** Told at once and then every second. */
  readonly tell: (note: string) => void;
  /** Told once, when a check begins: how to ask for the sentence at any moment. */
  readonly begun: (note: () => string) => void;
  /** Ends the check early. */
  readonly signal: AbortSignal;
}

/** The file that was read through and found whole; null where none had to be. Throws StoreError `Corrupt`. */
export async function checkSiteAhead({ folder, key: given, tell, begun, signal }: SiteCheck): Promise<string | null> {
  const key = given ?? keyIn(folder);
  const file = folder.dataFiles.find((each) => existsSync(each));
  if (key === null || file === undefined) return null;
  let timer: NodeJS.Timeout | undefined;
  const begin = (bytes: number) => {
    const since = performance.now();
    const note = () => sentence(bytes, Math.round((performance.now() - since) / 1000));
    tell(note());
    timer = setInterval(() => tell(note()), TELL_MS);
    begun(note);
  };
  try {
    return (await checkFileAhead({ file, key, begun: begin, signal })) ? file : null;
  } finally {
    clearInterval(timer);
  }
}
