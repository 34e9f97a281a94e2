import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { allItems } from '../api/all-items';
import { api, dataOf, type Schemas } from '../api/client';
import { fileName } from '../csv';
import { today } from '../dates';
import { bytes, instant, whole } from '../format';
import { href } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Ago } from '../ui/times/ago';
import { Badge } from '../ui/badge';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Table } from '../ui/table';
import { IMPORT_COLUMNS } from './imports/columns';
import { isDoubtful } from './imports/outcome';
import { Rejects } from './imports/rejects';
import { Uploads } from './imports/uploads';

const AT_A_TIME = 20;

export function Imports() {
  const [rejectsOf, setRejectsOf] = useState<string>();
  return (
    <>
      <h1>Imports</h1>
      <p class="lead">
        Upload observations, business hours and time zones as CSV files, and, if there are any, names and attributes of
        stores, special hours and closures. Then <a href={href(['reports'])}>start a report</a>.
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
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(api.GET('/imports', { params: { query: { limit, cursor } } }));
  const all = () => allItems(page, (one) => one.imports);
  const imports = useQuery({
    queryKey: ['imports', pages.cursor],
    queryFn: () => page(pages.cursor, AT_A_TIME),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.imports.some(({ status }) => status === 'Running') ? 1_000 : false),
  });
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <Loaded query={imports}>
        {(found) =>
          found.imports.length === 0 ? (
            <p class="empty">No imports yet. Drop or choose files above.</p>
          ) : (
            <>
              <div class="row">
                <DownloadCsv name={fileName('imports', today())} columns={IMPORT_COLUMNS} rows={all} />
              </div>
              <Table caption="Imports, newest first">
                <thead>
                  <tr>
                    <th scope="col">Started</th>
                    <th scope="col">File or kind</th>
                    <th scope="col">Status</th>
                    {['Size', 'Rows', 'Accepted', 'Unchanged', 'Rejected'].map((name) => (
                      <th key={name} scope="col" class="number minor">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {found.imports.map((item) => (
                    <Row key={item.import_id} item={item} onRejects={onRejects} />
                  ))}
                </tbody>
              </Table>
              <Pager pages={pages} next={found.next_cursor} name="imports" isLoading={imports.isPlaceholderData} />
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
        <Ago at={item.created_at} />
      </th>
      <td class="text">
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
      <td class="number minor">{bytes(item.bytes_read)}</td>
      <td class="number minor">{whole(item.rows_read)}</td>
      <td class="number minor">{whole(item.rows_accepted)}</td>
      <td class="number minor">{whole(item.rows_unchanged)}</td>
      <td class="number minor">
        {item.rows_rejected === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            class="link count"
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
