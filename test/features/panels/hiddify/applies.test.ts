import { expect, it } from 'vitest';
import { appliesOf } from '../../../../src/features/panels/hiddify/applies.ts';

it('a version says what becomes of its applies', () => {
  for (const version of ['12.3.0', '12.3.1', '12.3.2', '12.3.3', '12.3.1b2'])
    expect(appliesOf(version)).toBe('never');
  for (const version of ['10.80.11', '11.0.17', '12.0.0', '12.2.0b1', '12.3.4', '12.3.10', '12.30.1'])
    expect(appliesOf(version)).toBe('may-be-lost');
  for (const version of ['13.0.0', '14.0.0b0']) expect(appliesOf(version)).toBe('kept');
  for (const version of [null, undefined, '', 'dev']) expect(appliesOf(version)).toBe('unknown');
});
