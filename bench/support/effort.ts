import { readFileSync, writeFileSync } from 'node:fs';

/** What a piece of work took in this process. */
export interface Effort {
  seconds: number;
  /** The most resident memory, above what there was before. Linux only; NaN elsewhere. */
  peakMb: number;
}

/** Measures a piece of work that has this process to itself. */
export async function measureEffort(work: () => Promise<unknown>): Promise<Effort> {
  const before = readMb('VmRSS');
  forgetPeak();
  const startedAt = performance.now();
  await work();
  return { seconds: (performance.now() - startedAt) / 1000, peakMb: readMb('VmHWM') - before };
}

/** The kernel's own high-water mark: a sampler would miss what comes and goes while the process is busy. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {}
}

function readMb(name: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
