import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words.ts';
import { Loading } from './states.tsx';

/**
 * A page, or a part of one, that is loaded when it is shown for the first time, so that nobody waits for what they do not open.
 * @param isQuiet shows nothing while it is loaded, where nobody waits for it.
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  isQuiet = false,
): (props: Props) => preact.JSX.Element {
  let known: ComponentType<Props> | undefined;
  return function Late(props) {
    const [shown, setShown] = useState({ page: known, isMissing: false });
    useEffect(() => {
      if (shown.page !== undefined) return;
      void load().then(
        (page) => {
          known = page;
          setShown({ page, isMissing: false });
        },
        // The service was renewed and has this part no more, or is not reached: its reader says when to load the page of now.
        () => setShown({ page: undefined, isMissing: true }),
      );
    }, []);
    if (shown.isMissing)
      return (
        <p class="banner" role="alert">
          {words.shell.newVersion}{' '}
          <button type="button" class="button" onClick={() => location.reload()}>
            {words.shell.reload}
          </button>
        </p>
      );
    const Page = shown.page;
    if (Page === undefined) return isQuiet ? <></> : <Loading />;
    return <Page {...props} />;
  };
}
