/** What goes wrong with a stand-in: what stands until it is switched off, and what strikes a number of requests. */
export interface FaultBoard<Standing, Strike> {
  current(): Standing;
  /** Changes what stands and answers all of it; what is not named stays. */
  set(change: Partial<Standing>): Standing;
  script(strike: Strike): void;
  /** The first scripted fault that fits, used up by one. */
  strike(fits: (strike: Strike) => boolean): Strike | undefined;
  /** Back to health, scripted faults included. */
  clear(): void;
}

/** `onChange` is told what stands after each change. */
export function createFaultBoard<Standing extends object, Strike extends { times: number } = never>(
  healthy: Standing,
  onChange: (standing: Standing) => void = () => {},
): FaultBoard<Standing, Strike> {
  let standing = structuredClone(healthy);
  let scripted: Strike[] = [];
  const current = (): Standing => structuredClone(standing);
  return {
    current,
    set(change) {
      standing = { ...standing, ...change };
      onChange(current());
      return current();
    },
    script: (strike) => void scripted.push({ ...strike }),
    strike(fits) {
      const due = scripted.find(fits);
      if (due === undefined) return undefined;
      due.times -= 1;
      scripted = scripted.filter(({ times }) => times > 0);
      return due;
    },
    clear() {
      standing = structuredClone(healthy);
      scripted = [];
      onChange(current());
    },
  };
}
