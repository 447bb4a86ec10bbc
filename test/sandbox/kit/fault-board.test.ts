import { expect, it } from 'vitest';
import { createFaultBoard } from '@hiddify-vpn-bot/sandbox/kit/fault-board.ts';

interface Strike {
  times: number;
  path: string;
}

const openBoard = () =>
  createFaultBoard<{ down: boolean; slowMs: number }, Strike>({ down: false, slowMs: 0 });

it('what stands stays until it is changed or cleared, and what is not named stays as it is', () => {
  const board = openBoard();
  board.set({ slowMs: 5 });
  expect(board.set({ down: true })).toEqual({ down: true, slowMs: 5 });
  board.clear();
  expect(board.current()).toEqual({ down: false, slowMs: 0 });
});

it('a scripted fault strikes as often as it says, what fits first, and then no more', () => {
  const board = openBoard();
  board.script({ times: 2, path: '/a' });
  board.script({ times: 1, path: '/b' });
  const strike = (path: string) => board.strike((each) => each.path === path) !== undefined;
  expect(['/b', '/b', '/a', '/a', '/a'].map(strike)).toEqual([true, false, true, true, false]);
  board.script({ times: 1, path: '/a' });
  board.clear();
  expect(strike('/a')).toBe(false);
});

it('what was read from the board does not change it', () => {
  const board = openBoard();
  board.current().down = true;
  expect(board.current().down).toBe(false);
});
