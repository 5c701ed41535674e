import { badInput } from '../errors.ts';
import { fromCents, parseMoney, toCents } from '../money.ts';
import { isUuid } from '../uuid.ts';

/** Risks that one report names. */
export const MOST_RISKS = 1_000;
/** The most that one risk, and all risks of a project together, may come to, in hundredths. */
const MAX_IMPACT = toCents('99999999.99');

/** The impact of a risk: a decimal of two places. */
export interface RiskImpact {
  readonly riskId: string;
  readonly impactScore: string;
}

/**
 * The impacts as they are stored, in the order of the risks.
 * @throws PitError BAD_USER_INPUT naming the item: none or too many, no id, a risk twice, or a score out of range.
 */
export function requireImpacts(items: readonly RiskImpact[]): RiskImpact[] {
  if (items.length === 0 || items.length > MOST_RISKS) {
    const expected = `1 to ${MOST_RISKS} risks`;
    throw badInput('The report names too few or too many risks.', {
      field: 'input.items',
      expected,
      actual: items.length,
    });
  }
  const seen = new Set<string>();
  const impacts = items.map(({ riskId, impactScore }, at) => {
    const field = `input.items.${at}`;
    if (!isUuid(riskId)) {
      throw badInput('riskId is not an id', {
        field: `${field}.riskId`,
        expected: 'a UUID',
        actual: String(riskId).slice(0, 64),
      });
    }
    const id = riskId.toLowerCase();
    if (seen.has(id)) {
      throw badInput('The report names a risk twice.', {
        field: `${field}.riskId`,
        expected: 'each risk once',
        actual: id,
      });
    }
    seen.add(id);
    return { riskId: id, impactScore: requireScore(impactScore, `${field}.impactScore`) };
  });
  return impacts.sort((a, b) => (a.riskId < b.riskId ? -1 : 1));
}

function requireScore(score: string, field: string): string {
  const hundredths = parseMoney(score, field);
  if (hundredths <= MAX_IMPACT) return fromCents(hundredths);
  throw badInput('The impact is out of range.', {
    field,
    expected: `0.00 to ${fromCents(MAX_IMPACT)}`,
    actual: score,
  });
}
