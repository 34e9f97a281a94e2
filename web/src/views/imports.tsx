import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../api/client';
import { ago, bytes, instant, whole } from '../format';
import { href } from '../route';
import { Badge } from '../ui/badge';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Table } from '../ui/table';
import { isDoubtful } from './imports/outcome';
import { Rejects } from './imports/rejects';
import { Uploads } from './imports/uploads';

export function Imports() {
  const [rejectsOf, setRejectsOf] = useState<string>();
  return (
    <>
      <h1>Imports</h1>
      <p class="lead">
        Upload observations, business hours and time zones as CSV files, and special hours and closures if there are
        any. Then <a href={href(['reports'])}>start a report</a>.
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
      <Loaded query={imports}>
        {(page) =>
          page.imports.length === 0 ? (
            <p class="empty">No imports yet. Drop or choose files above.</p>
          ) : (
            <>
              <Table caption="Imports, newest first">
                <thead>
                  <tr>
                    <th scope="col">Started</th>
                    <th scope="col">File or kind</th>
                    <th scope="col">Status</th>
                    {['Size', 'Rows', 'Accepted', 'Unchanged', 'Rejected'].map((name) => (
                      <th key={name} scope="col" class="number">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {page.imports.map((item) => (
                    <Row key={item.import_id} item={item} onRejects={onRejects} />
                  ))}
                </tbody>
              </Table>
              <Pager pages={pages} next={page.next_cursor} name="imports" isLoading={imports.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

interface RowProps {
  readonly item: Schemas['KeptImportDto'];
  readonly onRejects: (importId: string) => void;
}

function Row({ item, onRejects }: RowProps) {
  return (
    <tr>
      <th scope="row" title={instant(item.created_at)}>
        {ago(item.created_at)}
      </th>
      <td>
        <a href={href(['imports', item.import_id])}>{item.file_name ?? item.kind}</a>{' '}
        <small class="quiet">
          {item.file_name !== null && `${item.kind}, `}
          {item.source}
        </small>
      </td>
      <td>
        <Badge status={isDoubtful(item) ? 'Mostly rejected' : item.status} />
        {item.error && <div class="reason">{item.error.detail}</div>}
        {item.note !== null && <div class="reason">{item.note}</div>}
      </td>
      <td class="number">{bytes(item.bytes_read)}</td>
      <td class="number">{whole(item.rows_read)}</td>
      <td class="number">{whole(item.rows_accepted)}</td>
      <td class="number">{whole(item.rows_unchanged)}</td>
      <td class="number">
        {item.rows_rejected === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            class="link"
            aria-label={`${whole(item.rows_rejected)} rejected, show them`}
            onClick={() => {
              onRejects(item.import_id);
            }}
          >
            {whole(item.rows_rejected)}
          </button>
        )}
      </td>
    </tr>
  );
}
