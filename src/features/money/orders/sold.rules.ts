import type { Plan } from '../../plans/service.ts';

/** The part of a plan that is sold, as orders and auto-renewals keep it: a later edit of the plan changes none of it. */
export function soldOf(plan: Plan) {
  const { id, code, version, names, days, trafficBytes, trafficMode } = plan;
  const terms = { days, trafficBytes, trafficMode };
  return { planId: id, planCode: code, planVersion: version, planNames: names, ...terms };
}
