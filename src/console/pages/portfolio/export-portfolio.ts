import {
  PortfolioDocument,
  type PortfolioQuery,
  type PortfolioRowFragment,
  type ProjectCriteria,
  type ProjectOrder,
} from '../../operations.ts';
import { csvOf, type Cell } from '../../export/csv.ts';
import { ask } from '../../state/ask.ts';
import { words } from '../../words.ts';
import { portfolioWords } from './portfolio-words.ts';

const PAGE = 50;

interface Listed {
  readonly filter: ProjectCriteria;
  readonly orderBy: ProjectOrder[];
}

/**
 * All projects of a filter as CSV, read page by page in its order.
 * @throws AskError when a page is refused or not reached.
 */
export async function exportPortfolio(
  listed: Listed,
  onRows: (count: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const rows: Cell[][] = [];
  let after: string | null = null;
  do {
    const { projects }: PortfolioQuery = await ask(
      PortfolioDocument,
      { first: PAGE, after, ...listed },
      { signal },
    );
    rows.push(...projects.nodes.map(cellsOf));
    after = projects.pageInfo.hasNextPage ? projects.pageInfo.endCursor : null;
    onRows(rows.length);
  } while (after !== null);
  return csvOf(portfolioWords.exported, rows);
}

/** In the order of `portfolioWords.exported`. */
function cellsOf(row: PortfolioRowFragment): Cell[] {
  const why = row.healthReasons.filter(({ health }) => health !== 'GREEN').map(({ message }) => message);
  return [
    row.id,
    row.code,
    row.name,
    words.lifecycle(row.status),
    words.health(row.health),
    why.join('; '),
    row.progressPercent,
    row.overdueTaskCount,
    row.openAlertCount,
    row.redAlertCount,
    row.startDate,
    row.endDate,
    row.schedule?.forecastFinish ?? null,
    row.schedule?.finishVarianceDays ?? null,
    row.owner?.name ?? null,
  ];
}
