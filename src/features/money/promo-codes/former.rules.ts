/** The draft of the dialogue that makes a code, in its first form, by the names of today. */
export function formerPromo(state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { step, code, kind, value, maxUses, perPerson, endsAt, isFirstPurchaseOnly } = state;
  const { planCodes: codes = [], isForEveryPlan } = state;
  const are = { true: 'all', false: 'these' }[String(isForEveryPlan)] ?? null;
  return {
    step,
    code,
    kind,
    value,
    uses: maxUses,
    each: perPerson,
    end: endsAt,
    plans: { codes, are },
    first: isFirstPurchaseOnly,
  };
}
