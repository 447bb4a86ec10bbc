import { el, hidden } from './dom.ts';

export interface SwitchTraits {
  label: string;
  hint?: string;
  flip: (on: boolean) => void;
}

/** A labelled on/off switch. */
export interface Switch {
  element: HTMLElement;
  set(on: boolean): void;
}

/** Creates a switch that reports what the person chose; `set` changes it from outside. */
export function createSwitch({ label, hint, flip }: SwitchTraits): Switch {
  const input = el('input', { type: 'checkbox', role: 'switch', class: 'switch-input' });
  input.addEventListener('change', () => flip(input.checked));
  const words = el('span', { class: 'switch-words' }, el('span', { class: 'switch-label', text: label }));
  if (hint) words.append(hidden('. '), el('span', { class: 'switch-hint', text: hint }));
  const element = el('label', { class: 'switch' }, words, input);
  return {
    element,
    set(on) {
      input.checked = on;
    },
  };
}

export interface DelayTraits {
  label: string;
  steps: number[];
  describe: (value: number) => string;
  choose: (value: number) => void;
}

/** Creates a labelled choice among a few values, such as delays in milliseconds. */
export function createChoice({ label, steps, describe, choose }: DelayTraits): {
  element: HTMLElement;
  set(value: number): void;
} {
  const select = el('select', { class: 'choice-select' });
  for (const step of steps) select.append(el('option', { value: step, text: describe(step) }));
  select.addEventListener('change', () => choose(Number(select.value)));
  return {
    element: el('label', { class: 'switch' }, el('span', { class: 'switch-label', text: label }), select),
    set(value) {
      const nearest = steps.reduce((best, step) =>
        Math.abs(step - value) < Math.abs(best - value) ? step : best,
      );
      select.value = String(nearest);
    },
  };
}
