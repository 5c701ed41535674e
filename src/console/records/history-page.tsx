import { useState } from 'preact/hooks';
import { ProjectHistoryDocument, type ProjectHistoryQuery } from '../operations.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { ByCode } from '../project/by-code.tsx';
import { ProjectPage } from '../project/project-page.tsx';
import { useProject } from '../project/use-project.ts';
import { ask } from '../state/ask.ts';
import { formatMoment } from '../state/format.ts';
import type { HistoryRoute } from '../state/project-routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { recordsWords } from '../records-words.ts';
import { words } from '../words.ts';
import { Values } from './values.tsx';

const PAGE = 50;

/** Who did what in a project, for everybody who sees it. */
export function HistoryPage({ route }: { route: HistoryRoute }) {
  return <ByCode name={route.project}>{(id) => <HistoryOf id={id} route={route} />}</ByCode>;
}

function HistoryOf({ id, route }: { id: string; route: HistoryRoute }) {
  const [fresh, setFresh] = useState(0);
  const state = useProject(id, () => setFresh((before) => before + 1));
  return (
    <ProjectPage name={route.project} page={recordsWords.records.history} state={state}>
      <div class="page records">
        <p class="quiet">{recordsWords.records.historyLead}</p>
        <Entries id={id} fresh={fresh} onRead={() => setFresh(0)} />
      </div>
    </ProjectPage>
  );
}

/** The list stays as it is while it is read: what is new is told, and fetched when it is wanted. */
function Entries({ id, fresh, onRead }: { id: string; fresh: number; onRead: () => void }) {
  const variables = { id, first: PAGE, after: null };
  const { data, error, isLoading, reload, change } = useAsk(ProjectHistoryDocument, variables);
  const history = data?.project?.history ?? null;
  const more = async (): Promise<void> => {
    const next = await ask(ProjectHistoryDocument, {
      ...variables,
      after: history?.pageInfo.endCursor ?? null,
    });
    change((before) => joined(before, next));
  };
  return (
    <>
      {fresh > 0 && (
        <p class="fresh">
          <button type="button" class="button is-plain" onClick={() => (onRead(), reload())}>
            {words.portfolio.reorder}
          </button>
        </p>
      )}
      {error !== null && <Failed error={error} onAgain={reload} />}
      {history === null && error === null && <Loading lines={12} />}
      {history?.nodes.length === 0 && <Empty>{recordsWords.records.historyEmpty}</Empty>}
      <ol class="record-list">
        {history?.nodes.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {history?.pageInfo.hasNextPage === true && (
        <button
          type="button"
          class="button more"
          disabled={isLoading}
          onClick={() => void more().catch(reload)}
        >
          {words.state.more}
        </button>
      )}
    </>
  );
}

function joined(before: ProjectHistoryQuery, { project }: ProjectHistoryQuery): ProjectHistoryQuery {
  if (before.project === null || project === null) return before;
  const nodes = [...before.project.history.nodes, ...project.history.nodes];
  return { project: { history: { ...project.history, nodes } } };
}

type HistoryEntry = NonNullable<ProjectHistoryQuery['project']>['history']['nodes'][number];

/** That something began in this project is plain from where it is read. */
const isTold = ({ field, before }: HistoryEntry['values'][number]): boolean =>
  field !== 'project_id' || before !== null;

function Entry({ entry }: { entry: HistoryEntry }) {
  const { actor, change, recordName, tableName, movedTo, movedFrom, createdAt, values } = entry;
  return (
    <li>
      <p>
        <strong>{actor?.name ?? words.product}</strong> {recordsWords.records.change(change)}{' '}
        <span class="quiet">{recordsWords.records.table(tableName)}</span> {recordName}
        {movedTo !== null && ` ${recordsWords.records.movedTo(movedTo.name)}`}
        {movedFrom !== null && ` ${recordsWords.records.movedFrom(movedFrom.name)}`}
        <time class="quiet" dateTime={createdAt}>
          {formatMoment(createdAt)}
        </time>
      </p>
      <Values values={values.filter(isTold)} />
    </li>
  );
}
