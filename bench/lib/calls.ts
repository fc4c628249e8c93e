import type { ChildProcess } from 'node:child_process';

/** What a load process can be asked to do, by name. */
export type Handlers = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}
interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** In the load process: answers calls until the parent is gone. */
export function answerCalls(handlers: Handlers): void {
  process.on('message', ({ id, name, argument }: Call) => {
    const handler = handlers[name] as ((argument: unknown) => Promise<unknown>) | undefined;
    const work = handler ? handler(argument) : Promise.reject(new Error(`No handler ${name}.`));
    work.then(
      (result) => process.send?.({ id, result } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit());
}

/** In the parent: functions that run in the load process. */
export function callsTo<Remote extends Handlers>(child: ChildProcess) {
  let last = 0;
  const open = new Map<number, PromiseWithResolvers<never>>();
  child.on('message', ({ id, result, error }: Answer) => {
    const call = open.get(id);
    open.delete(id);
    if (error === undefined) call?.resolve(result as never);
    else call?.reject(new Error(`In the load process: ${error}`));
  });
  child.on('exit', () => {
    for (const call of open.values()) call.reject(new Error('The load process has ended.'));
  });
  return <Name extends keyof Remote & string>(
    name: Name,
    argument: Parameters<Remote[Name]>[0],
  ): ReturnType<Remote[Name]> => {
    last += 1;
    const call = Promise.withResolvers<never>();
    open.set(last, call);
    child.send({ id: last, name, argument } satisfies Call);
    return call.promise as ReturnType<Remote[Name]>;
  };
}
