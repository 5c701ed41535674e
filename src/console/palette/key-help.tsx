import { keyWords } from '../key-words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { words } from '../words.ts';

/** Every key of the console, page by page. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={words.shell.help} onClose={onClose}>
      {Object.values(keyWords).map(([page, keys]) => (
        <section key={page}>
          <h2>{page}</h2>
          <dl class="keys">
            {keys.map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <button type="button" class="button" onClick={onClose}>
        {words.state.close}
      </button>
    </Dialog>
  );
}
