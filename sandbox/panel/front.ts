import { crashAnswer, htmlAnswer, type PanelAnswer, PanelCrash } from './answers.ts';
import { isApiPath, type PanelRequest } from './call.ts';
import type { PanelFaults } from './faults.ts';
import type { Panel } from './panel.ts';
import type { RequestLog } from './request-log.ts';
import type { World } from './world.ts';

/** What the proxy does with a request; "cut" breaks the connection, "silence" never answers. */
export type Outcome = { kind: 'answer'; answer: PanelAnswer } | { kind: 'cut' } | { kind: 'silence' };

const retriedStatuses = [500, 502, 503, 504];
const attempts = 4;

const decoy = `<!doctype html><html lang="en"><head><title>Riverside Gardening Club</title></head>
<body><h1>Riverside Gardening Club</h1><p>Our next meeting is on Saturday. Bring seedlings.</p></body></html>`;

const badGateway =
  '<html><body><h1>502 Bad Gateway</h1>\nThe server returned an invalid or incomplete response.\n</body></html>\n';

/** The proxy in front of the panel: the decoy website, the retries, and every fault that is not the panel's own. */
export function createFront(given: { world: World; panel: Panel; log: RequestLog }) {
  const { world, panel, log } = given;

  return async (request: PanelRequest, faults: PanelFaults): Promise<Outcome> => {
    const outcome = await meet(request, faults);
    if (outcome.kind !== 'answer') log.add({ ...request, status: 'none' });
    return outcome;
  };

  async function meet(request: PanelRequest, faults: PanelFaults): Promise<Outcome> {
    const wait = Math.min(faults.slowMs, faults.proxyTimeoutMs);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (faults.down)
      return faults.downAs === 'badGateway' ? say(request, badGatewayAnswer()) : { kind: 'cut' };
    if (faults.html || isDecoyed(request.path)) return say(request, htmlAnswer(decoy));
    const answer = await pass(request, faults);
    if (faults.hang) return { kind: 'silence' };
    if (faults.slowMs > faults.proxyTimeoutMs) return say(request, gatewayTimeout());
    // What saves nothing is answered as it is: only so can the caller find what was saved.
    if (faults.savesThen502 && request.method !== 'GET') return say(request, badGatewayAnswer());
    return { kind: 'answer', answer };
  }

  async function pass(request: PanelRequest, faults: PanelFaults): Promise<PanelAnswer> {
    const ask = async () => {
      const answer = await panel(request, faults);
      return faults.savesThen500 && answer.status < 300 ? crash(request) : answer;
    };
    let answer = await ask();
    log.add({ ...request, status: answer.status });
    for (let left = attempts - 1; left > 0 && faults.proxyReplay; left -= 1) {
      if (!retriedStatuses.includes(answer.status)) break;
      answer = await ask();
      log.add({ ...request, status: answer.status });
    }
    return answer;
  }

  function say(request: PanelRequest, answer: PanelAnswer): Outcome {
    log.add({ ...request, status: answer.status });
    return { kind: 'answer', answer };
  }

  function isDecoyed(path: string): boolean {
    const first = path.split('/')[1] ?? '';
    return world.outside && first !== world.adminPath && first !== world.clientPath;
  }
}

/** What the panel says of a mistake that comes after its last commit. */
function crash({ path }: PanelRequest): PanelAnswer {
  return crashAnswer(
    new PanelCrash('(2013, "Lost connection to MySQL server during query")'),
    isApiPath(path),
  );
}

function gatewayTimeout(): PanelAnswer {
  const text = 'The server did not respond in time.';
  return htmlAnswer(`<html><body><h1>504 Gateway Time-out</h1>\n${text}\n</body></html>\n`, 504);
}

function badGatewayAnswer(): PanelAnswer {
  return htmlAnswer(badGateway, 502);
}
