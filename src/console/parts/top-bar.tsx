import { useEffect, useState } from 'preact/hooks';
import { endPush, Preferences } from '../settings/late-settings.ts';
import { leaveProvider, renewsItself } from '../sign-in/provider.ts';
import { closeSocket, isOffline, lostAt, socketState } from '../state/live.ts';
import { AUDIT } from '../state/project-routes.ts';
import { route } from '../state/router.ts';
import { ALERTS, PORTFOLIO, printRoute, REVIEWS, SYSTEM, type Route } from '../state/routes.ts';
import { session, signOut } from '../state/session.ts';
import { formatAgo, formatClock } from '../state/format.ts';
import { overdueAnswers } from '../state/use-ask.ts';
import { isLead, toReviewCount, viewer } from '../state/viewer.ts';
import { words } from '../words.ts';
import { Finder } from '../palette/finder.tsx';
import { Questions } from '../help/questions.tsx';
import { ShellKeys } from '../palette/shell-keys.tsx';
import { Notifications } from './notifications.tsx';

const LINKS: readonly { readonly page: Route['page']; readonly to: Route; readonly label: string }[] = [
  { page: 'portfolio', to: PORTFOLIO, label: words.pages.portfolio },
  { page: 'alerts', to: ALERTS, label: words.pages.alerts },
  { page: 'reviews', to: REVIEWS, label: words.pages.reviews },
];

/** How the service is, is answered to those who run it. */
function linksOf(): typeof LINKS {
  if (!isLead()) return LINKS;
  return [
    ...LINKS,
    { page: 'audit', to: AUDIT, label: words.pages.audit },
    { page: 'system', to: SYSTEM, label: words.pages.system },
  ];
}

export function TopBar() {
  const current = route.value;
  return (
    <header class="top">
      <a class="brand" href={printRoute(PORTFOLIO)}>
        {words.product}
      </a>
      <nav aria-label={words.shell.navigation}>
        {linksOf().map(({ page, to, label }) => (
          <a
            key={page}
            href={printRoute(to)}
            aria-current={
              page === current.page ||
              (page === 'reviews' && current.page === 'acceptances') ||
              (page === 'portfolio' && 'project' in current && current.page !== 'audit')
                ? 'page'
                : undefined
            }
          >
            {label}
            {page === 'reviews' && toReviewCount.value > 0 && (
              <span class="badge">{toReviewCount.value}</span>
            )}
          </a>
        ))}
      </nav>
      <Finder />
      <ShellKeys />
      <Questions />
      <span class="spring" />
      <Connection />
      <Notifications />
      <Person />
      <RunningOut />
    </header>
  );
}

/** What a wall screen keeps of it: whether what is shown is of now. */
export function WallBar() {
  return (
    <header class="top is-wall">
      <span class="brand">{words.product}</span>
      <span class="spring" />
      <Connection />
      <RunningOut />
    </header>
  );
}

/** Whether what is shown follows what happens. */
function Connection() {
  if (isOffline.value)
    return (
      <span class="connection is-offline" role="status">
        {words.shell.offlineSince(formatClock(lostAt.value ?? Date.now()))}
      </span>
    );
  if (overdueAnswers.value > 0)
    return (
      <span class="connection" role="status">
        {words.shell.stale}
      </span>
    );
  const isOpen = socketState.value === 'open';
  return (
    <span class={`connection ${isOpen ? 'is-open' : ''}`}>
      {isOpen ? words.shell.live : words.shell.connecting}
    </span>
  );
}

function Person() {
  const [isOpen, setOpen] = useState(false);
  if (viewer.value === null) return null;
  const { user, role, organisation } = viewer.value;
  const leave = async (): Promise<void> => {
    // What is sent to somebody is not shown to who sits here next.
    await endPush();
    closeSocket();
    signOut();
    void leaveProvider();
  };
  return (
    <div class="menu" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <button type="button" class="button is-plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {user?.name ?? words.role(role)}
      </button>
      {isOpen && (
        <div class="menu-body">
          <p>
            <strong>{user?.name}</strong>
            <br />
            {words.role(role)}
            <br />
            <span class="quiet">{organisation?.name}</span>
          </p>
          <Preferences />
          <p class="quiet">{`${words.product} ${versionOfPage()}`}</p>
          <button type="button" class="button" onClick={() => void leave()}>
            {words.shell.signOut}
          </button>
        </div>
      )}
    </div>
  );
}

/** Which version of the service the page is of. */
function versionOfPage(): string {
  return document.querySelector('meta[name="pit-version"]')?.getAttribute('content') ?? '';
}

const WARN_MS = 5 * 60_000;

/** Says so when the token has five minutes left. */
function RunningOut() {
  const expiresAt = session.value?.expiresAt ?? null;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  if (expiresAt === null || expiresAt - now > WARN_MS || expiresAt < now || renewsItself.value) return null;
  return (
    <p class="banner" role="status">
      {words.shell.runsOut(formatAgo(new Date(expiresAt).toISOString(), now))}
    </p>
  );
}
