import { useEffect, useState } from 'preact/hooks';
import { PeopleDocument, UserNameDocument } from '../../operations.ts';
import { ExportButton } from '../../export/export-button.tsx';
import { criteriaOf, orderOf } from '../use-portfolio.ts';
import { refine } from '../../state/router.ts';
import type { PortfolioRoute } from '../../state/routes.ts';
import { useAsk } from '../../state/use-ask.ts';
import { offered, personMeant } from '../../tasks/people.ts';
import { exportPortfolio } from './export-portfolio.ts';
import { portfolioWords } from './portfolio-words.ts';

/** Filters by owner and by end, the view, and the file: what the first look at the portfolio does not wait for. */
export function PortfolioMore({ route }: { route: PortfolioRoute }) {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <Owner route={route} />
      {(['endsFrom', 'endsTo'] as const).map((end) => (
        <label key={end} class="field is-inline">
          {portfolioWords[end]}
          <input
            type="date"
            value={route[end]}
            onChange={(event) => refine({ ...route, [end]: event.currentTarget.value })}
          />
        </label>
      ))}
      <div class="segments" role="group" aria-label={portfolioWords.view}>
        {(['table', 'timeline'] as const).map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={route.view === view}
            onClick={() => refine({ ...route, view })}
          >
            {portfolioWords[view]}
          </button>
        ))}
      </div>
      <ExportButton
        name={portfolioWords.file}
        read={(onRows, signal) =>
          exportPortfolio({ filter: criteriaOf(route), orderBy: orderOf(route) }, onRows, signal)
        }
      />
    </form>
  );
}

/** Whose projects: found by name while it is typed, taken back by a button. */
function Owner({ route }: { route: PortfolioRoute }) {
  const { data } = useAsk(UserNameDocument, route.owner === '' ? null : { id: route.owner });
  if (route.owner === '') return <OwnerSearch route={route} />;
  return (
    <button type="button" class="button" aria-pressed={true} onClick={() => refine({ ...route, owner: '' })}>
      {portfolioWords.ownerIs(data?.user?.id === route.owner ? data.user.name : '…')}{' '}
      <span aria-hidden="true">×</span>
      <span class="visually-hidden">{portfolioWords.anyOwner}</span>
    </button>
  );
}

const PAUSE_MS = 150;
const LIST = 'owners';

function OwnerSearch({ route }: { route: PortfolioRoute }) {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.split(',').at(-1)!.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const people = useAsk(PeopleDocument, typed === '' ? null : { search }).data?.users.nodes ?? [];
  const meant = typed === '' ? null : personMeant(typed, people);
  useEffect(() => {
    if (meant !== null) refine({ ...route, owner: meant.id });
  }, [meant?.id]);
  return (
    <>
      <input
        list={LIST}
        aria-label={portfolioWords.owner}
        placeholder={portfolioWords.owner}
        autocomplete="off"
        maxLength={200}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={LIST}>
        {people.map((person) => (
          <option key={person.id} value={offered(person)} />
        ))}
      </datalist>
    </>
  );
}
