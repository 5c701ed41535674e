import { ProjectHealthResolver } from './health.resolver.ts';
import { PortfolioResolver } from './portfolio.resolver.ts';
import { ProjectFiguresResolver } from './project-figures.resolver.ts';

/** How projects stand, each and all together. */
export const rollupResolvers = [ProjectHealthResolver, ProjectFiguresResolver, PortfolioResolver] as const;
