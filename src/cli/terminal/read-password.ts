import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

import { CommandRefusal } from '../commands/refusal.js';

export interface PasswordSources {
  /** The first line of standard input is the password. */
  readonly fromInput: boolean;
  /** A variable that may hold it, with what it holds; null where there is none for this password. */
  readonly variable: { readonly name: string; readonly value: string | null } | null;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Whose password it is, for the prompt. */
  readonly of: string;
}

/** No password is that long; whoever sends more sends something else. */
const MAX_INPUT = 4_096;

/**
 * A new password: from standard input, the environment, or typed twice without being shown. Never
 * from the command line, which every user of the machine can read.
 */
export async function readPassword(sources: PasswordSources): Promise<string> {
  if (sources.fromInput) return firstLine(sources.input);
  const { variable } = sources;
  if (variable?.value != null) return variable.value;
  if (!sources.input.isTTY) {
    const or = variable ? `, or set ${variable.name}` : '';
    throw new CommandRefusal(
      `There is nobody to ask for a password: send it with --password-stdin${or}.`,
      'usage',
    );
  }
  const password = await ask(sources, `Password of ${sources.of}: `);
  const again = await ask(sources, 'The same again: ');
  if (password !== again) throw new CommandRefusal('The two passwords differ.', 'usage');
  return password;
}

async function firstLine(input: AsyncIterable<string | Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk.toString();
    if (text.includes('\n') || text.length > MAX_INPUT) break;
  }
  const [line = ''] = text.split('\n');
  const password = line.replace(/\r$/u, '');
  if (password === '') throw new CommandRefusal('Standard input holds no password.', 'usage');
  return password;
}

function ask({ input, output }: PasswordSources, question: string): Promise<string> {
  // Readline echoes what is typed; here into the void.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  // Only now: until readline has the terminal, the terminal itself shows what is typed.
  output.write(question);
  return new Promise((done, fail) => {
    lines.once('SIGINT', () => {
      fail(new CommandRefusal('Interrupted.', 'interrupted'));
      lines.close();
    });
    lines.once('close', () => {
      output.write('\n');
      fail(new CommandRefusal('No password was typed.', 'usage'));
    });
    lines.question('', (answer) => {
      done(answer);
      lines.close();
    });
  });
}
