/** Deliveries that wait for CouchDB to have what the file has: until it does, until it is gone, or until it takes too long. */
import type { ReadDb } from '../../../store/types.ts';
import { readProgress } from './mirror-progress.ts';

interface PendingAck {
  readonly name: string;
  /** The file's sequence that must be acknowledged. */
  readonly seq: number;
  readonly go: () => void;
}

export class PendingAcks {
  readonly #file: ReadDb;
  /** In ms. */
  readonly #patience: number;
  readonly #waiting = new Set<PendingAck>();

  constructor(file: ReadDb, patience: number) {
    this.#file = file;
    this.#patience = patience;
  }

  /** Resolves when everything that the file holds of a database now is acknowledged, or when waiting has no more sense. */
  wait(name: string): Promise<void> {
    return new Promise((resolve) => {
      const delivery: PendingAck = {
        name,
        seq: this.#file.store.info(name).update_seq,
        go: () => {
          clearTimeout(late);
          this.#waiting.delete(delivery);
          resolve();
        },
      };
      const late = setTimeout(delivery.go, this.#patience);
      this.#waiting.add(delivery);
    });
  }

  /** Something of this database was acknowledged. */
  acknowledged(name: string): void {
    const { pushed } = readProgress(this.#file, name);
    for (const each of this.#waiting) if (each.name === name && each.seq <= pushed) each.go();
  }

  /** Ends all waiting, as CouchDB is gone for now. */
  letAllGo(): void {
    for (const { go } of this.#waiting) go();
  }
}
