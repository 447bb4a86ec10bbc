/**
 * The start is refused in words: what something else is like has to be changed by whoever runs it. Starting again does not
 * help, unless it is `isPassing`, as a server that is away.
 */
export class StartRefusal extends Error {
  readonly isPassing: boolean;

  constructor(message: string, { cause, isPassing = false }: { cause?: unknown; isPassing?: boolean } = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'StartRefusal';
    this.isPassing = isPassing;
  }
}
