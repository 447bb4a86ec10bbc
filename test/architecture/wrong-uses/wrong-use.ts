/** What the compiler has to refuse: of the whole source only the line that ends in `// wrong`. */
export interface WrongUse {
  /** What is refused, as the end of a test's name. */
  readonly refuses: string;
  /** Of a file beside `src`: it imports `./src/platform/…`. */
  readonly source: string;
  /** The compiler's code, such as `TS2345`, and a part of what it says. */
  readonly code: string;
  readonly message?: string;
}
