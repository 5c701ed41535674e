import type { AcceptanceState } from '../operations.ts';
import { address, oneOf, unlessUsual } from './address.ts';

export interface AlertsRoute {
  readonly page: 'alerts';
  readonly by: 'code' | 'project';
  readonly group: string;
  readonly severity: string;
}

export const ALERTS: AlertsRoute = { page: 'alerts', by: 'code', group: '', severity: '' };

export function parseAlerts(params: URLSearchParams): AlertsRoute {
  return {
    page: 'alerts',
    by: params.get('by') === 'project' ? 'project' : 'code',
    group: params.get('group') ?? '',
    severity: params.get('severity') ?? '',
  };
}

export function printAlerts({ by, group, severity }: AlertsRoute): string {
  return address('/alerts', { by: unlessUsual(by, 'code'), group, severity });
}

/** In the order in which somebody looks for them. */
export const ACCEPTANCE_STATES: readonly AcceptanceState[] = [
  'PROPOSED',
  'ACTIVE',
  'EXPIRED',
  'REVOKED',
  'RENEWED',
  'REJECTED',
  'WITHDRAWN',
];

export interface AcceptancesRoute {
  readonly page: 'acceptances';
  /** Empty: what waits or holds. */
  readonly state: AcceptanceState | 'ALL' | '';
  /** Id of a risk, control or finding, or the code of a criterion; empty: any. */
  readonly origin: string;
  /** The one that is open; empty: the first. */
  readonly acceptance: string;
}

export const ACCEPTANCES: AcceptancesRoute = { page: 'acceptances', state: '', origin: '', acceptance: '' };

export function parseAcceptances(params: URLSearchParams): AcceptancesRoute {
  return {
    page: 'acceptances',
    state: oneOf<AcceptancesRoute['state']>([...ACCEPTANCE_STATES, 'ALL'], params.get('state'), ''),
    origin: params.get('origin') ?? '',
    acceptance: params.get('id') ?? '',
  };
}

export function printAcceptances({ state, origin, acceptance }: AcceptancesRoute): string {
  return address('/acceptances', { state, origin, id: acceptance });
}
