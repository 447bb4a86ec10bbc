/** What the person wants to do is not possible in their app, such as writing to a bot they blocked. */
export class PersonRefusal extends Error {
  /** Answered by the control routes. */
  readonly statusCode = 409;

  constructor(message: string) {
    super(message);
    this.name = 'PersonRefusal';
  }
}
