import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../api/client';
import { bytes, instant, whole } from '../format';
import { href } from '../route';
import { Badge } from '../ui/badge';
import { Loaded } from '../ui/loaded';
import { isDoubtful } from './imports/outcome';
import { Rejects } from './imports/rejects';

/** What became of one import. */
export function Import({ importId }: { readonly importId: string }) {
  const found = useQuery({
    queryKey: ['import', importId],
    queryFn: () => dataOf(api.GET('/imports/{import_id}', { params: { path: { import_id: importId } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'Running' ? 1_000 : false),
  });
  return (
    <>
      <p class="crumbs">
        <a href={href(['imports'])}>Imports</a>
      </p>
      <h1>{found.data?.file_name ?? 'Import'}</h1>
      <Loaded query={found}>{(item) => <Facts item={item} />}</Loaded>
    </>
  );
}

function Facts({ item }: { readonly item: Schemas['KeptImportDto'] }) {
  const [isOpen, setOpen] = useState(false);
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Import', item.import_id],
    ['File', item.file_name ?? 'not named'],
    ['Kind', `${item.kind}, as ${item.source}`],
    ['Started', instant(item.created_at)],
    ['Finished', instant(item.finished_at)],
    ['Size', bytes(item.bytes_read)],
    ['Rows', whole(item.rows_read)],
    ['Accepted', whole(item.rows_accepted)],
    ['Unchanged', whole(item.rows_unchanged)],
    ['Rejected', whole(item.rows_rejected)],
  ];
  return (
    <>
      <p>
        <Badge status={isDoubtful(item) ? 'Mostly rejected' : item.status} />
      </p>
      {item.error && <p class="failure">{item.error.detail}</p>}
      {item.note !== null && <p class="note">{item.note}</p>}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {item.rows_rejected > 0 && (
        <button
          type="button"
          class="outline"
          onClick={() => {
            setOpen(true);
          }}
        >
          Show rejected rows
        </button>
      )}
      {isOpen && (
        <Rejects
          importId={item.import_id}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
