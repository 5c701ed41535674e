import { CostMutations, CostSnapshotPayloadResolver } from './cost.mutations.ts';
import { PortfolioCostResolver, ProjectCostResolver } from './cost.resolver.ts';
import {
  ForecastMutations,
  ForecastPayloadResolver,
  ForecastResolver,
  ProjectForecastResolver,
  TaskCriticalityResolver,
} from './forecast.resolver.ts';
import { RiskImpactMutations } from './risk-impact.mutations.ts';
import { CostSnapshotResolver } from './cost-snapshot.resolver.ts';

/** All of this chapter. */
export const costResolvers = [
  ProjectCostResolver,
  PortfolioCostResolver,
  CostSnapshotResolver,
  CostMutations,
  CostSnapshotPayloadResolver,
  RiskImpactMutations,
  ForecastMutations,
  ForecastPayloadResolver,
  ForecastResolver,
  ProjectForecastResolver,
  TaskCriticalityResolver,
] as const;
