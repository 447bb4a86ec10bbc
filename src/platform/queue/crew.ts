import type { PgBoss } from 'pg-boss';

/**
 * The workers of one name in this process. The engine would have all of them look for each new job, and all but one find
 * nothing: that was two of seven statements while payments were settled.
 */
export interface Crew {
  /** A worker that looks by itself, but no oftener than its poll unless it is woken here. */
  join(id: string): void;
  /** Has one idle worker look for a job; another one each time. */
  wakeOne(): void;
  /** This worker has found a job. */
  begin(id: string): void;
  /** It has ended its job, and looks for the next one at once. */
  end(id: string): void;
}

export function createCrew(boss: Pick<PgBoss, 'notifyWorker'>): Crew {
  const idle = new Set<string>();
  const lookingOn = new Set<string>();

  function wakeOne(): void {
    const [next] = idle;
    if (next === undefined) return;
    // To the back, so that the next announcement wakes the next one.
    idle.delete(next);
    idle.add(next);
    lookingOn.delete(next);
    boss.notifyWorker(next);
  }

  return {
    join: (id) => void idle.add(id),
    wakeOne,
    begin(id) {
      idle.delete(id);
      // Found without being told: more wait than were announced.
      if (lookingOn.has(id)) wakeOne();
    },
    end(id) {
      idle.add(id);
      lookingOn.add(id);
      boss.notifyWorker(id);
    },
  };
}
