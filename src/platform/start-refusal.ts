/** The start is refused in words: what something else is like has to be changed by whoever runs it; starting again does not help. */
export class StartRefusal extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartRefusal';
  }
}
