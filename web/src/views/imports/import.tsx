import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../../api/client';
import { bytes, instant, whole } from '../../format';
import { href } from '../../route';
import { Title } from '../../ui/actions/title';
import { Badge } from '../../ui/badge';
import { Loaded } from '../../ui/loaded';
import { isDoubtful } from './outcome';
import { Rejects } from './rejects';

/** One import: what came of it. */
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
      <Title>
        Import <span class="id">{importId}</span>
      </Title>
      <Loaded query={found}>{(item) => <Outcome item={item} />}</Loaded>
    </>
  );
}

function Outcome({ item }: { readonly item: Schemas['ImportDto'] }) {
  const [isOpen, setOpen] = useState(false);
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Kind', `${item.kind} (${item.source})`],
    ['Started', instant(item.created_at)],
    ['Finished', instant(item.finished_at)],
    ['Size', bytes(item.bytes_read)],
    ['Rows', whole(item.rows_read)],
    ['Accepted', whole(item.rows_accepted)],
    ['Unchanged', whole(item.rows_unchanged)],
    ['Rejected', whole(item.rows_rejected)],
  ];
  return (
    <section class="card" aria-label="Outcome">
      <dl class="facts">
        <div>
          <dt>Status</dt>
          <dd>
            <Badge status={isDoubtful(item) ? 'Mostly rejected' : item.status} />
          </dd>
        </div>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {item.error && <p class="note">{item.error.detail}</p>}
      {item.note !== null && <p class="note">{item.note}</p>}
      {item.rows_rejected > 0 && (
        <button
          type="button"
          class="outline"
          onClick={() => {
            setOpen(true);
          }}
        >
          Show what was rejected
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
    </section>
  );
}
