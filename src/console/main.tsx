import { render } from 'preact';
import { Shell } from './shell.tsx';
import { comeBack, goToProvider, signInProblem, wasSignedIn } from './sign-in/provider.ts';
import { refine, route, startRouter } from './state/router.ts';
import { parseRoute, printRoute } from './state/routes.ts';
import { claimsOf, hearOtherTabs, resume, session, signIn } from './state/session.ts';
import { applyTheme } from './state/theme.ts';

/**
 * Takes the token of the link that `npm start` prints, and replaces the address at once. Only a service under development
 * prints such a link, and only its page takes it: elsewhere a link could sign its reader in as somebody else.
 */
function takeTokenOfLink(): void {
  const isDevelopment =
    document.querySelector('meta[name="pit-development"]')?.getAttribute('content') === 'true';
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  const claims = claimsOf(token);
  if (isDevelopment && claims !== null) signIn(token, claims, true);
  refine(route.value);
}

/** Goes where a sign-in came from, or asks the provider whether it still knows who was signed in before a reload. */
async function signInByProvider(): Promise<'shown' | 'leaving'> {
  const next = await comeBack();
  if (next !== null) {
    const [path = '', query = ''] = next.split('?');
    refine(parseRoute(path, query));
    return 'shown';
  }
  const isRenewal = new URLSearchParams(location.search).has('renew') && route.value.page === 'sign-in';
  if (session.value !== null || !(isRenewal || wasSignedIn())) return 'shown';
  await goToProvider(printRoute(route.value), { isSilent: !isRenewal, isRenewal });
  return signInProblem.value === '' ? 'leaving' : 'shown';
}

applyTheme();
resume(Date.now());
takeTokenOfLink();
hearOtherTabs();
startRouter();
const root = document.createElement('div');
root.id = 'app';
document.body.replaceChildren(root);
void signInByProvider().then((now) => now === 'shown' && render(<Shell />, root));
