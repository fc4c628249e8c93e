import type { FileNote } from '../report.js';
import { naturalOrder } from './natural-order.js';

/**
 * Collects what a read has to say about single files; sorted on the way out, so that every kind of
 * source agrees.
 */
export class ReadNotes {
  readonly #skipped: FileNote[] = [];
  readonly #warnings: FileNote[] = [];

  /** Material that is left out. */
  skip(file: string, reason: string): void {
    this.#skipped.push({ file, reason });
  }

  /** Material that is taken, with something to look at. */
  warn(file: string, reason: string): void {
    this.#warnings.push({ file, reason });
  }

  get skipped(): FileNote[] {
    return this.#skipped.toSorted(byFile);
  }

  get warnings(): FileNote[] {
    return this.#warnings.toSorted(byFile);
  }
}

function byFile(a: FileNote, b: FileNote): number {
  return naturalOrder(a.file, b.file) || naturalOrder(a.reason, b.reason);
}
