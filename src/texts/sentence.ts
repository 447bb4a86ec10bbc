/** Words that elsewhere go on with a line, as they begin one. */
export function sentence(words: string): string {
  const [first = '', ...others] = words;
  return `${first.toUpperCase()}${others.join('')}`;
}
