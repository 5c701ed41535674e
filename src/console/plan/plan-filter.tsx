import { useEffect, useState } from 'preact/hooks';
import type { TaskStatus } from '../operations.ts';
import { STATUSES } from '../state/project-routes.ts';
import { refine, route as shown } from '../state/router.ts';
import type { PlanRoute } from '../state/routes.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';

const PAUSE_MS = 200;

/** What somebody looks for in a plan: everything else is dimmed and stays where it is. */
export function PlanFilter({ route, count }: { route: PlanRoute; count: number | null }) {
  const [text, setText] = useState(route.search);
  useEffect(() => setText(route.search), [route.search]);
  useEffect(() => {
    if (text === route.search) return;
    const timer = setTimeout(() => {
      // The address as it is then: something else may have been chosen while somebody typed.
      if (shown.value.page === 'plan') refine({ ...shown.value, search: text });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      <input
        type="search"
        class="plan-search"
        aria-label={planWords.plan.filter}
        placeholder={planWords.plan.filterHint}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <select
        aria-label={planWords.plan.filterStatus}
        value={route.status}
        onChange={(event) => refine({ ...route, status: event.currentTarget.value as TaskStatus | '' })}
      >
        <option value="">{planWords.plan.anyStatus}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {words.status(status)}
          </option>
        ))}
      </select>
      <span class="quiet" role="status">
        {count !== null && planWords.plan.matches(count)}
      </span>
    </>
  );
}
