import { useState } from 'preact/hooks';
import { ShellDocument } from '../operations.ts';
import { goToProvider, hasRenewed, hostOf, provider, signInProblem } from '../sign-in/provider.ts';
import { ask, AskError } from '../state/ask.ts';
import { claimsOf, isSamePerson, session, signIn } from '../state/session.ts';
import { words } from '../words.ts';

const isDevelopment =
  document.querySelector('meta[name="pit-development"]')?.getAttribute('content') === 'true';

interface SignInProps {
  readonly onDone: () => void;
  /** Whether a session has run out whose page stays as it is. */
  readonly isRenewal?: boolean;
  /** Where to go then. */
  readonly next?: string;
}

/** Signs in by the identity provider where the service has one, or by a token that somebody brings. */
export function SignIn({ onDone, isRenewal = false, next = '/console' }: SignInProps) {
  if (hasRenewed.value) return <p role="status">{words.signIn.hasRenewed}</p>;
  const title = isRenewal ? words.signIn.expired : words.signIn.title;
  if (provider === null)
    return (
      <div class="sign-in">
        <h1>{title}</h1>
        <p class="quiet">{isRenewal ? words.signIn.expiredLead : words.signIn.lead}</p>
        <TokenForm onDone={onDone} isRenewal={isRenewal} />
      </div>
    );
  const host = hostOf(provider);
  const problem = signInProblem.value || (provider.metadata === null ? words.signIn.noProvider(host) : '');
  return (
    <div class="sign-in">
      <h1>{title}</h1>
      <p class="quiet">{isRenewal ? words.signIn.byProviderAgain : words.signIn.byProviderLead}</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <button
        type="button"
        class="button is-primary"
        disabled={provider.metadata === null}
        onClick={() => (isRenewal ? void open('/console/sign-in?renew') : void goToProvider(next))}
      >
        {words.signIn.byProvider(host)}
      </button>
      <details>
        <summary>{words.signIn.orToken}</summary>
        <TokenForm onDone={onDone} isRenewal={isRenewal} />
      </details>
    </div>
  );
}

/** Takes a token, asks the service who it is, and only then signs in. */
function TokenForm({ onDone, isRenewal }: { onDone: () => void; isRenewal: boolean }) {
  const [token, setToken] = useState('');
  const [isKept, setKept] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isChecking, setChecking] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setChecking(true);
    setProblem(await enter(token.trim(), isKept, isRenewal).then(() => null, messageOf));
    setChecking(false);
    if (session.value?.token === token.trim()) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label class="field">
        {words.signIn.token}
        <textarea
          rows={4}
          required
          spellcheck={false}
          autocomplete="off"
          value={token}
          aria-invalid={problem !== null}
          aria-describedby="token-problem"
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <p id="token-problem" class="problem" role="alert">
        {problem}
      </p>
      <label class="check">
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />
        {words.signIn.keep}
      </label>
      <button class="button is-primary" disabled={isChecking}>
        {isChecking ? words.signIn.checking : words.signIn.enter}
      </button>
      {isDevelopment && !isRenewal && (
        <p class="quiet">
          {words.signIn.development} <code>npm run token -- --user ada.moreno@schools.example</code>
        </p>
      )}
    </form>
  );
}

async function enter(token: string, isKept: boolean, isRenewal: boolean): Promise<void> {
  const claims = claimsOf(token);
  if (claims === null) throw new AskError(words.signIn.noToken, { code: 'CONSOLE' });
  const before = session.value;
  if (isRenewal && before !== null && !isSamePerson(before, claims))
    throw new AskError(words.signIn.otherPerson, { code: 'CONSOLE' });
  await ask(ShellDocument, {}, { token });
  signIn(token, claims, isKept);
}

function messageOf(error: unknown): string {
  if (!(error instanceof AskError)) return String(error);
  return error.code === 'OFFLINE' ? words.state.offline : error.message;
}
