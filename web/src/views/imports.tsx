import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../api/client';
import { ago, bytes, instant, whole } from '../format';
import { href } from '../route';
import { Badge } from '../ui/badge';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Table } from '../ui/table';
import { Rejects } from './imports/rejects';
import { Uploads } from './imports/uploads';

export function Imports() {
  const [rejectsOf, setRejectsOf] = useState<string>();
  return (
    <>
      <h1>Imports</h1>
      <p class="lead">
        Polls, business hours and time zones come as CSV files. Once all three are in,{' '}
        <a href={href(['reports'])}>start a report</a>.
      </p>
      <Uploads onRejects={setRejectsOf} />
      {rejectsOf !== undefined && (
        <Rejects
          key={rejectsOf}
          importId={rejectsOf}
          onClose={() => {
            setRejectsOf(undefined);
          }}
        />
      )}
      <History onRejects={setRejectsOf} />
    </>
  );
}

function History({ onRejects }: { readonly onRejects: (importId: string) => void }) {
  const pages = usePages('imports');
  const imports = useQuery({
    queryKey: ['imports', pages.cursor],
    queryFn: () => dataOf(api.GET('/imports', { params: { query: { limit: 20, cursor: pages.cursor } } })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.imports.some(({ status }) => status === 'Running') ? 1_000 : false),
  });
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <Loaded from={imports}>
        {(page) =>
          page.imports.length === 0 ? (
            <p class="empty">Nothing was imported yet. Choose or drop the files above.</p>
          ) : (
            <>
              <Table caption="Imports, the newest first">
                <thead>
                  <tr>
                    <th scope="col">Came</th>
                    <th scope="col">Kind</th>
                    <th scope="col">State</th>
                    {['Size', 'Rows', 'Accepted', 'Unchanged', 'Rejected'].map((name) => (
                      <th key={name} scope="col" class="number">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {page.imports.map((found) => (
                    <Row key={found.import_id} found={found} onRejects={onRejects} />
                  ))}
                </tbody>
              </Table>
              <Pager pages={pages} next={page.next_cursor} name="imports" isBusy={imports.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

interface RowProps {
  readonly found: Schemas['ImportDto'];
  readonly onRejects: (importId: string) => void;
}

function Row({ found, onRejects }: RowProps) {
  return (
    <tr>
      <th scope="row" title={instant(found.created_at)}>
        {ago(found.created_at)}
      </th>
      <td>
        {found.kind} <small class="quiet">{found.source}</small>
      </td>
      <td>
        <Badge state={found.status} />
        {found.error && <div class="reason">{found.error.detail}</div>}
      </td>
      <td class="number">{bytes(found.bytes_read)}</td>
      <td class="number">{whole(found.rows_read)}</td>
      <td class="number">{whole(found.rows_accepted)}</td>
      <td class="number">{whole(found.rows_unchanged)}</td>
      <td class="number">
        {found.rows_rejected === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            class="link"
            aria-label={`Rejected: ${whole(found.rows_rejected)}, look at them`}
            onClick={() => {
              onRejects(found.import_id);
            }}
          >
            {whole(found.rows_rejected)}
          </button>
        )}
      </td>
    </tr>
  );
}
