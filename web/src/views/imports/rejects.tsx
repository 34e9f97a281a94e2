import { useQuery } from '@tanstack/preact-query';
import { useEffect, useRef } from 'preact/hooks';
import { problemIn, UNREACHABLE } from '../../api/problem';
import { Loaded } from '../../ui/loaded';

/** How much is shown of a list that may be long. */
const SHOWN_CHARACTERS = 20_000;

interface Props {
  readonly importId: string;
  readonly onClose: () => void;
}

/** A dialog with the rejected rows of an import. */
export function Rejects({ importId, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const address = `imports/${importId}/rejects`;
  const start = useQuery({ queryKey: ['rejects', importId], queryFn: ({ signal }) => startOf(address, signal) });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="rejects">
      <article>
        <h2 id="rejects">Rejected rows</h2>
        <p class="quiet">Each with its line number, the reason, and the row as it is in the file.</p>
        <Loaded query={start}>
          {({ text, isAll }) => (
            <>
              {/* A tab stop, to scroll by keyboard. */}
              <pre tabIndex={0} role="region" aria-label="Rejected rows">
                {text}
              </pre>
              {!isAll && <p>Only the first rows are shown. Download the CSV for all that are kept.</p>}
            </>
          )}
        </Loaded>
        <footer>
          <a href={address} download>
            Download CSV
          </a>
          <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </footer>
      </article>
    </dialog>
  );
}

async function startOf(address: string, signal: AbortSignal): Promise<{ text: string; isAll: boolean }> {
  const response = await fetch(address, { signal }).catch(() => {
    throw UNREACHABLE;
  });
  if (!response.ok) throw problemIn(await response.json(), response.status);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader && text.length < SHOWN_CHARACTERS) {
    const { value, done } = await reader.read();
    if (done) return { text, isAll: true };
    text += value;
  }
  await reader?.cancel();
  return { text: text.slice(0, text.lastIndexOf('\n', SHOWN_CHARACTERS) + 1), isAll: false };
}
