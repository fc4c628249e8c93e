import { SingleBar } from 'cli-progress';

/** Shows how far something has come. Another label begins another phase. */
export interface ProgressDisplay {
  show(done: number, total: number, label?: string, note?: string): void;
  /** Leaves the last line as it is and gives the terminal back. */
  stop(): void;
}

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** Plain lines are for logs: one for each tenth. */
const PLAIN_STEP = 10;

/** A bar on a terminal; elsewhere a line now and then. */
export function createProgressDisplay(output: NodeJS.WriteStream): ProgressDisplay {
  return output.isTTY ? new BarDisplay(output) : new LineDisplay(output);
}

class BarDisplay implements ProgressDisplay {
  #bar: SingleBar | null = null;
  #label = '';

  constructor(private readonly output: NodeJS.WriteStream) {}

  show(done: number, total: number, label = this.#label, note = ''): void {
    if (!this.#bar || label !== this.#label) this.#begin(label, total);
    this.#bar?.setTotal(total);
    this.#bar?.update(done, { note });
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
  }

  #begin(label: string, total: number): void {
    this.stop();
    this.#label = label;
    this.#bar = new SingleBar({
      stream: this.output,
      format: `${label} {bar} {percentage}%  {value}/{total}  {note}`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      // It would end the process on an interrupt, and we have things to put away.
      gracefulExit: false,
    });
    this.#bar.start(total, 0, { note: '' });
  }
}

/** Exported for its test. */
export class LineDisplay implements ProgressDisplay {
  #label = '';
  #next = 0;

  constructor(private readonly output: Output) {}

  show(done: number, total: number, label = this.#label, note = ''): void {
    if (label !== this.#label) {
      this.#label = label;
      this.#next = 0;
    }
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    if (percent < this.#next) return;
    this.#next = percent - (percent % PLAIN_STEP) + PLAIN_STEP;
    this.output.write(`${[label, `${percent}%`, note].filter((part) => part !== '').join('  ')}\n`);
  }

  stop(): void {
    this.#label = '';
    this.#next = 0;
  }
}
